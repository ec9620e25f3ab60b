"""Reminders before a term ends."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from cases.models import CaseTerm
from cases.rules.deadlines import Term
from cases.rules.terms import AFTER_CLOSING
from cases.services import _terms
from core import notices

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


def running_terms_due_by(horizon: date) -> list[int]:
    resting = Q(case__suspended_on__isnull=False, term__in=_terms.RESTING)
    open_or_after = Q(case__closed_on=None) | Q(term__in=AFTER_CLOSING)
    return list(
        CaseTerm.objects.filter(open_or_after, closed_on=None, binds_unit=True, due_on__lte=horizon)
        .exclude(resting)
        .exclude(term=Term.COURT_APPLICATION.value)  # cases.services.court tells of it
        .values_list("pk", flat=True)
    )
