"""Statutory terms: from the day a term starts to the day it ends, with its derivation.

The day on which a term begins is not counted (《民事诉讼法》第八十五条, to which 《行政处罚法》
第六十一条 refers for service; 《民法典》第二百零一条). Months and years end on the same day of the
month, or its last day (《民法典》第二百零二条). A last day that is a day off moves on only for
terms that favour the party.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from cases.rules.remaining import Level, Remaining, remaining, remaining_time
from cases.rules.terms import TERM_RULES, Term, TermRule, Unit
from core.errors import RuleViolation
from core.rules.periods import Period
from core.rules.workdays import WorkCalendar, dated

__all__ = [
    "TERM_RULES",
    "DueDate",
    "Level",
    "Remaining",
    "Term",
    "TermRule",
    "Unit",
    "add_months",
    "check_pauses",
    "due_date",
    "due_moment",
    "due_on",
    "earliest_hearing",
    "natural_end",
    "remaining",
    "remaining_time",
]

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DueDate:
    """When a term ends and how that was found; ``why`` explains a provisional date."""

    term: Term
    start: date
    due_on: date
    basis: str
    provisional: bool
    why: str
    derivation: tuple[str, ...]


@dataclass(frozen=True)
class _Count:
    """A finished count: its last day and the first day the calendar had a say in."""

    last: date
    calendar_from: date | None
    steps: tuple[str, ...]


def due_date(
    term: Term,
    start: date,
    calendar: WorkCalendar,
    *,
    length: int | None = None,
    suspended: Sequence[Period] = (),
) -> DueDate:
    """The last day of ``term`` when it starts on ``start``, told step by step.

    ``length`` replaces the table's figure (settings, approved extensions); days inside a
    ``suspended`` period do not count. For terms counted back (notice of a hearing) ``start`` is the
    day of the event and the result the last day for the notice. Raises ValueError for terms in
    hours: those have a moment (``due_moment``), not a day.
    """
    rule = TERM_RULES[term]
    figure = rule.length if length is None else length
    check_pauses(rule, suspended)
    count = _count(rule, start, figure, calendar, suspended)
    first = count.calendar_from
    why = "" if first is None else calendar.why_provisional(first, count.last)
    return DueDate(
        term=term,
        start=start,
        due_on=count.last,
        basis=rule.basis,
        provisional=bool(why),
        why=why,
        derivation=(f"{dated(start)}为起算日，当日不计入", *count.steps),
    )


def due_on(
    term: Term,
    start: date,
    calendar: WorkCalendar,
    *,
    length: int | None = None,
) -> date:
    """Only the day of ``due_date``, without the derivation (lists, bulk work)."""
    rule = TERM_RULES[term]
    figure = rule.length if length is None else length
    if rule.unit is Unit.WORKDAY:
        return calendar.add_workdays(start, -(figure + 1) if rule.backwards else figure)
    last = natural_end(rule, start, figure)
    return calendar.next_workday(last) if rule.rolls_over else last


def due_moment(term: Term, start: datetime, *, length: int | None = None) -> datetime:
    """When a term in hours ends; hours run through nights and days off.

    Raises ValueError for terms that are not counted in hours.
    """
    rule = TERM_RULES[term]
    if rule.unit is not Unit.HOUR:
        raise ValueError(f"{term} is counted in {rule.unit}s, not in hours")
    return start + timedelta(hours=rule.length if length is None else length)


def earliest_hearing(notified_on: date, calendar: WorkCalendar) -> date:
    """The first day a hearing may be held after its notice was served on ``notified_on``.

    《行政处罚法》第六十四条第二项: seven days before; read strictly as seven whole working days
    between service and hearing, so that the party never has less.
    """
    days = TERM_RULES[Term.HEARING_NOTICE].length
    return calendar.add_workdays(notified_on, days + 1)


def check_pauses(rule: TermRule, suspended: Sequence[Period]) -> None:
    """Refuses periods that overlap, that have no end, or a term that can't be suspended at all."""
    if suspended and rule.backwards:
        text = f"“{rule.label}”自事件之日向前计算，没有中止"
        raise RuleViolation("pause_backwards", text, rule.basis, field="suspended")
    ordered = sorted(suspended, key=lambda period: period.starts_on)
    for earlier, later in pairwise(ordered):
        if earlier.overlaps(later):
            text = f"自 {earlier.starts_on} 和自 {later.starts_on} 的两段中止期间重叠，请合并后填写"
            raise RuleViolation("pause_overlap", text, rule.basis, field="suspended")
    if ordered and ordered[-1].ends_on is None:
        text = "仍在中止，恢复办理后才能推算届满日"
        raise RuleViolation("pause_open", text, rule.basis, field="suspended")


