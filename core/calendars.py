"""The working calendar from the maintained tables, remembered for a minute per process."""

from __future__ import annotations

import time

from django.db import transaction

from core.models import CalendarDay, CalendarYear
from core.rules.workdays import DayException, WorkCalendar

REMEMBER_SECONDS = 60.0
_remembered: list[tuple[float, WorkCalendar]] = []


def work_calendar() -> WorkCalendar:
    """All loaded years' exceptions; days of other years are provisional (暂定).

    At most a minute old. Whatever follows the loading of a notice asks `build_calendar`.
    """
    if _remembered and time.monotonic() - _remembered[0][0] < REMEMBER_SECONDS:
        return _remembered[0][1]
    calendar = build_calendar()
    _remembered[:] = [(time.monotonic(), calendar)]
    return calendar


def build_calendar() -> WorkCalendar:
    return WorkCalendar(
        exceptions={
            day.day: DayException(is_workday=day.is_workday, name=day.name)
            for day in CalendarDay.objects.all()
        },
        loaded_years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
    )


def forget() -> None:
    """Call after the tables changed."""
    forget_now()
    transaction.on_commit(forget_now)


def forget_now() -> None:
    _remembered.clear()
