"""The working calendar from the maintained tables, remembered for a minute per process."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction
from django.utils import timezone

from core import audit
from core.models import CalendarDay, CalendarYear, User
from core.rules.workdays import DayException, WorkCalendar, check_notice

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


@dataclass(frozen=True)
class Change:
    """What loading a notice does to one day; None: the plain week holds."""

    day: date
    before: DayException | None
    after: DayException | None


def changes(year: int, days: Mapping[date, DayException]) -> list[Change]:
    """The days that would be different if `days` were the notice of `year`."""
    kept = {
        row.day: DayException(is_workday=row.is_workday, name=row.name)
        for row in CalendarDay.objects.filter(
            models.Q(day__year=year) | models.Q(day__in=list(days))
        )
    }
    found = [Change(day, kept.get(day), days.get(day)) for day in sorted({*kept, *days})]
    return [change for change in found if change.before != change.after]


@transaction.atomic
def store(
    *, year: int, document: str, days: Mapping[date, DayException], by: User | None
) -> list[Change]:
    """Make `days` the notice of `year`: days it no longer names are taken out.

    The caller has checked that `by` may, and recomputes what rests on the calendar.
    """
    check_notice(year, document, days)
    done = changes(year, days)
    CalendarDay.objects.filter(
        day__in=[change.day for change in done if change.after is None]
    ).delete()
    for change in done:
        if change.after is not None:
            CalendarDay.objects.update_or_create(
                day=change.day,
                defaults={"is_workday": change.after.is_workday, "name": change.after.name},
            )
    loaded, _ = CalendarYear.objects.update_or_create(
        year=year, defaults={"document": document.strip(), "loaded_at": timezone.now()}
    )
    told = {
        change.day.isoformat(): "" if change.after is None else change.after.label
        for change in done
    }
    audit.record(
        by=by,
        verb="load_calendar",
        subject=loaded,
        payload={"year": year, "document": document.strip(), "days": told},
    )
    forget()
    return done


def with_notice(year: int, days: Mapping[date, DayException]) -> WorkCalendar:
    """The calendar as it would be with `days` as the notice of `year`; nothing is written."""
    now = build_calendar()
    exceptions = {day: kept for day, kept in now.exceptions.items() if day.year != year}
    return WorkCalendar({**exceptions, **days}, now.loaded_years | {year})


def forget() -> None:
    """Call after the tables changed."""
    forget_now()
    transaction.on_commit(forget_now)


def forget_now() -> None:
    _remembered.clear()
