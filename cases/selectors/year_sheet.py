"""A year as twelve sheets: which days are off, which are worked in exchange, and why."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from core.rules.statutory_days import statutory_days
from core.rules.workdays import WorkCalendar


@dataclass(frozen=True)
class Square:
    day: date
    css: str  # work, rest, holiday, exchanged
    reason: str


@dataclass(frozen=True)
class Sheet:
    month: int
    weeks: list[list[Square | None]]


def year_sheet(year: int, calendar: WorkCalendar) -> list[Sheet]:
    """Twelve months, Monday first; days outside the month are empty."""
    return [
        Sheet(
            month,
            [
                [_square(day, calendar) if day.month == month else None for day in week]
                for week in Calendar().monthdatescalendar(year, month)
            ],
        )
        for month in range(1, 13)
    ]


def _square(day: date, calendar: WorkCalendar) -> Square:
    reason = calendar.reason_of(day)
    exception = calendar.exceptions.get(day)
    statutory = statutory_days(day.year).get(day)
    if exception is not None:
        return Square(day, "exchanged" if exception.is_workday else "holiday", reason)
    if statutory and not calendar.is_workday(day):
        return Square(day, "holiday", reason if reason != "周末" else f"{statutory}，周末")
    return Square(day, "work" if calendar.is_workday(day) else "rest", reason)
