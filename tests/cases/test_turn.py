"""Whose turn it is on the page: what stands in the way, and who clears it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cases import selectors
from cases.models import Approval, Case, Hearing, Payment, Preservation, Remedy
from cases.selectors.turn import Turn, turn_of
from core.models import User
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db


def now_of(case: Case, reader: User, today: date | None = None) -> Turn:
    fresh = selectors.get_visible_case(user=reader, pk=case.pk)
    handlers = [row for row in fresh.handlers.all() if row.removed_at is None]
    found = turn_of(fresh, handlers, fresh.escalations.all(), today or timezone.localdate())
    assert found is not None
    return found


def ask(case: Case, kind: str, by: User) -> Approval:
    return Approval.objects.create(case=case, kind=kind, reason="申请", requested_by=by)


def test_a_filed_case_without_records_is_investigated_by_its_handlers(people: People):
    turn = now_of(stories.filed(people), people.shiting)
    assert (turn.main, turn.step, turn.lacks) == ("record", "登记调查记录", [])
    assert str(people.shiting.officer) in turn.who


def test_an_unanswered_request_is_the_turn_of_the_head(people: People):
    case = stories.filed(people)
    stories.investigated(people, case)
    case.state = "filed"
    case.save()
    ask(case, "extension", people.shiting)
    turn = now_of(case, people.shiting)
    assert (turn.main, turn.step, turn.who) == ("", "负责人审批", "负责人")


def test_before_the_window_is_over_it_is_the_turn_of_the_party(people: People):
    case = stories.notified(people, stories.filed(people), heard=False)
    turn = now_of(case, people.shiting)
    assert (turn.main, turn.step) == ("hear_statement", "陈述、申辩")
    assert (turn.who, turn.unit) == ("当事人", case.party_name)
    later = now_of(case, people.shiting, timezone.localdate() + timedelta(days=30))
    assert later.main == "decide"


def told_of_a_large_fine(people: People) -> Case:
    """As if the chief, who must be told, had arranged."""
    case = stories.notified(people, stories.filed(people), heard=False, amount=Decimal(100000))
    case.reporting = "arranged"
    case.save()
    return case


def test_a_large_fine_leaves_the_party_both_answers(people: People):
    case = told_of_a_large_fine(people)
    assert now_of(case, people.shiting).step == "陈述、申辩，决定是否要求听证"


def test_a_requested_hearing_must_be_announced(people: People):
    case = stories.notified(people, stories.filed(people))
    Hearing.objects.create(case=case, requested_on=timezone.localdate())
    turn = now_of(case, people.shiting)
    assert (turn.main, turn.step) == ("notice_hearing", "通知听证")


def test_a_discussion_waits_for_the_party_and_then_is_the_heads(people: People):
    case = told_of_a_large_fine(people)
    case.needs_review = False
    case.save()
    assert now_of(case, people.shiting).who == "当事人"
    later = now_of(case, people.shiting, timezone.localdate() + timedelta(days=30))
    assert (later.action, later.who) == ("discuss", "负责人")


def test_what_is_preserved_is_settled_before_the_decision(people: People):
    case = stories.notified(people, stories.filed(people))
    today = timezone.localdate()
    row = Preservation.objects.create(
        case=case,
        approval=ask(case, "preservation", people.shiting),
        reason="证据可能灭失",
        preserved_on=today,
        due_on=today + timedelta(days=9),
    )
    Approval.objects.update(status="approved", decided_by=people.shiting, decided_at=timezone.now())
    turn = now_of(case, people.shiting)
    assert (turn.main, turn.step) == ("settle_preservation", "处理保存物品")
    assert not any("保存" in line for line in turn.beside)
    row.outcome, row.outcome_on = "returned", today
    row.save()
    assert now_of(case, people.shiting).main == "decide"


def test_while_things_are_preserved_the_investigation_goes_on_and_says_so(people: People):
    case = stories.filed(people)
    today = timezone.localdate()
    Preservation.objects.create(
        case=case,
        approval=ask(case, "preservation", people.shiting),
        reason="证据可能灭失",
        preserved_on=today,
        due_on=today,
    )
    turn = now_of(case, people.shiting)
    assert turn.main == "record"
    assert [line for line in turn.beside if "先行登记保存的物品待处理" in line]


def test_a_suspended_case_is_resumed(people: People):
    case = stories.filed(people)
    case.suspended_on = timezone.localdate()
    case.save()
    turn = now_of(case, people.shiting)
    assert (turn.main, turn.lacks) == ("resume", [])
    assert "起中止" in turn.beside[0]


def served(people: People) -> Case:
    case = stories.notified(people, stories.filed(people))
    case.state, case.decided_on, case.served_on = "served", timezone.localdate(), None
    case.save()
    return case


def test_after_service_the_party_pays(people: People):
    case = served(people)
    turn = now_of(case, people.shiting)
    assert (turn.main, turn.step, turn.who) == ("pay", "缴纳罚款", "当事人")


def test_a_pending_remedy_holds_up_the_closing(people: People):
    case = served(people)
    Remedy.objects.create(
        case=case,
        kind="reconsideration",
        organ="芗城区人民政府",
        filed_on=timezone.localdate(),
        recorded_by=people.shiting,
    )
    assert now_of(case, people.shiting).beside == ["行政复议尚未办结"]
    Payment.objects.create(
        case=case,
        amount=case.draft.amount,
        paid_on=timezone.localdate(),
        channel="bank",
        receipt="闽缴 001",
        recorded_by=people.shiting,
    )
    turn = now_of(case, people.shiting)
    assert (turn.main, turn.step) == ("remedy_result", "等待复议、诉讼结果")


def test_many_actions_are_gathered_in_menus_few_stand_in_a_row(client, people: People):
    case = stories.notified(people, stories.filed(people), heard=False)
    client.force_login(people.shiting)
    html = client.get(case.get_absolute_url()).content.decode()
    assert 'class="menu menu--light now__menu"' in html
    assert len(re.findall(r'class="btn btn-primary"\s+href', html)) == 1
    client.force_login(people.shiting_deputy)
    assert "now__menu" not in client.get(case.get_absolute_url()).content.decode()
