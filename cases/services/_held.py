"""The terms of things held: the nearest one runs on the case, each row keeps its own last day."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from cases.models import Case, Measure, Preservation
from cases.rules.deadlines import Term, due_date
from cases.services import _terms
from core import calendars, notices
from core.rules.periods import Period
from core.rules.workdays import WorkCalendar

_25 = "《行政强制法》第二十五条"


def unsettled(case: Case) -> list[Preservation]:
    """Preserved, and no decision yet; earliest first."""
    rows = case.preservations.filter(outcome="").exclude(preserved_on=None)
    return list(rows.order_by("preserved_on", "pk"))


def running(case: Case) -> list[Measure]:
    """Carried out, and not ended; nearest last day first."""
    rows = list(case.measures.filter(outcome="").exclude(carried_out_at=None))
    return sorted(rows, key=lambda row: (row.last_day or date.max, row.pk))


def preservation_due(preserved_on: date, calendar: WorkCalendar | None = None) -> date:
    """The last of the seven working days."""
    term, known = Term.EVIDENCE_PRESERVATION, calendar or calendars.work_calendar()
    return due_date(term, preserved_on, known).due_on


def start_of(row: Measure) -> date:
    assert row.carried_out_at is not None  # running
    return timezone.localdate(row.carried_out_at)


def testing_of(row: Measure) -> list[Period]:
    """The days that do not count (第二十五条第三款), told in writing."""
    if row.testing_from is None or row.testing_to is None:
        return []
    return [Period(row.testing_from, row.testing_to)]


def measure_due(row: Measure, more: int = 0) -> date:
    """The last day of the measure, `more` approved days on top of the thirty."""
    length = _terms.length_of(Term.SEIZURE) + more
    return due_date(
        Term.SEIZURE,
        start_of(row),
        calendars.work_calendar(),
        length=length,
        suspended=testing_of(row),
    ).due_on


def follow_preservations(case: Case) -> None:
    """The term of the case is that of the earliest preservation without a decision."""
    rows = unsettled(case)
    _run(case, Term.EVIDENCE_PRESERVATION, rows[0].preserved_on if rows else None)


def recount_preservations(case: Case) -> None:
    """A holiday notice was loaded: each preservation without a decision has its own last day."""
    calendar = calendars.build_calendar()
    for row in unsettled(case):
        assert row.preserved_on is not None  # preserved
        row.due_on = preservation_due(row.preserved_on, calendar)
        row.save(update_fields=["due_on"])


def follow_measures(case: Case) -> None:
    """The term of the case is that of the measure that ends first."""
    rows = running(case)
    if not rows:
        _run(case, Term.SEIZURE, None)
        return
    row = rows[0]
    assert row.due_on is not None  # carried out
    extended = (row.extended_to - row.due_on).days if row.extended_to else 0
    pauses = [
        [one.starts_on.isoformat(), one.ends_on.isoformat()]
        for one in testing_of(row)
        if one.ends_on is not None
    ]
    _run(case, Term.SEIZURE, start_of(row), extended=extended, pauses=pauses)


def _run(
    case: Case,
    term: Term,
    start: date | None,
    *,
    extended: int = 0,
    pauses: list[list[str]] | None = None,
) -> None:
    """One running term of this kind, from `start`; none where nothing is held."""
    if start is None:
        _terms.close_term(case, term, timezone.localdate())
        return
    known = case.terms.filter(term=term.value, closed_on=None).first()
    if known is None or known.starts_on != start:
        known = _terms.open_term(case, term, start)
    if (known.extended_days, known.suspended) != (extended, pauses or []):
        known.extended_days, known.suspended = extended, list(pauses or [])
        known.extension_basis = _25 if extended else ""
        known.save()
        due = _terms.outlook(known, calendars.work_calendar())
        if due is not None:
            _terms.write(known, due)
    _terms.refresh_next_due(case)


def save_due(case: Case) -> None:
    """After `finish` saved the case: the nearest term may be another one now."""
    case.save(update_fields=["next_due_on", "next_due_term", "next_due_provisional"])


def tell_handlers(case: Case, words: str, *, key: str, urgent: bool = False) -> None:
    rows = case.handlers.filter(removed_at=None).select_related("officer__user")
    notices.send(
        [row.officer.user for row in rows],
        key=key,
        text=f"{case.number} {case.title}：{words}",
        url=f"{case.get_absolute_url()}?tab=evidence",
        urgent=urgent,
    )
