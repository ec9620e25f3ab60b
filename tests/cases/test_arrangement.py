"""Each way of arranging; what the units asked answer and do; a second choice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.models import Arrangement, Case
from cases.selectors import visible_cases
from cases.services import arrangement, filing, participation, participation_reminders
from cases.services.arrangement import Orders
from core.errors import RuleViolation
from core.models import Notice, User
from personnel.roles import Role
from tests import stories
from tests.factories.personnel import person
from tests.people import People
from zones.models import Agency

pytestmark = pytest.mark.django_db


def agency(name: str) -> Agency:
    return Agency.objects.get(short_name=name)


def reported(people: People, *others: str) -> Case:
    """石亭街道 and 天宝镇, told to the western chief."""
    _ = (people.chief_west, people.shiting_deputy, people.tianbao_deputy)
    return stories.routed(stories.registered(people.shiting, "石亭街道", *(others or ("天宝镇",))))


def arranged(people: People, case: Case, mode: str = "joint", **changes) -> Arrangement:
    values = {
        "mode": mode,
        "lead": stories.town("石亭街道"),
        "instruction": "两地同时检查。",
        "asks": {stories.town("天宝镇"): ("people", "inspection")},
    }
    orders = Orders(**{**values, **changes})
    return arrangement.arrange(case_id=case.pk, orders=orders, by=people.chief_west)


def states(case: Case) -> dict[str, str]:
    rows = case.arrangements.filter(state__in=["running", "finished"])[0].units.all()
    return {str(row): row.state for row in rows}


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(recipient=user).values_list("text", flat=True))


def test_joint_work_asks_the_others_and_the_leading_town_has_it_already(people: People):
    case = reported(people)
    made = arranged(people, case)
    assert states(case) == {"石亭街道": "accepted", "天宝镇": "asked"}
    asked = made.units.get(township__name="天宝镇")
    assert asked.asked_words == "派人、参加检查"
    assert asked.answer_due_on
    assert asked.answer_due_on > timezone.localdate()
    assert any("请天宝镇派人、参加检查" in text for text in told(people.tianbao_deputy))


@pytest.mark.parametrize("mode", ["local", "study"])
def test_local_work_and_a_study_ask_nobody_even_where_boxes_are_ticked(people: People, mode):
    case = reported(people)
    arranged(people, case, mode)
    assert "天宝镇" not in states(case)
    case.refresh_from_db()
    assert case.reporting == "arranged"


def test_a_leading_town_that_did_not_register_the_case_is_asked_to_lead(people: People):
    case = reported(people)
    arranged(people, case, "lead_town", lead=stories.town("天宝镇"), asks={})
    assert states(case) == {"天宝镇": "asked"}


def test_handing_to_a_bureau_asks_it_and_lets_it_see_and_leaves_jurisdiction(people: People):
    case = reported(people)
    made = arranged(people, case, "bureau", lead=agency("区农业农村局"), asks={})
    assert made.lead_agency == agency("区农业农村局")
    assert made.lead_township is None
    assert visible_cases(user=people.bureau).filter(pk=case.pk).exists()
    case.refresh_from_db()
    assert case.authority_name == "石亭街道办事处"


def test_the_coordination_office_is_asked_and_gives_its_opinion(people: People):
    case = reported(people)
    _ = people.office
    arranged(people, case, "coordination")
    assert states(case) == {"区城管执法局（指导单位）": "asked"}
    with pytest.raises(PermissionDenied):
        participation.accept(case_id=case.pk, note="", by=people.tianbao)
    participation.accept(case_id=case.pk, note="", by=people.office)
    participation.report_done(case_id=case.pk, result="由石亭街道牵头。", by=people.office)
    assert case.arrangements.get().state == "finished"


def test_after_a_study_the_chief_arranges_anew_and_the_first_order_gives_way(people: People):
    case = reported(people)
    arranged(people, case, "study")
    arranged(people, case, "joint")
    assert [row.state for row in case.arrangements.all()] == ["running", "replaced"]


def test_an_arrangement_that_is_changed_tells_those_it_no_longer_needs(people: People):
    case = reported(people)
    first = arranged(people, case)
    arranged(people, case, "local")
    assert first.units.get(township__name="天宝镇").state == "released"
    assert any("无须再参加" in text for text in told(people.tianbao_deputy))


def test_only_the_leading_chief_arranges(people: People):
    case = reported(people)
    orders = stories.orders("石亭街道", "天宝镇")
    with pytest.raises(PermissionDenied, match="西部片区片长安排"):
        arrangement.arrange(case_id=case.pk, orders=orders, by=people.chief_east)


def test_one_declines_another_is_asked_both_finish_and_the_work_is_over(people: People):
    case = reported(people)
    made = arranged(people, case)
    participation.decline(case_id=case.pk, reason="同日有防汛任务", by=people.tianbao)
    assert any("天宝镇不能参加：同日有防汛任务" in text for text in told(people.chief_west))
    declined = made.units.get(township__name="天宝镇")
    punan = stories.town("浦南镇")
    participation.ask_second(case_id=case.pk, part=declined, unit=punan, by=people.chief_west)
    second = made.units.get(township=punan)
    assert second.asks == ["people", "inspection"]
    assert second.instead_of == declined
    participation.accept(case_id=case.pk, note="派两人", by=people.punan)
    participation.report_done(case_id=case.pk, result="已到场检查。", by=people.punan)
    assert case.arrangements.get().state == "running"
    participation.report_done(case_id=case.pk, result="已取证。", by=people.shiting)
    assert case.arrangements.get().state == "finished"
    case.refresh_from_db()
    assert case.reporting == "arranged"


def test_a_unit_may_be_given_up_without_a_second_choice(people: People):
    case = reported(people)
    made = arranged(people, case)
    participation.decline(case_id=case.pk, reason="同日有防汛任务", by=people.tianbao)
    part = made.units.get(township__name="天宝镇")
    participation.report_done(case_id=case.pk, result="已取证。", by=people.shiting)
    assert case.arrangements.get().state == "running"
    participation.ask_second(case_id=case.pk, part=part, unit=None, by=people.chief_west)
    assert case.arrangements.get().state == "finished"


def test_who_was_not_asked_does_not_answer(people: People):
    case = reported(people)
    arranged(people, case)
    with pytest.raises(PermissionDenied, match="被安排参加的单位"):
        participation.accept(case_id=case.pk, note="", by=people.punan)


def test_the_unit_that_has_the_case_does_not_decline_it_but_may_dispute_it(people: People):
    case = reported(people)
    arranged(people, case)
    with pytest.raises(RuleViolation, match="请提出管辖争议"):
        participation.decline(case_id=case.pk, reason="忙", by=people.shiting)


def test_declining_needs_a_reason_and_an_answer_is_given_once(people: People):
    case = reported(people)
    arranged(people, case)
    with pytest.raises(RuleViolation, match="请写明不能参加的理由"):
        participation.decline(case_id=case.pk, reason=" ", by=people.tianbao)
    participation.accept(case_id=case.pk, note="", by=people.tianbao)
    with pytest.raises(RuleViolation, match="现为“已接受”"):
        participation.accept(case_id=case.pk, note="", by=people.tianbao)


def test_a_unit_within_its_term_is_not_replaced(people: People):
    case = reported(people)
    part = arranged(people, case).units.get(township__name="天宝镇")
    with pytest.raises(RuleViolation, match="答复期限内不能改派"):
        participation.ask_second(
            case_id=case.pk, part=part, unit=stories.town("浦南镇"), by=people.chief_west
        )


def test_a_town_does_not_choose_who_stands_in_for_it(people: People):
    case = reported(people)
    part = arranged(people, case).units.get(township__name="天宝镇")
    participation.decline(case_id=case.pk, reason="同日有防汛任务", by=people.tianbao)
    with pytest.raises(PermissionDenied):
        participation.ask_second(
            case_id=case.pk, part=part, unit=stories.town("浦南镇"), by=people.tianbao_deputy
        )


def test_silence_goes_to_the_leader_first_and_to_the_chief_a_day_later_each_once(people: People):
    case = reported(people)
    part = arranged(people, case).units.get(township__name="天宝镇")
    assert part.answer_due_on
    assert participation_reminders.unanswered(part.answer_due_on) == []
    day = part.answer_due_on + timedelta(days=1)
    for _ in range(2):
        for pk in participation_reminders.unanswered(day):
            participation_reminders.press(part_id=pk, today=day)
    assert sum("尚未答复" in text for text in told(people.tianbao_deputy)) == 1
    assert not any("逾期未答复" in text for text in told(people.chief_west))
    next_day = day + timedelta(days=1)
    for _ in range(2):
        for pk in participation_reminders.unanswered(next_day):
            participation_reminders.press(part_id=pk, today=next_day)
    assert sum("逾期未答复" in text for text in told(people.chief_west)) == 1


def test_work_past_its_day_is_told_to_the_units_and_once_to_the_chief(people: People):
    case = reported(people)
    today = timezone.localdate()
    made = arranged(people, case, finish_by=today)
    remind = participation_reminders.remind_unfinished
    assert remind(arrangement_id=made.pk, today=today) > 0
    assert not any("已逾期" in text for text in told(people.chief_west))
    late = today + timedelta(days=1)
    assert participation_reminders.unfinished(late) == [made.pk]
    assert remind(arrangement_id=made.pk, today=late) > 0
    assert remind(arrangement_id=made.pk, today=late) == 0
    assert any("安排的工作已逾期" in text for text in told(people.chief_west))


def test_a_case_that_ends_ends_what_was_arranged_for_it(people: People):
    case = stories.registered(people.shiting, "石亭街道", "天宝镇")
    _ = people.chief_west
    made = arranged(people, stories.routed(case))
    filing.decline_filing(case_id=case.pk, reason="已自行改正", by=people.shiting)
    made.refresh_from_db()
    assert made.state == "finished"
    assert states(case) == {"石亭街道": "done", "天宝镇": "released"}


def simple(case: Case, *towns: str, by: User) -> Arrangement:
    asks = {stories.town(name): ("people",) for name in towns}
    orders = Orders("joint", stories.town("石亭街道"), "周六上午联合巡查。", asks)
    return arrangement.order_simple(case_id=case.pk, orders=orders, by=by)


def test_simple_joint_work_is_ordered_by_the_deputy_alone_and_the_chief_is_informed(people: People):
    _ = people.chief_west
    case = stories.registered(people.shiting, "石亭街道")
    made = simple(case, "天宝镇", by=people.shiting_deputy)
    assert made.is_simple
    case.refresh_from_db()
    assert case.reporting == ""
    assert any("组织简单联合执法，请知悉" in text for text in told(people.chief_west))
    assert visible_cases(user=people.chief_west).filter(pk=case.pk).exists()


def test_a_case_that_must_be_reported_is_no_simple_work(people: People):
    case = stories.registered(people.shiting, "石亭街道", "天宝镇")
    with pytest.raises(RuleViolation, match="须上报片长安排"):
        simple(case, "天宝镇", by=people.shiting_deputy)


def test_simple_work_stays_inside_the_zone(people: People):
    case = stories.registered(people.shiting, "石亭街道")
    with pytest.raises(RuleViolation, match="限于本片区"):
        simple(case, "芝山街道", by=people.shiting_deputy)


def test_only_the_deputy_of_the_town_orders_simple_work(people: People):
    case = stories.registered(people.shiting, "石亭街道")
    for other in (people.shiting, people.tianbao_deputy):
        with pytest.raises(PermissionDenied):
            simple(case, "天宝镇", by=other)


def test_a_liaison_answers_for_the_bureau(people: People):
    case = reported(people)
    liaison = person("农业联络人", Role.LIAISON, "区农业农村局")
    arranged(people, case, asks={agency("区农业农村局"): ("opinion",)})
    participation.accept(case_id=case.pk, note="三日内出具意见", by=liaison)
    assert states(case)["区农业农村局"] == "accepted"
