"""The State Council's yearly holiday notices (放假安排通知)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from cases.services import recomputing
from core import calendars
from core.models import CalendarDay, CalendarYear
from core.rules.workdays import DayException, parse_exceptions
from xiangcheng_enforcement.loading.records import Tally, fixture, read_csv, synchronise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from cases.services.recomputing import Moved


def load_notices() -> list[Tally]:
    """The notices of fixtures/calendar.csv, each year under its document number."""
    rows = read_csv(fixture("calendar.csv"))
    documents = {int(row["date"][:4]): row["document"] for row in rows}
    by_year: dict[int, dict[date, DayException]] = defaultdict(dict)
    for day, exception in parse_exceptions(rows).items():
        by_year[day.year][day] = exception
    days, years = Tally("工作日历例外"), Tally("放假通知")
    for year, exceptions in by_year.items():
        for total, part in zip(
            (days, years), _store(year, documents[year], exceptions), strict=True
        ):
            total.created += part.created
            total.updated += part.updated
            total.unchanged += part.unchanged
    calendars.forget()
    return [years, days]


@transaction.atomic
def load_notice(path: Path, *, year: int, document: str) -> tuple[Tally, list[Moved]]:
    """Load one year's notice from a table of exceptions and recompute what runs.

    Days of that year that the table no longer names are taken out. Returns the tally of days and
    every term that moved. Raises RuleViolation naming the line.
    """
    exceptions = parse_exceptions(read_csv(path))
    done = calendars.store(year=year, document=document, days=exceptions, by=None)
    tally = Tally(
        "工作日历例外",
        created=sum(change.before is None for change in done),
        updated=sum(change.before is not None for change in done),
    )
    tally.unchanged = len(exceptions) - sum(change.after is not None for change in done)
    return tally, recomputing.recompute_open_terms()


def _store(
    year: int, document: str, exceptions: Mapping[date, DayException]
) -> tuple[Tally, Tally]:
    rows = (
        {"day": day, "is_workday": exception.is_workday, "name": exception.name}
        for day, exception in exceptions.items()
    )
    days, _ = synchronise("工作日历例外", CalendarDay, "day", rows)
    wanted = [{"year": year, "document": document}]
    years, _ = synchronise("放假通知", CalendarYear, "year", wanted)
    return days, years
