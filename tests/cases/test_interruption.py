"""Resting, more time, giving up: asked by a handler, approved by the head (第六十条)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseTerm, Suspension
from cases.rules.deadlines import Term
from cases.rules.workflow import CaseState
from cases.selectors.due import due_of_term
from cases.services import (
    _terms,
    approvals,
    handling,
    interruption,
    recomputing,
    reminders,
)
from core import audit, calendars
from core.errors import RuleViolation
from core.models import Notice
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
REST = interruption.Rest("awaits_result", "另案民事判决尚未生效", "《福建省行政执法条例》（测试）")
BASIS = "《某某行政处罚程序规定》（测试）第六十四条"


def at(day: str) -> time_machine.travel:
    moment = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=CHINA)
    return time_machine.travel(moment, tick=False)


def decision_term(case: Case) -> CaseTerm:
    return case.terms.get(term=Term.DECISION)


def suspended(case: Case, people: People) -> Case:
    interruption.suspend(case_id=case.pk, rest=REST, by=people.shiting)
    return stories.approved(case, people.shiting_deputy)


@pytest.fixture
def case(people: People) -> Case:
    """Filed on 2026-03-02: ninety days end on 2026-05-31."""
    with at("2026-03-02"):
        return stories.filed(people)


def test_asking_alone_stops_nothing(case: Case, people: People):
    with at("2026-03-10"):
        interruption.suspend(case_id=case.pk, rest=REST, by=people.shiting)
    case.refresh_from_db()
    assert case.suspended_on is None
    assert not decision_term(case).is_resting
    asked = case.approvals.get(kind="suspension")
    assert asked.payload["ground"] == "须以相关案件的裁判或者处理结果为依据"
    assert asked.payload["basis"] == REST.basis


def test_approved_the_ninety_days_rest_and_are_given_back_in_full(case: Case, people: People):
    with at("2026-03-10"):
        suspended(case, people)
    term = decision_term(case)
    assert term.is_resting
    assert (case.suspended_on, case.next_due_on) == (date(2026, 3, 10), None)
    badge = due_of_term(term, date(2026, 3, 12), calendars.work_calendar())
    assert (badge.text, badge.level) == ("中止中", "none")
    with at("2026-03-25"):  # 03-10 至 03-24 十五日
        interruption.resume(case_id=case.pk, reason="判决已生效", by=people.shiting)
    case.refresh_from_db()
    term = decision_term(case)
    assert not term.is_resting
    assert term.due_on == date(2026, 5, 31) + timedelta(days=15)
    assert "期间中止 15 日，不计入，期满日顺延 15 日" in term.derivation
    assert (case.suspended_on, case.next_due_on) == (None, term.due_on)
    row = Suspension.objects.get(case=case)
    assert (row.starts_on, row.ends_on) == (date(2026, 3, 10), date(2026, 3, 24))
    assert audit.verify_trail(case, expected_length=case.version) == []
    assert list(audit.trail_of(case).values_list("verb", flat=True))[-3:] == [
        "suspend",
        "approve",
        "resume",
    ]
    told = Notice.objects.filter(recipient=people.shiting_second, text__contains="恢复办理")
    assert told.count() == 1


def test_resting_twice_gives_back_both(case: Case, people: People):
    for first, goes_on in (("2026-03-10", "2026-03-15"), ("2026-04-01", "2026-04-11")):
        with at(first):
            suspended(case, people)
        with at(goes_on):
            interruption.resume(case_id=case.pk, reason="已消除", by=people.shiting)
    assert decision_term(case).due_on == date(2026, 5, 31) + timedelta(days=5 + 10)


def test_going_on_the_same_day_gives_back_that_day(case: Case, people: People):
    with at("2026-03-10"):
        suspended(case, people)
        interruption.resume(case_id=case.pk, reason="已消除", by=people.shiting)
    assert decision_term(case).due_on == date(2026, 6, 1)


def test_the_partys_terms_run_on_while_the_case_rests(case: Case, people: People):
    with at("2026-03-04"):
        _terms.open_term(case, Term.STATEMENT, date(2026, 3, 4), binds=False)
        case.save()
    with at("2026-03-05"):
        suspended(case, people)
    statement = case.terms.get(term=Term.STATEMENT)
    assert not statement.is_resting
    assert statement.due_on == date(2026, 3, 11)


def test_while_it_rests_nothing_is_investigated_and_nobody_is_reminded(case: Case, people: People):
    with at("2026-03-10"):
        suspended(case, people)
        with pytest.raises(RuleViolation, match="须先恢复办理"):
            handling.conclude(case_id=case.pk, findings="测试", by=people.shiting)
        with pytest.raises(RuleViolation, match="须先恢复办理"):
            interruption.suspend(case_id=case.pk, rest=REST, by=people.shiting)
    pk = decision_term(case).pk
    assert pk not in reminders.running_terms_due_by(date(2026, 12, 31))
    with at("2026-03-20"):
        interruption.resume(case_id=case.pk, reason="已消除", by=people.shiting)
    assert pk in reminders.running_terms_due_by(date(2026, 12, 31))


def test_a_new_holiday_notice_leaves_a_resting_term_alone(case: Case, people: People):
    with at("2026-03-10"):
        suspended(case, people)
    before = decision_term(case).due_on
    assert recomputing.recompute_open_terms() == []
    assert decision_term(case).due_on == before


def test_what_does_not_rest_can_not_go_on(case: Case, people: People):
    with pytest.raises(RuleViolation, match="没有中止"):
        interruption.resume(case_id=case.pk, reason="测试", by=people.shiting)


def test_without_a_named_law_the_time_counts(case: Case, people: People):
    with pytest.raises(RuleViolation, match="法律、法规、规章") as refused:
        rest = interruption.Rest("other", "测试", "  ")
        interruption.suspend(case_id=case.pk, rest=rest, by=people.shiting)
    assert refused.value.field == "basis"


def test_only_a_handler_asks_and_only_the_head_of_the_organ_answers(case: Case, people: People):
    with pytest.raises(PermissionDenied):
        interruption.suspend(case_id=case.pk, rest=REST, by=people.tianbao)
    interruption.suspend(case_id=case.pk, rest=REST, by=people.shiting)
    row = case.approvals.get(status="open")
    with pytest.raises(PermissionDenied):
        approvals.answer(approval_id=row.pk, approved=True, opinion="", by=people.shiting)
    with pytest.raises(RuleViolation, match="已有一件中止调查审批"):
        interruption.suspend(case_id=case.pk, rest=REST, by=people.shiting)


def test_sent_back_nothing_changes(case: Case, people: People):
    interruption.suspend(case_id=case.pk, rest=REST, by=people.shiting)
    row = case.approvals.get(status="open")
    approvals.answer(
        approval_id=row.pk, approved=False, opinion="理由不足", by=people.shiting_deputy
    )
    case.refresh_from_db()
    assert case.suspended_on is None
    assert not Suspension.objects.exists()


# --- more time ----------------------------------------------------------------
def test_an_approved_extension_is_counted_on_and_names_its_basis(case: Case, people: People):
    with at("2026-05-20"):
        interruption.extend(
            case_id=case.pk, days=30, basis=BASIS, reason="案情复杂", by=people.shiting
        )
        assert decision_term(case).due_on == date(2026, 5, 31)
        stories.approved(case, people.shiting_deputy)
    term = decision_term(case)
    assert term.due_on == date(2026, 6, 30)  # 05-31 加 30
    assert (term.extended_days, term.extension_basis) == (30, BASIS)
    assert f"经批准延长 30 日（{BASIS}）" in term.derivation
    case.refresh_from_db()
    assert case.next_due_on == date(2026, 6, 30)


def test_extension_and_rest_add_up(case: Case, people: People):
    with at("2026-03-10"):
        suspended(case, people)
    with at("2026-03-20"):
        interruption.resume(case_id=case.pk, reason="已消除", by=people.shiting)
        interruption.extend(case_id=case.pk, days=30, basis=BASIS, reason="复杂", by=people.shiting)
        stories.approved(case, people.shiting_deputy)
    assert decision_term(case).due_on == date(2026, 5, 31) + timedelta(days=10 + 30)


def test_a_term_that_has_ended_is_not_extended(case: Case, people: People):
    with at("2026-06-01"), pytest.raises(RuleViolation, match="已于 2026-05-31 届满"):
        interruption.extend(case_id=case.pk, days=30, basis=BASIS, reason="晚", by=people.shiting)
    with at("2026-05-31"):
        interruption.extend(case_id=case.pk, days=30, basis=BASIS, reason="末日", by=people.shiting)
    with at("2026-06-01"), pytest.raises(RuleViolation, match="届满后不能再延长"):
        stories.approved(case, people.shiting_deputy)


@pytest.mark.parametrize(
    ("term", "days", "why"),
    [
        pytest.param(Term.SEIZURE, 31, "合计最多延长 30 日", id="查封最多延长三十日"),
        pytest.param(Term.PUBLICATION_OTHER, 1, "没有规定", id="公开期限不能延长"),
        pytest.param(Term.SERVICE, 1, "没有在计算", id="没有开始的期限"),
        pytest.param(Term.SEIZURE, 0, "至少为 1", id="零日"),
    ],
)
def test_what_the_table_does_not_allow_is_refused(case: Case, term: Term, days: int, why: str):
    today = timezone.localdate()
    for running in (Term.SEIZURE, Term.PUBLICATION_OTHER):
        _terms.open_term(case, running, today)
    with pytest.raises(RuleViolation, match=why):
        _terms.extend(case, term, days, "测试")


def test_a_seizure_is_extended_once_by_thirty_days_in_all(case: Case):
    with at("2026-03-03"):
        row = _terms.open_term(case, Term.SEIZURE, date(2026, 3, 3))
        assert row.due_on == date(2026, 4, 2)
        assert _terms.extend(case, Term.SEIZURE, 20, "甲").due_on == date(2026, 4, 22)
        assert _terms.extend(case, Term.SEIZURE, 10, "乙").due_on == date(2026, 5, 2)
        with pytest.raises(RuleViolation, match="已延长 30"):
            _terms.extend(case, Term.SEIZURE, 1, "丙")


def test_no_term_starts_on_a_day_that_has_not_come(case: Case):
    with at("2026-03-03"), pytest.raises(RuleViolation, match="尚未到来"):
        _terms.open_term(case, Term.SERVICE, date(2026, 3, 4))


# --- giving up ----------------------------------------------------------------
def test_an_approved_termination_ends_the_case_its_rest_and_its_terms(case: Case, people: People):
    with at("2026-03-10"):
        suspended(case, people)
    with at("2026-03-12"):
        interruption.propose_termination(
            case_id=case.pk, reason="当事人注销且无权利义务承受人", by=people.shiting
        )
        stories.approved(case, people.shiting_deputy)
    assert case.state == CaseState.TERMINATED
    assert case.closed_on == date(2026, 3, 12)
    assert case.suspended_on is None
    assert not case.terms.filter(closed_on=None).exists()
    assert Suspension.objects.get(case=case).ends_on == date(2026, 3, 11)
    assert audit.verify_trail(case, expected_length=case.version) == []


# --- pages --------------------------------------------------------------------
def test_the_pages_offer_what_fits_and_show_the_refusal_at_its_field(client, case, people: People):
    client.force_login(people.shiting)
    page = client.get(case.get_absolute_url()).content.decode()
    assert reverse("case_action", args=[case.pk, "suspend"]) in page
    assert reverse("case_action", args=[case.pk, "resume"]) not in page
    url = reverse("case_action", args=[case.pk, "suspend"])
    sent = {"ground": "other", "reason": "测试", "basis": "", "version": case.version}
    refused = client.post(url, sent)
    assert refused.status_code == 200
    assert "请填写此项" in refused.content.decode()
    assert client.post(url, {**sent, "basis": "某条例第一条"}).status_code == 302
    stories.approved(case, people.shiting_deputy)
    terms = client.get(case.get_absolute_url(), {"tab": "terms"}).content.decode()
    assert "中止中" in terms
    page = client.get(case.get_absolute_url()).content.decode()
    assert reverse("case_action", args=[case.pk, "resume"]) in page
    assert reverse("case_action", args=[case.pk, "suspend"]) not in page


def test_the_head_sees_what_is_asked(client, case, people: People):
    with at("2026-05-20"):
        interruption.extend(
            case_id=case.pk, days=30, basis=BASIS, reason="案情复杂", by=people.shiting
        )
        client.force_login(people.shiting_deputy)
        row = case.approvals.get(status="open")
        page = client.get(reverse("approval", args=[row.pk])).content.decode()
    for words in ("延长至", "2026-06-30", BASIS, "案情复杂"):
        assert words in page
