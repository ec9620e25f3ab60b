"""Opening and closing the terms of a case; the nearest one is kept on the case for lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils import timezone

from cases.models import Case, CaseTerm
from cases.rules.deadlines import TERM_RULES, DueDate, Term, Unit, due_date
from core import calendars, parameters
from core.errors import RuleViolation
from core.rules.workdays import WorkCalendar

RESTING = tuple(term.value for term, rule in TERM_RULES.items() if rule.rests)


def length_of(term: Term) -> int:
    """The figure in force: 司法局's where the law leaves it open, else the table's."""
    rule = TERM_RULES[term]
    return parameters.values().get(term.value, rule.length) if rule.configurable else rule.length


def open_term(
    case: Case, term: Term, start: date, *, calendar: WorkCalendar | None = None, binds: bool = True
) -> CaseTerm:
    """Let a term run from `start`. A term of the same kind still running is replaced.

    Refuses a start that has not come yet.
    """
    rule = TERM_RULES[term]
    if start > timezone.localdate():
        text = f"“{rule.label}”的起算日 {start} 尚未到来，请核对日期"
        raise RuleViolation("future_start", text, rule.basis, field="starts_on")
    case.terms.filter(term=term.value, closed_on=None).update(closed_on=start)
    length = length_of(term)
    due = due_date(term, start, calendar or calendars.work_calendar(), length=length)
    row = CaseTerm.objects.create(
        case=case,
        term=term.value,
        label=rule.label,
        basis=rule.basis,
        starts_on=start,
        due_on=due.due_on,
        length=length,
        in_workdays=rule.unit is Unit.WORKDAY,
        binds_unit=binds,
        provisional=due.provisional,
        why=due.why,
        derivation=list(due.derivation),
    )
    refresh_next_due(case)
    return row


def close_term(case: Case, term: Term, on: date) -> None:
    case.terms.filter(term=term.value, closed_on=None).update(closed_on=on)
    refresh_next_due(case)


def close_all(case: Case, on: date) -> None:
    case.terms.filter(closed_on=None).update(closed_on=on)
    refresh_next_due(case)


def suspend(case: Case, on: date) -> None:
    """The case rests from `on`: so do the unit's own terms that may, never the party's."""
    for row in case.terms.filter(closed_on=None, term__in=RESTING):
        row.suspended = [*row.suspended, [on.isoformat(), None]]
        row.save()
    refresh_next_due(case)


def resume(case: Case, last: date, *, calendar: WorkCalendar | None = None) -> list[CaseTerm]:
    """The case goes on after `last`, the last day of rest: every day of it is given back."""
    rested = [row for row in case.terms.filter(closed_on=None) if row.is_resting]
    for row in rested:
        row.suspended = [[first, until or last.isoformat()] for first, until in row.suspended]
        _write(row, calendar or calendars.work_calendar())
    refresh_next_due(case)
    return rested


def extend(
    case: Case, term: Term, days: int, basis: str, *, calendar: WorkCalendar | None = None
) -> CaseTerm:
    """Lengthen a running term by `days` (in its own unit), on the basis that was approved.

    Refuses a term the law does not let be extended, more than it allows in all, a term that does
    not run, and one that has ended already.
    """
    rule = TERM_RULES[term]
    row = case.terms.filter(term=term.value, closed_on=None).first()
    if row is None:
        raise RuleViolation("term_not_running", f"“{rule.label}”没有在计算", rule.basis)
    check_extension(row, days)
    row.extended_days += days
    row.extension_basis = "；".join(filter(None, (row.extension_basis, basis)))[:200]
    _write(row, calendar or calendars.work_calendar())
    refresh_next_due(case)
    return row


def check_extension(row: CaseTerm, days: int) -> None:
    """Whether the running term may be extended by `days` today."""
    rule = TERM_RULES[Term(row.term)]
    if rule.extension is None:
        text = f"法律没有规定“{rule.label}”可以延长"
        raise RuleViolation("no_extension", text, rule.basis, field="days")
    if days < 1:
        raise RuleViolation("no_days", "延长天数至少为 1", rule.extension.basis, field="days")
    most = rule.extension.at_most
    if most is not None and row.extended_days + days > most:
        text = f"“{rule.label}”合计最多延长 {most} {rule.unit.label}，已延长 {row.extended_days}"
        raise RuleViolation("extension_too_long", text, rule.extension.basis, field="days")
    if row.due_on < timezone.localdate():
        text = f"“{rule.label}”已于 {row.due_on} 届满，届满后不能再延长"
        raise RuleViolation("extension_too_late", text, rule.extension.basis, field="days")


def preview(row: CaseTerm, days: int) -> DueDate:
    """When the term would end if extended by `days`."""
    return _work_out(row, calendars.work_calendar(), more=days)


def refresh_next_due(case: Case) -> None:
    """Copy the nearest running term that binds the unit; the caller saves the case."""
    running = case.terms.filter(closed_on=None, binds_unit=True).order_by("due_on", "id")
    nearest = next((row for row in running if not row.is_resting), None)
    case.next_due_on = nearest.due_on if nearest else None
    case.next_due_term = nearest.term if nearest else ""
    case.next_due_provisional = bool(nearest and nearest.provisional)


def outlook(row: CaseTerm, calendar: WorkCalendar) -> DueDate | None:
    """What the term would be under `calendar`; None where nothing changes or while it rests."""
    if row.is_resting:
        return None
    due = _work_out(row, calendar)
    same = (due.due_on, due.provisional) == (row.due_on, row.provisional)
    return None if same else due


def write(row: CaseTerm, due: DueDate) -> None:
    """Keep the new last day of a term with its derivation."""
    row.due_on, row.provisional, row.why = due.due_on, due.provisional, due.why
    row.derivation = list(due.derivation)
    row.save()


def _work_out(row: CaseTerm, calendar: WorkCalendar, *, more: int = 0) -> DueDate:
    """The rule on what is written of the term: start, length, days of rest, approved extension."""
    term = Term(row.term)
    length = TERM_RULES[term].length if row.length is None else row.length
    extended = row.extended_days + more
    due = due_date(term, row.starts_on, calendar, length=length + extended, suspended=row.pauses)
    if not extended:
        return due
    unit = TERM_RULES[term].unit.label
    words = f"经批准延长 {extended} {unit}（{row.extension_basis}）"
    return replace(due, derivation=(due.derivation[0], words, *due.derivation[1:]))


def _write(row: CaseTerm, calendar: WorkCalendar) -> None:
    write(row, _work_out(row, calendar))
