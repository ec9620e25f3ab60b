"""查封、扣押 in a case: approval, urgency, term, extension, testing, end."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Measure
from cases.rules.guards import blockers
from cases.rules.measures import Ground, Object, Power
from cases.selectors.facts import facts_of
from cases.services import approvals, held_reminders, measures, preservation
from cases.services.exhibits import Thing
from core import audit
from core.errors import RuleViolation
from core.models import Notice
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
LAW = "《城镇燃气管理条例》第四十五条"
DECISION = "闽政〔2022〕×号关于石亭街道行使相对集中行政处罚权的决定"


def seizing(**changes) -> measures.Seizing:
    values = {
        "kind": "seize",
        "reason": "防止危险扩大",
        "ground": Ground(Power.CONCENTRATED, DECISION, LAW),
        "object": Object(True, True, True),
        "things": [Thing("液化气瓶")],
        "place": "石亭街道扣押物品库",
        "keeper": "石亭甲",
    }
    return measures.Seizing(**{**values, **changes})


def asked(people: People, case: Case | None = None, **changes) -> Case:
    case = case or stories.filed(people)
    return measures.measure(case_id=case.pk, seizing=seizing(**changes), by=people.shiting)


def seized(people: People) -> tuple[Case, Measure]:
    case = stories.approved(asked(people), people.shiting_deputy)
    return case, case.measures.get()


def urgent(people: People) -> tuple[Case, Measure]:
    case = asked(people, emergency=True, carried_out_at=timezone.now() - timedelta(hours=1))
    return case, case.measures.get()


def send_back(case: Case, people: People) -> None:
    row = case.approvals.get(status="open")
    approvals.answer(approval_id=row.pk, approved=False, opinion="不当", by=people.shiting_deputy)


def test_a_town_does_not_seize_on_the_strength_of_the_law_alone(people):
    with pytest.raises(RuleViolation, match="没有把查封、扣押权直接授予乡镇"):
        asked(people, ground=Ground(Power.LAW, "", LAW))
    assert not Measure.objects.exists()


def test_with_the_approval_thirty_days_begin_and_both_papers_are_made(people):
    case = asked(people)
    assert case.measures.get().carried_out_at is None
    stories.approved(case, people.shiting_deputy)
    row = case.measures.get()
    today = timezone.localdate()
    assert row.due_on == today + timedelta(days=30)
    assert case.terms.get(term="SEIZURE").due_on == row.due_on
    assert case.exhibits.get().state == "seized"
    body = case.papers.get(kind="measure_decision").body
    assert "经本机关负责人批准" in body
    assert "当场实施" not in body
    assert case.papers.filter(kind="measure_approval").exists()


def test_taken_at_once_it_runs_at_once_and_the_paper_does_not_claim_an_approval(people):
    case, row = urgent(people)
    assert row.approval_due_at == row.carried_out_at + timedelta(hours=24)
    assert row.due_on == timezone.localdate(row.carried_out_at) + timedelta(days=30)
    assert case.exhibits.get().state == "seized"
    body = case.papers.get(kind="measure_decision").body
    assert "当场实施" in body
    assert "经本机关负责人批准" not in body


def test_the_head_is_reminded_and_told_when_the_day_is_over(people):
    _, row = urgent(people)
    soon = row.approval_due_at - timedelta(hours=5)
    assert held_reminders.remind_urgent_measures(soon - timedelta(hours=2)) == 0
    assert held_reminders.remind_urgent_measures(soon) == 3
    assert held_reminders.remind_urgent_measures(row.approval_due_at + timedelta(minutes=1)) == 3
    told = Notice.objects.filter(key__endswith="approval:late", recipient=people.shiting_deputy)
    assert "已超过" in told.get().text


def test_not_upheld_by_the_head_it_is_lifted_at_once(people):
    case, row = urgent(people)
    send_back(case, people)
    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.outcome, row.outcome_on) == ("lifted", timezone.localdate())
    assert case.exhibits.get().state == "to_return"
    assert not case.terms.filter(term="SEIZURE", closed_on=None).exists()
    assert case.papers.filter(kind="measure_lifting").exists()
    assert audit.verify_trail(case, expected_length=case.version) == []


def test_not_approved_nothing_was_taken(people):
    case = asked(people)
    send_back(case, people)
    assert case.measures.get().carried_out_at is None
    assert not case.exhibits.exists()


def extend(case: Case, people: People, days: int = 30) -> Case:
    row = case.measures.get()
    return measures.extend(
        case_id=case.pk, measure=row, days=days, reason="情况复杂", by=people.shiting
    )


def test_an_extension_is_approved_before_it_counts_and_only_once(people):
    case, row = seized(people)
    extend(case, people)
    with pytest.raises(RuleViolation, match="已在等待负责人答复"):
        extend(case, people)
    row.refresh_from_db()
    assert row.extended_to is None
    stories.approved(case, people.shiting_deputy)
    row.refresh_from_db()
    assert row.extended_to == row.due_on + timedelta(days=30)
    assert case.terms.get(term="SEIZURE").due_on == row.extended_to
    assert case.papers.filter(kind="measure_extension").exists()
    with pytest.raises(RuleViolation, match="不能再次延长"):
        extend(case, people)


def test_the_days_of_testing_do_not_count(people):
    case, row = seized(people)
    today = timezone.localdate()
    measures.set_testing(
        measure_id=row.pk,
        starts_on=today + timedelta(days=1),
        ends_on=today + timedelta(days=10),
        told_on=today,
        by=people.shiting,
    )
    row.refresh_from_db()
    assert row.due_on == today + timedelta(days=40)
    assert case.terms.get(term="SEIZURE", closed_on=None).due_on == row.due_on


def test_testing_is_told_in_writing_first(people):
    _, row = seized(people)
    today = timezone.localdate()
    with pytest.raises(RuleViolation) as refused:
        measures.set_testing(
            measure_id=row.pk,
            starts_on=today,
            ends_on=today,
            told_on=today + timedelta(days=1),
            by=people.shiting,
        )
    assert refused.value.field == "told_on"


def test_lifted_the_goods_wait_for_their_owner_and_the_term_ends(people):
    case, row = seized(people)
    codes = {b.code for b in blockers("propose_closing", facts_of(case), timezone.localdate())}
    assert "measure_open" in codes
    measures.lift(case_id=case.pk, measure=row, outcome="lifted", note="", by=people.shiting)
    case.refresh_from_db()
    assert case.exhibits.get().state == "to_return"
    assert case.next_due_term == "DECISION"
    assert case.papers.filter(kind="measure_lifting").exists()
    codes = {b.code for b in blockers("propose_closing", facts_of(case), timezone.localdate())}
    assert "exhibits_open" in codes
    assert audit.verify_trail(case, expected_length=case.version) == []


def test_goods_are_not_confiscated_without_a_decision(people):
    case, row = seized(people)
    with pytest.raises(RuleViolation, match="没收须由处罚决定作出"):
        measures.lift(
            case_id=case.pk, measure=row, outcome="confiscated", note="", by=people.shiting
        )


def test_a_preservation_becomes_a_seizure(people):
    case = stories.filed(people)
    keeping = preservation.Keeping("可能转移", "证据室", "石亭甲", [Thing("灶具")])
    preservation.preserve(case_id=case.pk, keeping=keeping, by=people.shiting)
    stories.approved(case, people.shiting_deputy)
    stories.approved(asked(people, case), people.shiting_deputy)
    preservation.settle(
        case_id=case.pk,
        preservation=case.preservations.get(),
        outcome="seized",
        note="",
        by=people.shiting,
    )
    thing = case.exhibits.get(name="灶具")
    assert (thing.state, thing.measure) == ("seized", case.measures.get())


def test_past_its_end_the_case_says_who_must_lift_it(client, people):
    case, row = seized(people)
    with time_machine.travel(f"{row.due_on + timedelta(days=1)}T02:00:00Z"):
        client.force_login(people.shiting)
        body = client.get(f"{case.get_absolute_url()}?tab=evidence").content.decode()
    assert "期限届满应当及时解除" in body


def test_the_pages_from_the_form_to_the_end(client, people):
    case = stories.filed(people)
    client.force_login(people.shiting)
    page = reverse("case_action", args=[case.pk, "measure"])
    data = {
        "version": case.version,
        "kind": "seize",
        "power": "delegated",
        "power_document": DECISION,
        "legal_basis": LAW,
        "reason": "防止危险扩大",
        "things_0_name": "液化气瓶",
        "place": "扣押物品库",
        "keeper": "石亭甲",
        "belongs_to_offence": "on",
        "no_daily_necessities": "on",
        "not_seized_by_others": "on",
    }
    assert "行政强制措施权不得委托" in client.post(page, data).content.decode()
    assert client.post(page, {**data, "power": "concentrated"}).status_code == 302
    client.force_login(people.shiting_deputy)
    question = case.approvals.get(status="open")
    body = client.get(reverse("approval", args=[question.pk])).content.decode()
    assert "依法行使相对集中行政处罚权" in body
    assert "液化气瓶 1 件" in body
    stories.approved(case, people.shiting_deputy)
    client.force_login(people.shiting)
    row = case.measures.get()
    tab = client.get(f"{case.get_absolute_url()}?tab=evidence").content.decode()
    assert "登记检测鉴定期间" in tab
    assert client.get(reverse("measure_testing", args=[row.pk])).status_code == 200
    assert client.get(reverse("case_action", args=[case.pk, "extend_measure"])).status_code == 200
    lift = reverse("case_action", args=[case.pk, "lift_measure"])
    case.refresh_from_db()
    data = {"version": case.version, "measure": row.pk, "outcome": "lifted", "note": ""}
    assert client.post(lift, data).status_code == 302
