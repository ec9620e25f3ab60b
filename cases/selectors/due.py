"""The due badge of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.models import Case, CaseTerm
from cases.rules.deadlines import TERM_RULES, Term, Unit, remaining
from cases.rules.terms import AFTER_CLOSING
from core.rules.workdays import WorkCalendar

# How a state is coloured; open steps in between are "progress".
TONES = {
    "reported": "warning",
    "accepted": "warning",
    "under_review": "info",
    "cleared": "success",
    "closed": "neutral",
    "refused": "neutral",
    "not_filed": "neutral",
    "transferred": "neutral",
}


@dataclass(frozen=True)
class Due:
    """What a badge shows: how much is left, how urgent, and whether the date is provisional."""

    text: str
    level: str
    label: str
    due_on: date
    provisional: bool
    why: str


def due_of(case: Case, today: date, calendar: WorkCalendar) -> Due | None:
    """The nearest term that binds the unit; None when nothing runs."""
    if case.next_due_on is None or (case.is_final and case.next_due_term not in AFTER_CLOSING):
        return None
    rule = TERM_RULES[Term(case.next_due_term)]
    left = remaining(case.next_due_on, today, calendar, rule.unit)
    why = calendar.why_provisional(today, case.next_due_on) if case.next_due_provisional else ""
    return Due(
        text=left.text,
        level=left.level.value,
        label=rule.label,
        due_on=case.next_due_on,
        provisional=case.next_due_provisional,
        why=why,
    )


def due_of_term(row: CaseTerm, today: date, calendar: WorkCalendar) -> Due:
    """The badge of one term. A term of the party's runs out; nobody is late with it."""
    if row.is_resting:
        why = "案件中止，期限停止计算，恢复办理后重新推算届满日"
        return Due("中止中", "none", row.label, row.due_on, False, why)
    if not row.binds_unit and row.due_on < today:
        return Due("已届满", "none", row.label, row.due_on, row.provisional, row.why)
    unit = Unit.WORKDAY if row.in_workdays else Unit.DAY
    left = remaining(row.due_on, today, calendar, unit)
    return Due(
        text=left.text,
        level=left.level.value,
        label=row.label,
        due_on=row.due_on,
        provisional=row.provisional,
        why=row.why,
    )
