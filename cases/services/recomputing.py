"""Working the running terms out again when a holiday notice is loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction

from cases import events
from cases.models import Case, CaseTerm, Disclosure, PriorNotice
from cases.rules.deadlines import DueDate, Term
from cases.services import _held, _progress, _terms, complaint_terms
from core import calendars, notices
from core.rules.workdays import WorkCalendar

CHUNK = 500
Tell = Callable[[int, int, str], None]
# Last days that are kept a second time, where pages and guards look for them.
_COPIES: dict[str, tuple[type[models.Model], str]] = {
    Term.STATEMENT.value: (PriorNotice, "window_ends_on"),
    Term.HEARING_REQUEST.value: (PriorNotice, "hearing_due_on"),
    Term.PUBLICATION.value: (Disclosure, "due_on"),
}


@dataclass(frozen=True)
class Moved:
    """A running term whose last day a notice moves; `provisional`: it stays one even so."""

    case_id: int
    number: str
    title: str
    term_id: int
    label: str
    before: date
    after: date
    provisional: bool

    @property
    def days(self) -> int:
        return (self.after - self.before).days


def affected(since: date | None) -> models.QuerySet[CaseTerm]:
    """Running terms of open cases that days from `since` on can move; None: all of them."""
    rows = CaseTerm.objects.filter(closed_on=None, case__closed_on=None)
    if since is not None:
        rows = rows.filter(due_on__gte=since)
    return rows.order_by("case_id", "pk")


def preview(calendar: WorkCalendar, *, since: date | None, tell: Tell) -> tuple[list[Moved], int]:
    """What loading would move, and how many provisional days would become final as they are."""
    rows = affected(since)
    total, moved, settled = rows.count(), [], 0
    for done, row in enumerate(rows.select_related("case").iterator(CHUNK), start=1):
        due = _terms.outlook(row, calendar)
        if due is not None and due.due_on != row.due_on:
            moved.append(_moved(row.case, row, row.due_on, due))
        elif due is not None:
            settled += not due.provisional
        if done % CHUNK == 0:
            tell(done, total, "推算受影响的期限")
    return moved, settled


@transaction.atomic
def recompute_open_terms(*, since: date | None = None) -> list[Moved]:
    """After a notice was loaded: work out every running term it can touch, tell the handlers.

    Each case whose terms change gets one entry in its trail. Returns those whose day moved.
    """
    calendar = calendars.build_calendar()
    moved: list[Moved] = []
    for case_id, changed in _by_case(calendar, since):
        case = _progress.lock(case_id)
        shifted, payload = [], {}
        for row, due in changed:
            before = row.due_on
            payload[row.term] = [before.isoformat(), due.due_on.isoformat()]
            _terms.write(row, due)
            _keep_copy(row)
            if due.due_on != before:
                shifted.append(_moved(case, row, before, due))
        _terms.refresh_next_due(case)
        _progress.note(case, "recompute_terms", by=None, payload=payload)
        _tell_handlers(case, shifted)
        moved += shifted
    complaint_terms.recompute(calendar)
    events.calendar_loaded.send(sender=None, calendar=calendar)
    return moved


def _by_case(
    calendar: WorkCalendar, since: date | None
) -> Iterator[tuple[int, list[tuple[CaseTerm, DueDate]]]]:
    found: dict[int, list[tuple[CaseTerm, DueDate]]] = defaultdict(list)
    for row in affected(since):
        due = _terms.outlook(row, calendar)
        if due is not None:
            found[row.case_id].append((row, due))
    yield from found.items()


def _moved(case: Case, row: CaseTerm, before: date, due: DueDate) -> Moved:
    return Moved(
        case_id=case.pk,
        number=case.number,
        title=case.title,
        term_id=row.pk,
        label=row.label,
        before=before,
        after=due.due_on,
        provisional=due.provisional,
    )


def _keep_copy(row: CaseTerm) -> None:
    if row.term == Term.EVIDENCE_PRESERVATION.value:
        _held.recount_preservations(row.case)
    model, field = _COPIES.get(row.term, (None, ""))
    if model is not None:
        model._default_manager.filter(case_id=row.case_id).update(**{field: row.due_on})


def _tell_handlers(case: Case, shifted: list[Moved]) -> None:
    if not shifted:
        return
    people = [
        row.officer.user
        for row in case.handlers.filter(removed_at=None).select_related("officer__user")
    ]
    said = "；".join(f"{row.label} {row.before} 改为 {row.after}" for row in shifted)
    notices.send(
        people or [case.created_by],
        key=f"calendar:{case.pk}:{case.version}",
        text=f"{case.number} {case.title}：放假通知载入后重新推算，{said}",
        url=f"{case.get_absolute_url()}?tab=terms",
    )
