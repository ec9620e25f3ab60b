"""Demand, the court's window, execution with approval, and what remedies do to it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from cases.models import Case, Disclosure, Enforcement
from cases.rules.deadlines import Term
from cases.rules.workflow import CaseState
from cases.selectors.facts import facts_of
from cases.services import closing, delivery, demand, enforcement, payments, remedies
from cases.tasks import watch_court_windows
from core import audit
from core.errors import RuleViolation
from core.models import Notice
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")


def at(day: str, hour: int = 10) -> time_machine.travel:
    moment = datetime.fromisoformat(f"{day}T{hour:02d}:00").replace(tzinfo=CHINA)
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def case(people: People) -> Case:
    """A thousand yuan, served on 2026-03-02; to be contested until 2026-09-02."""
    with at("2026-03-02"):
        return stories.served(people, amount=1000)


def demanded(case: Case, people: People, day: str, purpose: str = "court") -> None:
    """Made and served on that day."""
    with at(day):
        demand.demand(case_id=case.pk, purpose=purpose, content="缴纳罚款", by=people.shiting)
        delivery.serve_paper(
            case_id=case.pk,
            paper=case.papers.filter(kind="demand").latest("pk"),
            service=delivery.Service("mail", date.fromisoformat(day), "", "回执", mail_number="1"),
            by=people.shiting,
        )


PLAN = enforcement.Plan("court", "罚款 1000 元及加处罚款 1000 元", "逾期不履行", "芗城区人民法院")


def ask(case: Case, people: People, day: str, plan: enforcement.Plan = PLAN) -> None:
    with at(day):
        enforcement.enforce(case_id=case.pk, plan=plan, by=people.shiting)


def enforcing(case: Case, people: People) -> Enforcement:
    demanded(case, people, "2026-09-07")
    ask(case, people, "2026-09-22")
    with at("2026-09-22"):
        stories.approved(case, people.shiting_deputy)
    return case.enforcements.get()


def test_no_demand_before_the_time_to_pay_is_over(case, people: People):
    with at("2026-03-17"), pytest.raises(RuleViolation, match="逾期仍不履行的方可催告"):
        demand.demand(case_id=case.pk, purpose="court", content="缴纳罚款", by=people.shiting)


def test_the_ten_working_days_start_when_the_demand_is_served(case, people: People):
    with at("2026-04-01"):
        demand.demand(case_id=case.pk, purpose="court", content="缴纳罚款", by=people.shiting)
        with pytest.raises(RuleViolation, match="尚未送达"):
            demand.demand(case_id=case.pk, purpose="court", content="缴纳", by=people.shiting)
    assert not case.terms.filter(term=Term.COURT_DEMAND).exists()
    paper = case.papers.get(kind="demand")
    assert paper.status == "issued"
    with at("2026-04-07"):
        sent = delivery.Service("direct", date(2026, 4, 7), "当事人", "签收")
        delivery.serve_paper(case_id=case.pk, paper=paper, service=sent, by=people.shiting)
        demand.answer(
            case_id=case.pk, demand=case.demands.get(), statement="资金困难",
            answer="不影响履行义务", by=people.shiting,
        )  # fmt: skip
    row = case.demands.get()
    assert (row.served_on, row.heard_on) == (date(2026, 4, 7), date(2026, 4, 7))
    assert case.terms.get(term=Term.COURT_DEMAND).due_on == date(2026, 4, 21)


def test_the_court_is_asked_after_the_time_to_sue_with_the_heads_approval(case, people: People):
    demanded(case, people, "2026-07-01")
    with pytest.raises(RuleViolation, match="2026-09-03 起方可申请"):
        ask(case, people, "2026-09-02")
    ask(case, people, "2026-09-03")
    with pytest.raises(RuleViolation, match="等待负责人答复"):
        ask(case, people, "2026-09-03")
    case.refresh_from_db()
    assert (case.state, case.enforcements.count()) == (CaseState.SERVED, 0)
    with at("2026-09-04"):
        stories.approved(case, people.shiting_deputy)
    row = case.enforcements.get()
    assert case.state == CaseState.ENFORCING
    assert (row.applied_on, row.court) == (date(2026, 9, 4), "芗城区人民法院")
    paper = case.papers.get(kind="court_application")
    assert "芗城区人民法院" in paper.body


def test_the_court_carries_it_out_and_the_case_is_closed(case, people: People):
    row = enforcing(case, people)
    step = {"case_id": case.pk, "enforcement": row, "by": people.shiting}
    with at("2026-09-25"), pytest.raises(RuleViolation, match="先后"):
        early = enforcement.Progress(accepted_on=date(2026, 9, 21))
        enforcement.record_result(progress=early, **step)
    with at("2026-10-20"):
        taken = enforcement.Progress(
            accepted_on=date(2026, 9, 24), ruled_on=date(2026, 9, 30), result="done",
            result_on=date(2026, 10, 20), note="已划拨",
        )  # fmt: skip
        enforcement.record_result(progress=taken, **step)
        money = payments.Paid(Decimal(2000), date(2026, 10, 20), "court", "法院票据")
        payments.record(case_id=case.pk, paid=money, by=people.shiting)
        closing.propose(case_id=case.pk, outcome="法院执行到位", by=people.shiting)
        stories.approved(case, people.shiting_deputy)
    assert case.state == CaseState.CLOSED
    assert case.payments.get().of_surcharge == Decimal(1000)  # capped at the fine
    assert audit.verify_trail(case, expected_length=case.version) == []


def test_the_window_opens_is_watched_and_its_loss_is_told_to_people_by_name(case, people: People):
    _ = people.shiting_deputy
    with at("2026-09-02"):
        assert watch_court_windows() == 0
    with at("2026-09-03"):
        assert watch_court_windows() == 0
    term = case.terms.get(term=Term.COURT_APPLICATION)
    assert (term.due_on, term.binds_unit) == (date(2026, 12, 2), True)
    told = {}
    for day in ("2026-11-01", "2026-11-02", "2026-11-03", "2026-11-22", "2026-11-29", "2026-12-03",
                "2026-12-04"):  # fmt: skip
        with at(day):
            told[day] = watch_court_windows()
    assert [day for day, sent in told.items() if sent] == [
        "2026-11-02", "2026-11-22", "2026-11-29", "2026-12-03",
    ]  # fmt: skip
    assert Notice.objects.filter(
        recipient=people.shiting_deputy, text__contains="丧失申请权", urgent=True
    ).exists()
    case = Case.objects.get(pk=case.pk)
    assert audit.verify_trail(case, expected_length=case.version) == []
    last = audit.trail_of(case).last()
    assert set(last.payload["told"]) == {"石亭甲", "石亭乙", "石亭副片长"}
    with at("2026-12-04"):
        demanded(case, people, "2026-11-10")
    with pytest.raises(RuleViolation, match="丧失申请权"):
        ask(case, people, "2026-12-04")


def test_the_page_says_in_red_that_the_right_is_lost_and_who_was_told(client, case, people: People):
    _ = people.shiting_deputy
    with at("2026-12-03"):
        watch_court_windows()
        client.force_login(people.shiting)
        page = client.get(case.get_absolute_url(), {"tab": "performance"}).content.decode()
        for words in ("已逾期，丧失申请权", "callout--danger", "已告知 石亭甲、石亭乙、石亭副片长"):
            assert words in page, words


# --- remedies ---------------------------------------------------------------------
def contest(case: Case, people: People, day: str, kind: str = "reconsideration"):
    with at(day):
        filed = remedies.Filed(kind, "芗城区人民政府", date.fromisoformat(day))
        return remedies.file(case_id=case.pk, filed=filed, by=people.shiting)


def end(case: Case, people: People, row, day: str, result: str, **changes):
    with at(day):
        ended = remedies.Ended(result, date.fromisoformat(day), "要旨", **changes)
        remedies.end(case_id=case.pk, remedy=row, ended=ended, by=people.shiting)
    return Case.objects.get(pk=case.pk)


def test_while_it_is_contested_nothing_is_enforced_and_nothing_added(case, people: People):
    contest(case, people, "2026-03-27")  # ten days late
    demanded(case, people, "2026-04-01")
    with pytest.raises(RuleViolation, match="尚未办结"):
        ask(case, people, "2026-04-20")
    with at("2026-04-20"):
        case = Case.objects.get(pk=case.pk)
        assert facts_of(case).remedies_open == ("行政复议",)


def test_upheld_it_leaves_fifteen_days_for_suit_and_then_the_court(case, people: People):
    row = contest(case, people, "2026-03-27")
    case = end(case, people, row, "2026-05-20", "upheld")
    term = case.terms.get(term=Term.LITIGATION_AFTER_RECONSIDERATION)
    assert (term.due_on, term.binds_unit) == (date(2026, 6, 4), False)
    assert not case.terms.filter(term=Term.LITIGATION, closed_on=None).exists()
    demanded(case, people, "2026-05-20")
    with pytest.raises(RuleViolation, match="2026-06-05 起方可申请"):
        ask(case, people, "2026-06-04")
    ask(case, people, "2026-06-05")


def test_revoked_it_is_performed_no_more_and_what_was_public_is_withdrawn(case, people: People):
    with at("2026-03-10"):
        paid = payments.Paid(Decimal(400), date(2026, 3, 10), "bank", "R1")
        payments.record(case_id=case.pk, paid=paid, by=people.shiting)
        shown = {"required": True, "reason": "社会影响", "published_at": datetime.now(CHINA)}
        shown["shown_until"] = date(2027, 3, 10)
        Disclosure.objects.update_or_create(case=case, defaults=shown)
    row = contest(case, people, "2026-03-11")
    case = end(case, people, row, "2026-05-20", "revoked")
    assert case.terms.get(term=Term.WITHDRAWAL).due_on == date(2026, 5, 25)
    with at("2026-05-21"):
        facts = facts_of(case)
        assert (facts.fine_owed, facts.owes, facts.annulled) == (0, False, True)
        for act in (
            lambda: demand.demand(
                case_id=case.pk, purpose="court", content="。", by=people.shiting
            ),
            lambda: payments.record(
                case_id=case.pk,
                paid=payments.Paid(Decimal(1), date(2026, 5, 21), "bank", "R2"),
                by=people.shiting,
            ),
        ):
            with pytest.raises(RuleViolation, match="已被撤销"):
                act()
        closing.propose(case_id=case.pk, outcome="决定已被复议撤销", by=people.shiting)


def test_changed_to_less_the_new_sum_is_owed(case, people: People):
    row = contest(case, people, "2026-03-11")
    with pytest.raises(RuleViolation, match="更为不利"):
        end(case, people, row, "2026-05-20", "changed", new_amount=Decimal(1001))
    case = end(case, people, row, "2026-05-20", "changed", new_amount=Decimal(600))
    with at("2026-05-21"):
        assert facts_of(case).fine_owed == Decimal(600)


def test_whoever_passed_the_text_learns_of_the_result(people: People):
    from tests.cases.test_way import passed

    with at("2026-03-02"):
        case = passed(stories.under_review(people), people.reviewer_west)
        stories.issued(case, people)
    row = contest(case, people, "2026-03-11")
    end(case, people, row, "2026-05-20", "unlawful")
    assert Notice.objects.filter(
        recipient=people.reviewer_west, text__contains="行政复议结果为确认违法"
    ).exists()


# --- pages --------------------------------------------------------------------
def test_the_pages_offer_the_next_act_and_refuse_at_the_field(client, case, people: People):
    demanded(case, people, "2026-09-07")
    url = reverse("case_action", args=[case.pk, "enforce"])
    with at("2026-09-23"):
        client.force_login(people.shiting)
        page = client.get(case.get_absolute_url()).content.decode()
        assert url in page
        assert reverse("case_action", args=[case.pk, "answer_demand"]) in page
        assert reverse("case_action", args=[case.pk, "enforce_result"]) not in page
        assert reverse("case_action", args=[case.pk, "remedy_result"]) not in page
        case.refresh_from_db()
        sent = {"kind": "own", "content": "罚款", "reason": "不履行", "version": case.version}
        refused = client.post(url, {**sent, "legal_basis": "某条例"}).content.decode()
        assert "只有法律规定有行政强制执行权的机关" in refused
        done = client.post(url, {**sent, "kind": "court", "court": "芗城区人民法院"})
        assert done.status_code == 302
        client.force_login(people.shiting_deputy)
        asked = case.approvals.get(status="open")
        page = client.get(reverse("approval", args=[asked.pk])).content.decode()
        assert "申请人民法院强制执行" in page
        stories.approved(case, people.shiting_deputy)
        client.force_login(people.shiting)
        page = client.get(case.get_absolute_url(), {"tab": "performance"}).content.decode()
        for words in ("法院受理期限", "进行中", "缴纳罚款"):
            assert words in page, words
