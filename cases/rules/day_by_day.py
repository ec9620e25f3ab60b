"""A term day by day: what each day between its start and its end counted for, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from cases.rules.deadlines import natural_end
from cases.rules.terms import TERM_RULES, Term, TermRule, Unit
from core.rules.periods import Period
from core.rules.workdays import WorkCalendar

_DAY = timedelta(days=1)


class Mark(StrEnum):
    """What a day is to the term."""

    START = "start"
    COUNTED = "counted"
    OFF = "off"
    PAUSED = "paused"
    MOVED = "moved"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Mark.START: "起算日，不计入",
    Mark.COUNTED: "计入",
    Mark.OFF: "休息日，不计入",
    Mark.PAUSED: "中止，不计入",
    Mark.MOVED: "末日遇休息日顺延",
}


@dataclass(frozen=True)
class DayLine:
    """One day: its mark, its number among the counted ones, why it is on or off, is it the last."""

    day: date
    mark: Mark
    number: int | None = None
    reason: str = ""
    is_last: bool = False


def walk(
    term: Term,
    start: date,
    calendar: WorkCalendar,
    *,
    length: int | None = None,
    suspended: Sequence[Period] = (),
) -> tuple[DayLine, ...]:
    """Every day from the start (or, counted back, from the last day for service) to the end.

    Ends on the very day of `due_date`. Raises ValueError for terms in hours.
    """
    rule = TERM_RULES[term]
    figure = rule.length if length is None else length
    if rule.backwards:
        return _back(start, figure, calendar)
    if rule.unit is Unit.WORKDAY:
        lines = _workdays(start, figure, calendar, suspended)
    else:
        lines = _natural(rule, start, figure, calendar, suspended)
    return (*lines[:-1], replace(lines[-1], is_last=True))


def _paused(day: date, suspended: Sequence[Period]) -> bool:
    return any(period.covers(day) for period in suspended)


def _begin(start: date, calendar: WorkCalendar) -> list[DayLine]:
    return [DayLine(start, Mark.START, reason=calendar.reason_of(start))]


def _workdays(
    start: date, figure: int, calendar: WorkCalendar, suspended: Sequence[Period]
) -> list[DayLine]:
    lines, day, counted = _begin(start, calendar), start, 0
    while counted < figure:
        day += _DAY
        reason = calendar.reason_of(day)
        if _paused(day, suspended):
            lines.append(DayLine(day, Mark.PAUSED, reason=reason))
        elif not calendar.is_workday(day):
            lines.append(DayLine(day, Mark.OFF, reason=reason))
        else:
            counted += 1
            lines.append(DayLine(day, Mark.COUNTED, counted, reason))
    return lines


def _natural(
    rule: TermRule, start: date, figure: int, calendar: WorkCalendar, suspended: Sequence[Period]
) -> list[DayLine]:
    lines, day, counted = _begin(start, calendar), start, 0
    last = natural_end(rule, start, figure)
    while day < last:
        day += _DAY
        if _paused(day, suspended):
            last += _DAY
            lines.append(DayLine(day, Mark.PAUSED, reason=calendar.reason_of(day)))
        else:
            counted += 1
            lines.append(DayLine(day, Mark.COUNTED, counted, calendar.reason_of(day)))
    if rule.rolls_over:
        while not calendar.is_workday(day):
            day += _DAY
            lines.append(DayLine(day, Mark.MOVED, reason=calendar.reason_of(day)))
    return lines


def _back(event: date, figure: int, calendar: WorkCalendar) -> tuple[DayLine, ...]:
    lines = _begin(event, calendar)
    day, counted = event, 0
    while counted <= figure:
        day -= _DAY
        reason = calendar.reason_of(day)
        if not calendar.is_workday(day):
            lines.append(DayLine(day, Mark.OFF, reason=reason))
            continue
        counted += 1
        is_last = counted > figure
        number = None if is_last else counted
        mark = Mark.MOVED if is_last else Mark.COUNTED
        lines.append(DayLine(day, mark, number, reason, is_last))
    return tuple(reversed(lines))
