"""Operations on a bar of days: a week or a month, one row an operation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.models import User
from plans.models import Operation
from plans.selectors import operations as selectors
from zones.models import Zone


@dataclass(frozen=True)
class Period:
    """The days shown, and a day of the period before and of the one after."""

    days: tuple[date, ...]
    before: date
    after: date

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1]


def week_of(day: date) -> Period:
    """Monday to Sunday."""
    first = day - timedelta(days=day.weekday())
    days = tuple(first + timedelta(days=n) for n in range(7))
    return Period(days, first - timedelta(days=7), first + timedelta(days=7))


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    days = tuple(first + timedelta(days=n) for n in range((after - first).days))
    return Period(days, (first - timedelta(days=1)).replace(day=1), after)


@dataclass(frozen=True)
class Bar:
    """A row: ``lead_days`` empty days, ``span`` days of the bar, and the days after it.

    ``roomy``: the bar is wide enough to be written on.
    """

    operation: Operation
    lead_days: tuple[date, ...]
    span: int
    rest: tuple[date, ...]
    roomy: bool


def bars(rows: Iterable[Operation], days: Sequence[date]) -> list[Bar]:
    """Where each lies among the days; cut off at both ends."""
    found = []
    for operation in rows:
        first, last = selectors.days_of(operation)
        inside = [day for day in days if first <= day <= last]
        if not inside:
            continue
        found.append(
            Bar(
                operation=operation,
                lead_days=tuple(day for day in days if day < inside[0]),
                span=len(inside),
                rest=tuple(day for day in days if day > inside[-1]),
                roomy=len(days) <= 7 or len(inside) > 2,
            )
        )
    return found


MOST_BARS = 200


def shown(user: User, zone: Zone | None, period: Period) -> list[Bar]:
    """What the person may see of the period, cancelled ones aside, by begin."""
    rows = selectors.visible_operations(user).exclude(state="cancelled")
    if zone is not None:
        rows = selectors.of_zone(rows, zone)
    rows = selectors.with_units(selectors.between(rows, period.first, period.last))
    return bars(rows[:MOST_BARS], period.days)
