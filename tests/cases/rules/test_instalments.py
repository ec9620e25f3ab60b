"""Paying later: the plan, and the surcharge while it is kept and when it is missed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cases.rules.instalments import check_plan
from cases.rules.surcharge import Owed, PartPaid, Schedule, outlook, surcharge_over
from core.errors import RuleViolation
from core.rules.periods import Period

TODAY = date(2026, 3, 20)
FINE = Decimal(1000)
DUE = date(2026, 3, 17)
PLAN = (Owed(date(2026, 4, 10), Decimal(400)), Owed(date(2026, 5, 10), Decimal(600)))


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        ((), "due_on_1"),
        ((Owed(TODAY, FINE),), "due_on_1"),
        ((PLAN[1], PLAN[0]), "due_on_2"),
        ((PLAN[0],), "amount_1"),
        ((Owed(date(2026, 4, 10), Decimal(0)), Owed(date(2026, 5, 10), FINE)), "amount_1"),
    ],
    ids=["empty", "due today", "out of order", "not the whole", "nothing in a part"],
)
def test_a_plan_makes_up_the_unpaid_fine_on_days_to_come(plan, field):
    with pytest.raises(RuleViolation) as refused:
        check_plan(plan, unpaid=FINE, today=TODAY)
    assert refused.value.field == field
    assert "第六十六条第二款" in refused.value.basis


def test_a_plan_in_order_is_good_and_of_a_paid_fine_there_is_none():
    check_plan(PLAN, unpaid=FINE, today=TODAY)
    with pytest.raises(RuleViolation, match="已经缴清"):
        check_plan(PLAN, unpaid=Decimal(0), today=TODAY)


def schedules(since: date) -> list[Schedule]:
    return [Schedule(date.min, (Owed(DUE, FINE),)), Schedule(since, PLAN)]


def test_approved_in_time_and_kept_nothing_is_added():
    paid = [PartPaid(date(2026, 4, 10), Decimal(400)), PartPaid(date(2026, 5, 8), Decimal(600))]
    found = surcharge_over(schedules(date(2026, 3, 16)), paid, until=date(2026, 6, 30))
    assert (found.amount, found.days) == (0, 0)


def test_what_accrued_before_the_approval_stays():
    """Late from 03-18; approved on 03-20: two days of 30 yuan."""
    found = surcharge_over(schedules(TODAY), [], until=date(2026, 4, 10))
    assert (found.amount, found.days) == (Decimal("60.00"), 2)


def test_a_missed_part_is_late_from_the_next_day_and_only_that_part():
    found = surcharge_over(schedules(date(2026, 3, 16)), [], until=date(2026, 4, 12))
    assert found.from_day == date(2026, 4, 11)
    assert found.amount == Decimal("24.00")  # 400 × 3% × 2


def test_the_outlook_tells_the_day_on_which_the_cap_is_reached():
    one = [Schedule(date.min, (Owed(DUE, FINE),))]
    found = outlook(one, [], today=date(2026, 3, 20))  # 90 accrued, 30 a day
    assert found.per_day == Decimal("30.00")
    assert found.capped_on == date(2026, 4, 20)  # 910 ÷ 30 = 31 days
    reached = surcharge_over(one, [], until=found.capped_on)
    assert reached.amount == FINE
    assert surcharge_over(one, [], until=date(2026, 4, 19)).amount < FINE
    assert outlook(one, [], today=found.capped_on).per_day == 0
    paused = [Period(date(2026, 3, 19), None)]
    assert outlook(one, [], today=date(2026, 3, 20), remedies=paused).capped_on is None
    paid = [PartPaid(date(2026, 3, 20), FINE)]
    assert outlook(one, paid, today=date(2026, 3, 20)).per_day == 0
