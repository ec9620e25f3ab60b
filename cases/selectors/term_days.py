"""A term laid out on the months it runs through, and what is shown beside its last day."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from cases.models import CaseTerm
from cases.rules.day_by_day import DayLine, Mark, walk
from cases.rules.deadlines import TERM_RULES, Term
from cases.rules.terms import Unit
from core.errors import RuleViolation
from core.rules.periods import Period
from core.rules.workdays import WorkCalendar

MOST_DAYS = 430  # longer ones (追究时效) are told in words only


@dataclass(frozen=True)
class Cell:
    """One square of a month: a day outside the term has no line."""

    day: date
    line: DayLine | None

    @property
    def css(self) -> str:
        if self.line is None:
            return "outside"
        return f"{self.line.mark}{' day--last' if self.line.is_last else ''}"

    @property
    def words(self) -> str:
        """What a reader of the screen hears, and the tip of the square."""
        line = self.line
        if line is None:
            return ""
        said = f"第 {line.number} 日" if line.number else line.mark.label
        parts = [said, line.reason, "期限届满" if line.is_last else ""]
        return "，".join(part for part in parts if part)


@dataclass(frozen=True)
class Month:
    label: str
    weeks: list[list[Cell | None]]


def months_of(lines: Sequence[DayLine]) -> list[Month]:
    """The lines as calendar sheets, Monday first; weeks the term has no day in are left out."""
    months = []
    for (year, month), found in groupby(lines, key=lambda line: (line.day.year, line.day.month)):
        by_day = {line.day: line for line in found}
        weeks = [
            [Cell(day, by_day.get(day)) if day.month == month else None for day in week]
            for week in Calendar().monthdatescalendar(year, month)
            if any(day in by_day for day in week)
        ]
        months.append(Month(f"{year} 年 {month} 月", weeks))
    return months


def sheets(
    term: Term,
    start: date,
    calendar: WorkCalendar,
    length: int,
    suspended: Sequence[Period],
    due_on: date,
) -> list[Month]:
    """The calendar sheets of a term; none where they could not agree with `due_on` as kept."""
    rule = TERM_RULES[term]
    if rule.unit is Unit.HOUR or abs((due_on - start).days) > MOST_DAYS:
        return []
    try:
        lines = walk(term, start, calendar, length=length, suspended=suspended)
    except RuleViolation:
        return []
    ends = lines[0] if rule.backwards else lines[-1]
    return months_of(lines) if ends.day == due_on else []


def sheets_of(row: CaseTerm, calendar: WorkCalendar) -> list[Month]:
    """The sheets of a case's term; none while it rests."""
    term = Term(row.term)
    length = TERM_RULES[term].length if row.length is None else row.length
    if row.is_resting:
        return []
    return sheets(term, row.starts_on, calendar, length + row.extended_days, row.pauses, row.due_on)


LEGEND = tuple((mark.value, mark.label) for mark in Mark)
