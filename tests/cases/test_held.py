"""先行登记保存 and the things held: seven working days, a decision, a chain that never breaks."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Exhibit, Preservation
from cases.rules.guards import blockers
from cases.selectors.facts import facts_of
from cases.services import _jurisdiction, exhibits, held_reminders, investigation, preservation
from cases.services.exhibits import Handover, Thing
from core import audit, calendars
from core.errors import RuleViolation
from core.models import Notice
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
CYLINDERS = Thing("液化气瓶", Decimal(3), "只", "15 kg，红色")
SIGNED = "text:陈建国"


def keeping(*things: Thing) -> preservation.Keeping:
    return preservation.Keeping("可能转移", "石亭街道证据室", "石亭甲", things or (CYLINDERS,))


def asked(people: People, case: Case | None = None, *things: Thing) -> Case:
    case = case or stories.filed(people)
    return preservation.preserve(case_id=case.pk, keeping=keeping(*things), by=people.shiting)


def preserved(people: People) -> tuple[Case, Preservation]:
    case = stories.approved(asked(people), people.shiting_deputy)
    return case, case.preservations.get()


def settle(case: Case, people: People, outcome: str = "returned", note: str = "") -> None:
    row = case.preservations.get()
    preservation.settle(
        case_id=case.pk, preservation=row, outcome=outcome, note=note, by=people.shiting
    )


def test_nothing_is_preserved_before_the_head_approves(people):
    case = asked(people)
    row = case.preservations.get()
    assert (row.preserved_on, row.due_on) == (None, None)
    assert not case.exhibits.exists()
    assert not case.terms.filter(term="EVIDENCE_PRESERVE").exists()


def test_with_the_approval_seven_working_days_begin_and_both_papers_are_made(people):
    case, row = preserved(people)
    today = timezone.localdate()
    assert row.preserved_on == today
    assert row.due_on == calendars.work_calendar().add_workdays(today, 7)
    term = case.terms.get(term="EVIDENCE_PRESERVE")
    assert (term.starts_on, term.due_on) == (today, row.due_on)
    assert set(case.papers.values_list("kind", flat=True)) >= {
        "preservation_approval",
        "preservation_notice",
    }
    assert "液化气瓶" in case.papers.get(kind="preservation_notice").body
    thing = case.exhibits.get()
    link = thing.custody.get()
    assert (link.from_whom, link.to_whom) == (case.party_name, "石亭甲")


def test_sent_back_nothing_is_held(people):
    from cases.services import approvals

    case = asked(people)
    row = case.approvals.get(status="open")
    approvals.answer(approval_id=row.pk, approved=False, opinion="不必", by=people.shiting_deputy)
    assert not case.exhibits.exists()
    assert case.preservations.get().preserved_on is None


def test_without_a_decision_the_case_can_not_be_decided(people):
    case, _ = preserved(people)
    codes = {b.code for b in blockers("decide", facts_of(case), timezone.localdate())}
    assert "preservation_open" in codes
    settle(case, people)
    case.refresh_from_db()
    codes = {b.code for b in blockers("decide", facts_of(case), timezone.localdate())}
    assert "preservation_open" not in codes


def test_the_decision_ends_the_term_and_the_things_wait_for_their_owner(people):
    case, row = preserved(people)
    settle(case, people)
    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.outcome, row.outcome_on) == ("returned", timezone.localdate())
    assert case.terms.get(term="EVIDENCE_PRESERVE").closed_on == timezone.localdate()
    assert case.next_due_term == "DECISION"
    assert case.exhibits.get().state == "to_return"
    assert case.papers.filter(kind="preservation_outcome").exists()
    assert audit.verify_trail(case, expected_length=case.version) == []


def test_of_two_preservations_the_earlier_one_is_the_term_of_the_case(people):
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        case, first = preserved(people)
    stories.approved(asked(people, case, Thing("灶具")), people.shiting_deputy)
    second = case.preservations.exclude(pk=first.pk).get()
    running = case.terms.filter(term="EVIDENCE_PRESERVE", closed_on=None)
    assert running.get().due_on == first.due_on
    preservation.settle(
        case_id=case.pk, preservation=first, outcome="lifted", note="", by=people.shiting
    )
    assert running.get().due_on == second.due_on
    case.refresh_from_db()
    assert case.next_due_on == second.due_on


@pytest.mark.parametrize(
    ("outcome", "note", "code"),
    [
        ("confiscated", "", "not_by_preservation"),
        ("seized", "", "no_measure"),
        ("tested", "", "no_note"),
        ("transferred", "", "no_note"),
    ],
)
def test_decisions_that_are_no_decisions(people, outcome, note, code):
    case, _ = preserved(people)
    with pytest.raises(RuleViolation) as refused:
        settle(case, people, outcome, note)
    assert refused.value.code == code


def test_past_its_last_day_it_counts_as_lifted_and_the_head_is_told(client, people):
    case, row = preserved(people)
    late = row.due_on + timedelta(days=1)
    with time_machine.travel(f"{late}T02:00:00Z"):
        assert held_reminders.remind_preservations(late) == 3
        told = Notice.objects.filter(key__endswith=":late")
        assert people.shiting_deputy.pk in told.values_list("recipient", flat=True)
        assert held_reminders.remind_preservations(late) == 0
        client.force_login(people.shiting)
        body = client.get(f"{case.get_absolute_url()}?tab=evidence").content.decode()
        assert "视为解除" in body
        assert "副片长督促" in body
        with pytest.raises(RuleViolation, match="保存措施视为解除"):
            settle(case, people, "tested", "市质检所")
        settle(case, people, "lifted")


def test_reminders_at_two_one_and_no_working_days(people):
    _, row = preserved(people)
    calendar = calendars.work_calendar()
    sent = [
        held_reminders.remind_preservations(day)
        for day in (calendar.add_workdays(row.preserved_on, number) for number in (4, 5, 6, 7))
    ]
    assert sent == [0, 2, 2, 2]


def test_a_thing_is_not_given_back_before_the_decision_nor_without_a_signature(people):
    case, _ = preserved(people)
    thing = case.exhibits.get()
    back = {"exhibit_id": thing.pk, "outcome": "returned", "document": "退还清单 1 号"}
    home = Handover("陈建国", "当事人处", SIGNED)
    with pytest.raises(RuleViolation, match="还没有作出处理决定"):
        exhibits.dispose(**back, handover=home, by=people.shiting)
    settle(case, people)
    with pytest.raises(RuleViolation, match="须由接收人签名"):
        exhibits.dispose(**back, handover=Handover("陈建国", "当事人处"), by=people.shiting)
    exhibits.dispose(**back, handover=home, by=people.shiting)
    thing.refresh_from_db()
    assert (thing.state, thing.disposed_on) == ("returned", timezone.localdate())
    with pytest.raises(RuleViolation, match="已经处置"):
        exhibits.dispose(**back, handover=home, by=people.shiting)


def test_the_chain_of_custody_never_breaks(people):
    case, _ = preserved(people)
    thing = case.exhibits.get()
    to_lab = Handover("王工", "市质检所", SIGNED)
    back = Handover("石亭乙", "石亭街道证据室", SIGNED)
    exhibits.send_for_test(
        exhibit_id=thing.pk, agency="市质检所", handover=to_lab, by=people.shiting
    )
    exhibits.enter_result(exhibit_id=thing.pk, result="不合格", handover=back, by=people.shiting)
    settle(case, people, "lifted")
    exhibits.dispose(
        exhibit_id=thing.pk,
        outcome="returned",
        document="退还清单 1 号",
        handover=Handover("陈建国", "当事人处", SIGNED),
        by=people.shiting_second,
    )
    chain = [(link.from_whom, link.to_whom) for link in thing.custody.all()]
    assert chain == [
        (case.party_name, "石亭甲"),
        ("石亭甲", "王工"),
        ("市质检所", "石亭乙"),
        ("石亭乙", "石亭乙"),
        ("石亭乙", "陈建国"),
    ]


def test_confiscation_rests_on_a_decision(people):
    with pytest.raises(RuleViolation, match="没收须由处罚决定作出"):
        exhibits.dispose(
            exhibit_id=sampled(people).pk,
            outcome="confiscated",
            document="决定书",
            handover=Handover("财政局", "罚没物品库", SIGNED),
            by=people.shiting,
        )


def sampled(people: People) -> Exhibit:
    case = stories.filed(people)
    record = investigation.Record(
        kind="sampling",
        held_at=timezone.now(),
        place=case.place,
        subject=case.party_name,
        content="抽取样品两份",
        certificates_shown=True,
        officers=[handler.officer for handler in case.handlers.all()],
    )
    made = investigation.add_record(case_id=case.pk, record=record, by=people.shiting)
    [row] = exhibits.from_record(
        record_id=made.pk,
        things=[Thing("食用油", Decimal("0.5"), "升")],
        place="证据室",
        keeper="石亭甲",
        by=people.shiting,
    )
    return row


def test_a_record_of_sampling_makes_exhibits(people):
    row = sampled(people)
    assert (row.state, str(row), row.record.kind) == ("sampled", "食用油 0.5 升", "sampling")
    assert audit.trail_of(row.case).last().verb == "take_samples"


def test_only_the_unit_handles_its_things(people):
    case, _ = preserved(people)
    with pytest.raises(PermissionDenied):
        exhibits.hand_over(
            exhibit_id=case.exhibits.get().pk,
            handover=Handover("某人", "某处", SIGNED),
            why="换人",
            by=people.tianbao,
        )


def test_the_pages_from_the_form_to_the_receipt(client, people):
    case = stories.filed(people)
    client.force_login(people.shiting)
    page = reverse("case_action", args=[case.pk, "preserve"])
    assert "物品名称" in client.get(page).content.decode()
    data = {
        "version": case.version,
        "reason": "可能转移",
        "place": "证据室",
        "keeper": "石亭甲",
        "things_0_name": "液化气瓶",
        "things_0_quantity": "三",
    }
    assert "数量不是数字" in client.post(page, data).content.decode()
    assert client.post(page, {**data, "things_0_quantity": "3"}).status_code == 302
    stories.approved(case, people.shiting_deputy)
    body = client.get(f"{case.get_absolute_url()}?tab=evidence").content.decode()
    assert "液化气瓶 3 件" in body
    thing = case.exhibits.get()
    assert "石亭甲" in client.get(thing.get_absolute_url()).content.decode()
    move = reverse("exhibit_act", args=[thing.pk, "move"])
    form = {"why": "换保管人", "to_whom": "石亭乙", "place": "二号柜", "signature_typed": "石亭乙"}
    assert "请手写签名" in client.post(move, {**form, "signature_typed": ""}).content.decode()
    assert client.post(move, form).status_code == 302
    thing.refresh_from_db()
    assert (thing.keeper, thing.kept_at) == ("石亭乙", "二号柜")
    assert client.get(reverse("exhibit_act", args=[thing.pk, "dispose"])).status_code == 404


def test_the_list_of_things_with_its_filters_and_its_workbook(
    client, people, django_assert_max_num_queries
):
    case, _ = preserved(people)
    client.force_login(people.shiting)
    page = reverse("exhibits")
    client.get(page)
    with django_assert_max_num_queries(12):
        assert "液化气瓶" in client.get(page).content.decode()
    assert "没有符合条件" in client.get(f"{page}?due=late").content.decode()
    assert client.get(f"{reverse('exhibits_export')}?state=all").status_code == 200
    client.force_login(people.xiangkou)
    assert "液化气瓶" not in client.get(page).content.decode()
    _jurisdiction.show_to(case, people.xiangkou.officer.home, "参与办理")
    client.force_login(people.xiangkou)
    assert client.get(case.get_absolute_url()).status_code == 200
    assert "液化气瓶" not in client.get(page).content.decode(), "of another unit"
    client.force_login(people.zhishan)
    assert client.get(case.exhibits.get().get_absolute_url()).status_code == 404
