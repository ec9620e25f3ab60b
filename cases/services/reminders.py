"""Reminders before a term ends, and recomputing when a holiday notice is loaded."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import Q

from cases.models import CaseTerm
from cases.services import _progress, _terms
from core import calendars, notices

DAYS_AHEAD = (7, 3, 1, 0)


def remind(*, term_id: int, today: date) -> int:
    """Tell the handlers (or, before filing, the registrar) of one term; each day count once."""
    row = CaseTerm.objects.select_related("case__created_by").get(pk=term_id)
    left = (row.due_on - today).days
    stage = "late" if left < 0 else next((str(d) for d in reversed(DAYS_AHEAD) if left <= d), "")
    if row.closed_on or not stage:
        return 0
    case = row.case
    people = [h.officer.user for h in case.handlers.filter(removed_at=None)] or [case.created_by]
    words = f"已逾期 {-left} 天" if left < 0 else ("今天到期" if left == 0 else f"还有 {left} 天")
    return notices.send(
        people,
        key=f"term:{row.pk}:{row.due_on}:{stage}",
        text=f"{case.number} {case.title}：{row.label}{words}（{row.due_on}）",
        url=case.get_absolute_url(),
        urgent=left <= 1,
    )


@transaction.atomic
def recompute_open_terms() -> list[tuple[str, str, date, date]]:
    """After a notice was loaded: (案号, 期限, old, new) of every running term that moved."""
    calendar = calendars.build_calendar()
    moved: list[tuple[str, str, date, date]] = []
    by_case: dict[int, list[CaseTerm]] = defaultdict(list)
    for row in CaseTerm.objects.filter(closed_on=None, case__closed_on=None).order_by("pk"):
        by_case[row.case_id].append(row)
    for case_id, rows in by_case.items():
        changed = {row: _terms.recompute(row, calendar) for row in rows}
        shifted = {row: old for row, old in changed.items() if old is not None}
        if not shifted:
            continue
        case = _progress.lock(case_id)
        _terms.refresh_next_due(case)
        payload = {
            row.term: [old.isoformat(), row.due_on.isoformat()] for row, old in shifted.items()
        }
        _progress.note(case, "recompute_terms", by=None, payload=payload)
        moved += [(case.number, row.label, old, row.due_on) for row, old in shifted.items()]
    return moved


def running_terms_due_by(horizon: date) -> list[int]:
    resting = Q(case__suspended_on__isnull=False, term__in=_terms.RESTING)
    return list(
        CaseTerm.objects.filter(
            closed_on=None, binds_unit=True, due_on__lte=horizon, case__closed_on=None
        )
        .exclude(resting)
        .values_list("pk", flat=True)
    )
