"""How a case stands towards compulsory execution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.models import Case, Enforcement
from cases.rules.court import Window
from cases.rules.execution import CourtStep, court_steps
from cases.selectors.performance import performance_of
from cases.selectors.standing import annulled_by, draft_of, owes, window_of
from core import audit
from core.models import AuditEntry
from core.rules.workdays import WorkCalendar

TOLD = "remind_court"
SOON = 30


def perform_by(case: Case, today: date) -> date | None:
    """The last day the party has to perform what is left; None where none was set."""
    draft = draft_of(case)
    days: list[date | None] = (
        [draft.correct_by] if draft and draft.correct_by and draft.correction else []
    )
    money = performance_of(case, today)
    if money is not None and money.owed:
        late = [part.due_on for part in money.plan if part.late]
        days.append(min(late) if late else money.due_on)
    return max((day for day in days if day), default=None)


@dataclass(frozen=True)
class CourtWindow:
    """When the court may be asked, as the page shows it.

    `phase`: waits (remedies run), early, open, closing, lost, used, idle (nothing to enforce).
    """

    phase: str
    window: Window | None
    left: int | None
    told: list[AuditEntry]

    @property
    def tone(self) -> str:
        return {"open": "info", "closing": "warning", "lost": "danger"}.get(self.phase, "neutral")


def court_window_of(case: Case, today: date, calendar: WorkCalendar) -> CourtWindow | None:
    """None before service; `told` is asked for once the window has opened."""
    if case.served_on is None:
        return None
    window = window_of(case, calendar)
    phase, left = _phase(case, window, today)
    asked = phase in ("closing", "lost", "used")
    told = list(audit.trail_of(case).filter(verb=TOLD)) if asked else []
    return CourtWindow(phase, window, left, told)


def _phase(case: Case, window: Window | None, today: date) -> tuple[str, int | None]:
    if any(row.kind == Enforcement.Kind.COURT for row in case.enforcements.all()):
        return "used", None
    if annulled_by(case) is not None or not owes(case) or case.is_final:
        return "idle", None
    if window is None or window.closes_on is None:
        return "waits", None
    if today < window.opens_on:
        return "early", (window.opens_on - today).days
    left = (window.closes_on - today).days
    if left < 0:
        return "lost", left
    return ("closing" if left <= SOON else "open"), left


@dataclass(frozen=True)
class Running:
    """An execution with the days by which the court answers."""

    row: Enforcement
    steps: tuple[CourtStep, ...]


def executions_of(case: Case, calendar: WorkCalendar) -> list[Running]:
    found = []
    for row in case.enforcements.all():
        court = row.kind == Enforcement.Kind.COURT and not row.result
        steps = court_steps(row.applied_on, row.accepted_on, calendar) if court else ()
        found.append(Running(row, steps))
    return found
