"""Rows of running and ended terms, computed once per kind and first day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from cases.rules.deadlines import TERM_RULES, Term, Unit, due_date
from cases.services._terms import length_of
from core.rules.workdays import WorkCalendar
from xiangcheng_enforcement.demo.clock import day_of
from xiangcheng_enforcement.demo.tables import as_csv


@dataclass(frozen=True, slots=True)
class Due:
    """When a term ends; `columns` are those of its row that don't depend on the case, as CSV."""

    term: Term
    due_on: int
    date: str
    provisional: bool
    columns: str


class Terms:
    """`cases.services._terms.open_term` without the database: the same rule, remembered."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._lengths = {
            term: length_of(term) for term in TERM_RULES if TERM_RULES[term].unit is not Unit.HOUR
        }
        self._known: dict[tuple[Term, int], Due] = {}

    def due(self, term: Term, start: int) -> Due:
        """The term that starts on the day with that ordinal."""
        key = (term, start)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._work_out(term, day_of(start))
        return known

    def _work_out(self, term: Term, start: date) -> Due:
        rule = TERM_RULES[term]
        length = self._lengths[term]
        due = due_date(term, start, self._calendar, length=length)
        columns = (
            term.value,
            rule.label,
            rule.basis,
            start,
            due.due_on,
            length,
            rule.unit is Unit.WORKDAY,
            due.provisional,
            due.why,
            json.dumps(due.derivation, ensure_ascii=False),
        )
        return Due(term, due.due_on.toordinal(), str(due.due_on), due.provisional, as_csv(columns))
