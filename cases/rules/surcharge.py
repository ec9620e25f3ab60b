"""The surcharge on a fine not paid in time (加处罚款).

《行政处罚法》第七十二条第一款第一项: three per cent a day, together no more than the fine itself;
第七十三条第三款: days of reconsideration or litigation do not count; 第六十六条第二款: what may be
paid later is late only after its own day. The base of a day is what is overdue and unpaid when
that day begins; a part paid reduces it from the next day on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from cases.rules.figures import SURCHARGE_BASIS, SURCHARGE_RATE
from core.errors import RuleViolation
from core.rules.periods import Period
from core.rules.workdays import dated

_DAY = timedelta(days=1)
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Owed:
    """A part of the fine and the last day to pay it; sums in yuan."""

    due_on: date
    amount: Decimal


@dataclass(frozen=True)
class Schedule:
    """What is to be paid by when, as it stood from a day on until the next schedule."""

    since: date
    parts: tuple[Owed, ...]


@dataclass(frozen=True)
class PartPaid:
    """What was paid of the fine itself on a day; surcharge paid does not belong here."""

    paid_on: date
    amount: Decimal


@dataclass(frozen=True)
class Stretch:
    """Days in a row on the same base; `paused`: days that do not count."""

    first: date
    last: date
    base: Decimal
    paused: bool

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def amount(self) -> Decimal:
        """Exact, in yuan; rounded only in the sum."""
        return Decimal(0) if self.paused else self.base * SURCHARGE_RATE * self.days


@dataclass(frozen=True)
class Outlook:
    """What one more day adds, and when the cap is reached if nothing changes; sums in yuan."""

    per_day: Decimal
    capped_on: date | None


@dataclass(frozen=True)
class Surcharge:
    """The sum up to a day, in yuan and cents, and how it came about."""

    amount: Decimal
    days: int
    from_day: date | None
    capped: bool
    basis: str
    derivation: tuple[str, ...]


def surcharge(
    parts: Sequence[Owed],
    paid: Sequence[PartPaid],
    *,
    until: date,
    remedies: Sequence[Period] = (),
) -> Surcharge:
    """What has accrued when the day `until` is over.

    `parts`: one with the payment term's last day, or the instalments as approved. `remedies`:
    from the day reconsideration or litigation was asked for to the day its result was served;
    an open end still runs. Raises RuleViolation on sums below zero.
    """
    return surcharge_over([Schedule(date.min, tuple(parts))], paid, until=until, remedies=remedies)


def surcharge_over(
    schedules: Sequence[Schedule],
    paid: Sequence[PartPaid],
    *,
    until: date,
    remedies: Sequence[Period] = (),
) -> Surcharge:
    """The same where payment was put off by approval: each day counts by the schedule in force.

    `schedules` in the order of their days; all of them make up the whole fine.
    """
    parts = schedules[-1].parts if schedules else ()
    if any(p.amount < 0 for s in schedules for p in s.parts) or any(r.amount < 0 for r in paid):
        raise RuleViolation("negative_sum", "金额不能为负数", SURCHARGE_BASIS, field="amount")
    fine = sum((part.amount for part in parts), Decimal(0))
    stretches = _stretches(schedules, paid, until, remedies)
    exact = sum((stretch.amount for stretch in stretches), Decimal(0))
    amount = min(exact, fine).quantize(_CENT, ROUND_HALF_UP)
    steps = [_told(stretch) for stretch in stretches]
    if exact > fine:
        steps.append(f"合计 {exact:.2f} 元，超过罚款数额 {fine:.2f} 元，以罚款数额为限")
    running = [stretch for stretch in stretches if not stretch.paused]
    return Surcharge(
        amount=amount,
        days=sum(stretch.days for stretch in running),
        from_day=running[0].first if running else None,
        capped=exact > fine,
        basis=SURCHARGE_BASIS,
        derivation=tuple(steps) or ("没有逾期未缴的罚款，不加处",),
    )


def outlook(
    schedules: Sequence[Schedule],
    paid: Sequence[PartPaid],
    *,
    today: date,
    remedies: Sequence[Period] = (),
) -> Outlook:
    """From `today` on: nothing is added while remedies run, once capped, or when all is paid."""
    now = surcharge_over(schedules, paid, until=today, remedies=remedies)
    fine = sum((part.amount for part in schedules[-1].parts), Decimal(0)) if schedules else 0
    if now.amount >= fine or any(period.covers(today) for period in remedies):
        return Outlook(Decimal(0), None)
    tomorrow = today + _DAY
    base = _overdue(_in_force(schedules, tomorrow), paid, tomorrow)
    if not base:
        return Outlook(Decimal(0), None)
    exact = base * SURCHARGE_RATE
    days = int(((fine - now.amount) / exact).to_integral_value(ROUND_CEILING))
    return Outlook(exact.quantize(_CENT, ROUND_HALF_UP), today + timedelta(days=days))


def _in_force(schedules: Sequence[Schedule], day: date) -> Sequence[Owed]:
    return next((s.parts for s in reversed(schedules) if s.since <= day), ())


def _stretches(
    schedules: Sequence[Schedule],
    paid: Sequence[PartPaid],
    until: date,
    remedies: Sequence[Period],
) -> list[Stretch]:
    days = [part.due_on for schedule in schedules for part in schedule.parts]
    if not days:
        return []
    found: list[Stretch] = []
    day = min(days) + _DAY
    while day <= until:
        base = _overdue(_in_force(schedules, day), paid, day)
        paused = any(period.covers(day) for period in remedies)
        last = found[-1] if found else None
        if base and last and (last.base, last.paused, last.last) == (base, paused, day - _DAY):
            found[-1] = Stretch(last.first, day, base, paused)
        elif base:
            found.append(Stretch(day, day, base, paused))
        day += _DAY
    return found


def _overdue(parts: Sequence[Owed], paid: Sequence[PartPaid], day: date) -> Decimal:
    """What should have been paid before `day` and was not."""
    should = sum((part.amount for part in parts if part.due_on < day), Decimal(0))
    has = sum((row.amount for row in paid if row.paid_on < day), Decimal(0))
    return max(should - has, Decimal(0))


def _told(stretch: Stretch) -> str:
    span = f"{dated(stretch.first)}至{dated(stretch.last)}"
    if stretch.paused:
        return f"{span}，复议、诉讼期间 {stretch.days} 日，不计算"
    return (
        f"{span}，{stretch.days} 日 × 逾期未缴 {stretch.base:.2f} 元 × 3% = {stretch.amount:.2f} 元"
    )
