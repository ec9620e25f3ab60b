"""Paying: the surcharge to the day, parts put off with approval, cash, more than is owed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from cases.models import Case, Instalment
from cases.rules.deadlines import Term
from cases.rules.surcharge import Owed
from cases.selectors import get_visible_case
from cases.selectors.performance import performance_of
from cases.services import approvals, instalments, payments
from cases.tasks import remind_instalments
from core import audit
from core.errors import RuleViolation
from core.models import Notice
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
FINE = Decimal(1000)


def at(day: str) -> time_machine.travel:
    moment = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=CHINA)
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def case(people: People) -> Case:
    """Served on 2026-03-02: a thousand yuan, to be paid by 2026-03-17."""
    with at("2026-03-02"):
        return stories.served(people, amount=FINE)


def paid(amount: int, day: str, receipt: str = "R1", **changes: object) -> payments.Paid:
    return payments.Paid(Decimal(amount), date.fromisoformat(day), "bank", receipt, **changes)


def pay(case: Case, people: People, row: payments.Paid) -> None:
    with at(row.paid_on.isoformat()):
        payments.record(case_id=case.pk, paid=row, by=people.shiting)


def standing(case: Case, people: People, day: str):
    found = performance_of(
        get_visible_case(user=people.shiting, pk=case.pk), date.fromisoformat(day)
    )
    assert found is not None
    return found


def test_late_by_ten_days_thirty_yuan_a_day_are_added_and_paid_with_it(case, people: People):
    found = standing(case, people, "2026-03-27")
    assert (found.owed, found.added.amount) == (FINE, Decimal("300.00"))
    assert (found.outlook.per_day, found.outlook.capped_on) == (Decimal(30), date(2026, 4, 20))
    pay(case, people, paid(1300, "2026-03-27"))
    row = case.payments.get()
    assert (row.amount, row.of_surcharge) == (Decimal(1300), Decimal(300))  # the fine first
    found = standing(case, people, "2026-05-27")
    assert (found.owed, found.added_owed) == (0, 0)
    assert not case.terms.filter(term=Term.FINE_PAYMENT, closed_on=None).exists()


def test_more_than_is_owed_is_refused_and_told(case, people: People):
    with at("2026-03-10"):
        with pytest.raises(RuleViolation, match="多缴的退还") as refused:
            payments.record(case_id=case.pk, paid=paid(1001, "2026-03-10"), by=people.shiting)
        assert "应缴罚款 1000.00 元、加处罚款 0.00 元" in refused.value.message
        wrong = paid(500, "2026-03-10", of_surcharge=Decimal(100))
        with pytest.raises(RuleViolation) as refused:
            payments.record(case_id=case.pk, paid=wrong, by=people.shiting)
        assert refused.value.field == "of_surcharge"


def test_cash_on_water_is_handed_in_from_the_landing(case, people: People):
    with at("2026-03-06"):
        cash = payments.Paid(
            FINE, date(2026, 3, 4), "on_spot", "专票1", spot_ground="remote", on_water=True,
            landed_on=date(2026, 3, 5),
        )  # fmt: skip
        payments.record(case_id=case.pk, paid=cash, by=people.shiting)
        wrong = paid(1, "2026-03-06", landed_on=date(2026, 3, 5))
        with pytest.raises(RuleViolation, match="只有当场收缴"):
            payments.record(case_id=case.pk, paid=wrong, by=people.shiting)
    term = case.terms.get(term=Term.CASH_HANDIN)
    assert (term.starts_on, term.due_on) == (date(2026, 3, 5), date(2026, 3, 9))


PLAN = instalments.Plan(
    date(2026, 3, 9),
    "经营困难，附流水",
    [Owed(date(2026, 4, 10), Decimal(400)), Owed(date(2026, 5, 11), Decimal(600))],
)


def put_off(case: Case, people: People, day: str = "2026-03-10") -> None:
    with at(day):
        instalments.ask(case_id=case.pk, plan=PLAN, by=people.shiting)
        stories.approved(case, people.shiting_deputy)


def test_an_approved_plan_puts_payment_off_and_a_missed_part_is_late(case, people: People):
    put_off(case, people)
    assert Instalment.objects.filter(case=case).count() == 2
    assert case.terms.get(term=Term.FINE_PAYMENT).due_on == date(2026, 5, 11)
    assert case.papers.filter(kind="instalment_approval").exists()
    assert standing(case, people, "2026-04-10").added.amount == 0
    missed = standing(case, people, "2026-04-12")
    assert missed.added.amount == Decimal("24.00")  # 400 × 3% × 2
    assert [part.late for part in missed.plan] == [True, False]
    pay(case, people, paid(424, "2026-04-12"))
    kept = standing(case, people, "2026-05-11")
    assert [part.is_paid for part in kept.plan] == [True, False]
    assert kept.added_owed == 0
    assert audit.verify_trail(case, expected_length=Case.objects.get(pk=case.pk).version) == []


def test_the_plan_is_checked_again_when_it_is_approved(case, people: People):
    with at("2026-03-10"):
        instalments.ask(case_id=case.pk, plan=PLAN, by=people.shiting)
        with pytest.raises(RuleViolation, match="等待负责人答复"):
            instalments.ask(case_id=case.pk, plan=PLAN, by=people.shiting)
        payments.record(case_id=case.pk, paid=paid(100, "2026-03-10"), by=people.shiting)
        asked = case.approvals.get(status="open")
        with pytest.raises(RuleViolation, match=r"应等于尚未缴纳的罚款 900\.00"):
            approvals.answer(
                approval_id=asked.pk, approved=True, opinion="", by=people.shiting_deputy
            )


def test_handlers_hear_of_a_part_before_its_day_on_it_and_when_it_is_missed(case, people: People):
    put_off(case, people)
    Notice.objects.all().delete()
    for day, told in (("2026-04-06", 0), ("2026-04-07", 2), ("2026-04-08", 0), ("2026-04-10", 2),
                      ("2026-04-11", 2), ("2026-04-12", 0)):  # fmt: skip
        with at(day):
            assert remind_instalments() == told, day


# --- pages --------------------------------------------------------------------
def test_the_form_asks_for_the_whole_and_refuses_at_the_row(client, case, people: People):
    url = reverse("case_action", args=[case.pk, "ask_instalment"])
    with at("2026-03-10"):
        client.force_login(people.shiting)
        page = client.get(url).content.decode()
        assert "1000.00" in page
        sent = {
            "applied_on": "2026-03-09", "reason": "经营困难", "due_on_1": "2026-04-10",
            "amount_1": "400", "due_on_2": "2026-05-10", "amount_2": "500",
            "version": Case.objects.get(pk=case.pk).version,
        }  # fmt: skip
        refused = client.post(url, sent).content.decode()
        assert "各期合计 900.00 元，应等于尚未缴纳的罚款 1000.00 元" in refused
        assert "2026-05-10" in refused
        half = client.post(url, {**sent, "amount_2": ""}).content.decode()
        assert "日期和金额须一并填写" in half
        assert client.post(url, {**sent, "amount_2": "600"}).status_code == 302
        client.force_login(people.shiting_deputy)
        asked = case.approvals.get(status="open")
        page = client.get(reverse("approval", args=[asked.pk])).content.decode()
        assert "2026-04-10 缴 400.00 元；2026-05-10 缴 600.00 元" in page


def test_the_tab_tells_the_surcharge_of_today_and_when_it_stops(client, case, people: People):
    with at("2026-03-27"):
        client.force_login(people.shiting)
        page = client.get(case.get_absolute_url(), {"tab": "performance"}).content.decode()
        assert "已超过三十日" not in page  # ten days only
        for words in ("300.00", "30.00", "2026-04-20", "达到罚款数额为止", "2026-09-03"):
            assert words in page, words
        form = client.get(reverse("case_action", args=[case.pk, "pay"])).content.decode()
        assert "今日应缴：罚款 1000.00 元，加处罚款 300.00 元" in form
    with at("2026-04-17"):  # the thirty-first day
        client.force_login(people.shiting)
        page = client.get(case.get_absolute_url(), {"tab": "performance"}).content.decode()
        assert "加处罚款已超过三十日" in page
