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
from decimal import ROUND_HALF_UP, Decimal

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
    if any(part.amount < 0 for part in parts) or any(row.amount < 0 for row in paid):
        raise RuleViolation("negative_sum", "金额不能为负数", SURCHARGE_BASIS, field="amount")
    fine = sum((part.amount for part in parts), Decimal(0))
    stretches = _stretches(parts, paid, until, remedies)
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


def _stretches(
    parts: Sequence[Owed], paid: Sequence[PartPaid], until: date, remedies: Sequence[Period]
) -> list[Stretch]:
    if not parts:
        return []
    found: list[Stretch] = []
    day = min(part.due_on for part in parts) + _DAY
    while day <= until:
        base = _overdue(parts, paid, day)
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