def add_months(start: date, months: int) -> date:
    """The corresponding day ``months`` later, or the last day of a month that lacks it."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def natural_end(rule: TermRule, start: date, figure: int) -> date:
    """The last day counted by the calendar alone: no day off, no suspension looked at."""
    if rule.unit is Unit.HOUR:
        raise ValueError(f"{rule.label} is counted in hours: use due_moment")
    if rule.unit is Unit.DAY:
        return start + timedelta(days=figure)
    return add_months(start, figure * 12 if rule.unit is Unit.YEAR else figure)


def _count(
    rule: TermRule, start: date, figure: int, calendar: WorkCalendar, suspended: Sequence[Period]
) -> _Count:
    if figure < 0:
        raise RuleViolation("negative_term", "期限长度不能为负数", rule.basis, field="length")
    if rule.unit is not Unit.WORKDAY:
        return _count_natural(rule, start, figure, calendar, suspended)
    if rule.backwards:
        return _count_back(start, figure, calendar)
    return _count_workdays(start, figure, calendar, suspended)


def _count_workdays(
    start: date, figure: int, calendar: WorkCalendar, suspended: Sequence[Period]
) -> _Count:
    day, counted, steps = start, 0, []
    while counted < figure:
        day += _DAY
        reason = calendar.reason_of(day)
        if any(period.covers(day) for period in suspended):
            steps.append(f"{dated(day)}期间中止，不计")
        elif not calendar.is_workday(day):
            steps.append(f"{dated(day)}{reason}，不计")
        else:
            counted += 1
            steps.append(f"{dated(day)}{reason and reason + '，'}第 {counted} 个工作日")
    steps.append(f"{dated(day)}期限届满")
    return _Count(day, start + _DAY, tuple(steps))


def _count_back(event: date, figure: int, calendar: WorkCalendar) -> _Count:
    day, counted, steps = event, 0, []
    while counted <= figure:
        day -= _DAY
        reason = calendar.reason_of(day)
        if not calendar.is_workday(day):
            steps.append(f"{dated(day)}{reason}，不计")
            continue
        counted += 1
        if counted <= figure:
            steps.append(f"{dated(day)}{reason and reason + '，'}前第 {counted} 个工作日")
    steps.append(f"其间须满 {figure} 个完整工作日，最迟应于 {dated(day)}送达")
    return _Count(day, event - _DAY, tuple(steps))


def _count_natural(
    rule: TermRule, start: date, figure: int, calendar: WorkCalendar, suspended: Sequence[Period]
) -> _Count:
    last = natural_end(rule, start, figure)
    steps = [f"自次日起连续计算 {figure} {rule.unit.label}，节假日计入"]
    if rule.unit in (Unit.MONTH, Unit.YEAR) and last.day != start.day:
        steps.append(f"{last.year} 年 {last.month} 月没有 {start.day} 日，以该月最后一日为期满日")
    if suspended:
        last, lost = _extend(start, last, suspended)
        steps.append(f"期间中止 {lost} 日，不计入，期满日顺延 {lost} 日")
    if not rule.rolls_over:
        if not calendar.is_workday(last):
            steps.append(f"末日{dated(last)}{calendar.reason_of(last)}，本期限不顺延")
        steps.append(f"{dated(last)}期限届满")
        return _Count(last, None, tuple(steps))
    end = calendar.next_workday(last)
    day = last
    while day < end:
        steps.append(f"{dated(day)}{calendar.reason_of(day)}，末日遇休息日顺延")
        day += _DAY
    steps.append(f"{dated(end)}期限届满")
    return _Count(end, last, tuple(steps))


def _extend(start: date, last: date, suspended: Sequence[Period]) -> tuple[date, int]:
    """Move ``last`` on until every suspended day after ``start`` has been given back."""
    lost, day = 0, start
    while day < last:
        day += _DAY
        if any(period.covers(day) for period in suspended):
            lost += 1
            last += _DAY
    return last, lost
