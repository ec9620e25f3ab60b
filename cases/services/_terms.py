"""Opening and closing the terms of a case; the nearest one is kept on the case for lists."""

from __future__ import annotations

from datetime import date

from cases.models import Case, CaseTerm
from cases.rules.deadlines import TERM_RULES, Term, Unit, due_date
from core import calendars, parameters
from core.rules.workdays import WorkCalendar


def length_of(term: Term) -> int:
    """The figure in force: 司法局's where the law leaves it open, else the table's."""
    rule = TERM_RULES[term]
    return parameters.values().get(term.value, rule.length) if rule.configurable else rule.length


def open_term(
    case: Case, term: Term, start: date, *, calendar: WorkCalendar | None = None, binds: bool = True
) -> CaseTerm:
    """Let a term run from `start`. A term of the same kind still running is replaced."""
    case.terms.filter(term=term.value, closed_on=None).update(closed_on=start)
    rule = TERM_RULES[term]
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


def refresh_next_due(case: Case) -> None:
    """Copy the nearest running term that binds the unit; the caller saves the case."""
    nearest = case.terms.filter(closed_on=None, binds_unit=True).order_by("due_on", "id").first()
    case.next_due_on = nearest.due_on if nearest else None
    case.next_due_term = nearest.term if nearest else ""
    case.next_due_provisional = bool(nearest and nearest.provisional)


def recompute(row: CaseTerm, calendar: WorkCalendar) -> date | None:
    """Work the term out again; returns the old date if it moved."""
    due = due_date(Term(row.term), row.starts_on, calendar, length=row.length)
    if (due.due_on, due.provisional) == (row.due_on, row.provisional):
        return None
    before = row.due_on
    row.due_on, row.provisional, row.why = due.due_on, due.provisional, due.why
    row.derivation = list(due.derivation)
    row.save()
    return before
