"""The three months to ask the court (《行政强制法》第五十三条): opened, watched, and lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import models, transaction

from cases.models import Case, CaseTerm, Enforcement
from cases.rules.court import Window
from cases.rules.deadlines import Term
from cases.rules.workflow import CaseState
from cases.selectors.execution import TOLD
from cases.selectors.standing import owes, window_of
from cases.services import _progress, _terms
from core import access, calendars, notices

DAYS_AHEAD = (30, 10, 3)
CHUNK = 500
_SHORTEST = timedelta(days=15)  # no window opens sooner after service


def watched(today: date) -> Iterator[int]:
    """Cases served long enough ago whose decision no court has been asked to enforce."""
    asked = Enforcement.objects.filter(case=models.OuterRef("pk"), kind="court")
    rows = Case.objects.filter(
        ~models.Exists(asked),
        state__in=[CaseState.SERVED.value, CaseState.ENFORCING.value],
        served_on__lt=today - _SHORTEST,
        closed_on=None,
    )
    return rows.order_by("pk").values_list("pk", flat=True).iterator(CHUNK)


@transaction.atomic
def watch(*, case_id: int, today: date) -> bool:
    """Open the term when the window opens; tell people 30, 10 and 3 days before it closes, and
    once when the right is lost. Whom it told stands in the trail. True when it told somebody."""
    case = _progress.lock(case_id)
    window = window_of(case, calendars.work_calendar())
    if window is None or window.closes_on is None or today < window.opens_on or not owes(case):
        return False
    _let_run(case, window)
    left = (window.closes_on - today).days
    stage = "lost" if left < 0 else next((str(d) for d in reversed(DAYS_AHEAD) if left <= d), "")
    return bool(stage) and _tell(case, window.closes_on, left, stage)


def _let_run(case: Case, window: Window) -> None:
    start = window.opens_on - timedelta(days=1)
    if CaseTerm.objects.filter(case=case, term=Term.COURT_APPLICATION, starts_on=start).exists():
        return
    _terms.open_term(case, Term.COURT_APPLICATION, start)
    case.save(update_fields=["next_due_on", "next_due_term", "next_due_provisional"])


def _tell(case: Case, closes_on: date, left: int, stage: str) -> bool:
    people = {
        row.officer.user.pk: row.officer.user for row in case.handlers.filter(removed_at=None)
    }
    people |= {user.pk: user for user in access.users_with("approve_cases", case.unit)}
    if left < 0:
        said = f"申请法院强制执行已于 {closes_on} 逾期，丧失申请权"
    else:
        said = f"申请法院强制执行的期限还有 {left} 天（{closes_on} 届满）"
    sent = notices.send(
        people.values(),
        key=f"court:{case.pk}:{closes_on}:{stage}",
        text=f"{case.number} {case.title}：{said}",
        url=f"{case.get_absolute_url()}?tab=performance",
        urgent=left <= DAYS_AHEAD[1],
    )
    if not sent:
        return False
    told = [str(person) for person in people.values()]
    _progress.note(case, TOLD, by=None, payload={"note": said, "told": told})
    return True
