"""A dispute over jurisdiction: both views, the record, agreement, or the government's document."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.models import Case, Dispute
from cases.selectors import facts_of, visible_cases
from cases.selectors.facts import report_reasons
from cases.services import arrangement, designation, dispute, filing, participation_reminders
from core import calendars
from core.errors import RuleViolation
from core.models import Notice
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
DOCUMENT = "漳芗政〔2026〕8号"


def disputed(people: People) -> Case:
    """Filed in 石亭街道, touching 天宝镇, arranged; 天宝镇 says it is competent."""
    _ = (people.tianbao_deputy, people.government)
    case = stories.arranged(people)
    dispute.raise_dispute(
        case_id=case.pk, kind="competence", text="主要违法行为在我镇。", by=people.tianbao
    )
    case.refresh_from_db()
    return case


def both_heard(people: People) -> Case:
    case = disputed(people)
    dispute.state_view(case_id=case.pk, text="我街道立案在先。", by=people.shiting)
    return case


def referred(people: People) -> Case:
    case = both_heard(people)
    dispute.refer(
        case_id=case.pk,
        record="11月2日协商，未一致。",
        reason="双方各执一词。",
        by=people.chief_west,
    )
    case.refresh_from_db()
    return case


def order(unit: str = "天宝镇", **changes) -> designation.Order:
    values = {
        "unit": stories.town(unit),
        "document": DOCUMENT,
        "issued_on": timezone.localdate(),
        "reason": "主要违法行为发生在天宝镇。",
    }
    return designation.Order(**{**values, **changes})


def test_a_dispute_goes_up_with_the_view_and_runs_seven_working_days(people: People):
    case = disputed(people)
    row = case.disputes.get()
    seven = calendars.work_calendar().add_workdays(timezone.localdate(), 7)
    assert row.negotiate_by == seven
    assert [str(view.unit) for view in row.views.all()] == ["天宝镇"]
    texts = Notice.objects.filter(recipient=people.chief_west).values_list("text", flat=True)
    assert any("有异议" in text for text in texts)
    assert "JURIS_DISPUTE" in [reason.code for reason in report_reasons(case)]


def test_a_dispute_in_a_case_nobody_reported_reports_it(people: People):
    case = stories.filed(people)
    orders = stories.orders("石亭街道", "天宝镇")
    arrangement.order_simple(case_id=case.pk, orders=orders, by=people.shiting_deputy)
    dispute.raise_dispute(
        case_id=case.pk, kind="competence", text="应由我镇办。", by=people.tianbao
    )
    case.refresh_from_db()
    assert case.reporting == "pending"
    assert case.escalations.get().reasons[0]["code"] == "JURIS_DISPUTE"


def test_while_it_is_open_the_party_is_not_told_anything(people: People):
    assert facts_of(disputed(people)).dispute == "协商中"
    case = disputed_about_lead(people)
    assert facts_of(case).dispute == ""


def disputed_about_lead(people: People) -> Case:
    case = stories.arranged(people, "天宝镇")
    dispute.raise_dispute(case_id=case.pk, kind="lead", text="应由我镇牵头。", by=people.tianbao)
    return case


def test_the_notice_waits_for_the_end_of_the_dispute(people: People):
    case = disputed(people)
    with pytest.raises(RuleViolation, match="管辖争议尚未解决"):
        stories.notified(people, case, heard=False)


def test_a_case_of_one_unit_has_nobody_to_dispute_with(people: People):
    case = stories.filed(people)
    with pytest.raises(RuleViolation, match="没有可以协商的对方"):
        dispute.raise_dispute(case_id=case.pk, kind="lead", text="应由部门办。", by=people.shiting)


def test_a_second_dispute_and_a_stranger_are_refused(people: People):
    case = disputed(people)
    with pytest.raises(RuleViolation, match="已有管辖争议"):
        dispute.raise_dispute(case_id=case.pk, kind="lead", text="另议", by=people.shiting)
    with pytest.raises(PermissionDenied):
        dispute.state_view(case_id=case.pk, text="无关", by=people.xiangkou)


def test_nothing_is_referred_or_agreed_on_one_view_or_without_a_record(people: People):
    case = disputed(people)
    with pytest.raises(RuleViolation, match="只有天宝镇的意见"):
        dispute.refer(case_id=case.pk, record="协商", reason="不成", by=people.chief_west)
    dispute.state_view(case_id=case.pk, text="我街道立案在先。", by=people.shiting)
    with pytest.raises(RuleViolation, match="协商记录"):
        dispute.refer(case_id=case.pk, record=" ", reason="不成", by=people.chief_west)
    with pytest.raises(RuleViolation, match="协商记录"):
        dispute.settle(
            case_id=case.pk, unit=stories.town("天宝镇"), record="", by=people.chief_west
        )


def test_an_agreement_is_recorded_and_does_not_move_jurisdiction(people: People):
    case = both_heard(people)
    row = dispute.settle(
        case_id=case.pk, unit=stories.town("天宝镇"), record="11月2日一致。", by=people.chief_west
    )
    assert (row.status, str(row.agreed)) == ("agreed", "天宝镇")
    case.refresh_from_db()
    assert case.authority_name == "石亭街道办事处"
    assert facts_of(case).dispute == ""


def test_who_neither_leads_nor_heads_settles_nothing(people: People):
    case = both_heard(people)
    with pytest.raises(PermissionDenied):
        dispute.refer(case_id=case.pk, record="协商", reason="不成", by=people.shiting)


def test_a_referral_makes_its_paper_and_lets_the_government_office_see_the_case(people: People):
    _ = people.government
    case = both_heard(people)
    assert not visible_cases(user=people.government).exists()
    dispute.refer(case_id=case.pk, record="未一致。", reason="各执一词。", by=people.chief_west)
    assert list(visible_cases(user=people.government)) == [case]
    paper = case.papers.get(kind="designation_request")
    assert paper.status == "issued"
    assert "我街道立案在先。" in paper.body
    assert "主要违法行为在我镇。" in paper.body


def test_only_the_document_of_the_government_moves_the_case_and_its_paper_is_there(people: People):
    case = referred(people)
    designation.designate(case_id=case.pk, order=order(), by=people.government)
    case.refresh_from_db()
    assert case.authority_name == "天宝镇人民政府"
    assert case.disputes.get().status == "designated"
    assert any(r["rule"] == "designated" for r in case.jurisdiction["reasons"])
    assert not case.handlers.filter(removed_at=None).exists()
    paper = case.papers.get(kind="designation_decision")
    assert (paper.number, paper.authority_name) == (DOCUMENT, "漳州市芗城区人民政府")
    assert "天宝镇人民政府" in paper.body


def test_the_chief_arranging_anew_afterwards_leaves_the_designation(people: People):
    case = referred(people)
    designation.designate(case_id=case.pk, order=order(), by=people.government)
    arrangement.arrange(
        case_id=case.pk, orders=stories.orders("石亭街道", "天宝镇"), by=people.chief_west
    )
    case.refresh_from_db()
    assert case.authority_name == "天宝镇人民政府"


@pytest.mark.parametrize("who", ["chief_west", "office", "shiting_deputy"])
def test_nobody_else_designates(people: People, who: str):
    case = referred(people)
    with pytest.raises(PermissionDenied, match="区政府办公室"):
        designation.designate(case_id=case.pk, order=order(), by=getattr(people, who))


def test_a_designation_does_not_replace_the_power_a_town_lacks(people: People):
    case = referred(people)
    with pytest.raises(RuleViolation, match="不能代替赋权"):
        designation.designate(case_id=case.pk, order=order("浦南镇"), by=people.government)
    case.refresh_from_db()
    assert case.authority_name == "石亭街道办事处"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"document": " "}, "document"),
        ({"issued_on": timezone.localdate() + timedelta(days=2)}, "issued_on"),
        ({"issued_on": timezone.localdate() - timedelta(days=9)}, "issued_on"),
    ],
)
def test_the_document_has_a_number_and_a_possible_day(people: People, changes, field):
    case = referred(people)
    with pytest.raises(RuleViolation) as refused:
        designation.designate(case_id=case.pk, order=order(**changes), by=people.government)
    assert refused.value.field == field


def test_nothing_is_designated_that_was_not_asked_for(people: People):
    case = both_heard(people)
    with pytest.raises(RuleViolation, match="没有报请"):
        designation.designate(case_id=case.pk, order=order(), by=people.government)


def test_negotiation_past_its_term_is_told_once(people: People):
    row = disputed(people).disputes.get()
    assert participation_reminders.disputed(row.negotiate_by) == []
    late = row.negotiate_by + timedelta(days=1)
    assert participation_reminders.disputed(late) == [row.pk]
    assert participation_reminders.remind_dispute(dispute_id=row.pk) > 0
    assert participation_reminders.remind_dispute(dispute_id=row.pk) == 0


def test_a_dispute_ends_with_its_case(people: People):
    case = stories.registered(people.shiting, "石亭街道", "天宝镇")
    _ = people.chief_west
    dispute.raise_dispute(case_id=case.pk, kind="lead", text="应由我镇牵头。", by=people.tianbao)
    filing.decline_filing(case_id=case.pk, reason="已自行改正", by=people.shiting)
    assert case.disputes.get().status == Dispute.Status.LAPSED
