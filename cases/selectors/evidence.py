"""Evidence as lists, pages and forms ask for it."""

from __future__ import annotations

from django.db import models
from django.http import Http404

from cases.models import Case, Evidence, UploadSession
from cases.selectors.visibility import get_visible_case
from core import audit
from core.models import AuditEntry, User
from personnel.models import Equipment
from zones.models import Township

_ORDER = {kind: place for place, kind in enumerate(Evidence.Kind.values)}


def evidence_of(
    case: Case, *, q: str = "", kind: str = "", used: str = ""
) -> models.QuerySet[Evidence]:
    """The pieces of a case by kind, in the order of 第四十六条, then as they came."""
    places = [models.When(kind=key, then=place) for key, place in _ORDER.items()]
    rows = case.evidence.select_related("added_by", "recorder").prefetch_related("collectors__user")
    if q:
        rows = rows.filter(
            models.Q(title__icontains=q)
            | models.Q(proves__icontains=q)
            | models.Q(name__icontains=q)
        )
    if kind:
        rows = rows.filter(kind=kind)
    if used:
        rows = rows.filter(set_aside_at__isnull=used == "yes")
    return rows.order_by(models.Case(*places, default=len(places)), "id")


def get_evidence(*, user: User, pk: int) -> Evidence:
    """The piece with its case; 404 where the case is not visible."""
    row = (
        Evidence.objects.select_related("added_by", "recorder")
        .prefetch_related("collectors__user")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise Http404("没有这件证据")
    row.case = get_visible_case(user=user, pk=row.case_id)
    return row


def custody_of(row: Evidence) -> models.QuerySet[AuditEntry]:
    """Who entered it, looked at it, took it out: latest first."""
    return audit.trail_of(row).reverse()


def cameras_of(case: Case) -> models.QuerySet[Equipment]:
    """Body cameras of the competent unit that are in use."""
    unit = case.unit
    field = "township" if isinstance(unit, Township) else "agency"
    return Equipment.objects.filter(kind=Equipment.Kind.CAMERA, **{field: unit}).exclude(
        state=Equipment.State.RETIRED
    )


def finished_uploads(case: Case, user: User) -> models.QuerySet[UploadSession]:
    """Files this person sent in pieces that are whole and in no evidence yet."""
    return unused_uploads(case, user).filter(received=models.F("size"))


def unused_uploads(case: Case, user: User) -> models.QuerySet[UploadSession]:
    """Begun or done, in no evidence yet."""
    return UploadSession.objects.filter(case=case, started_by=user, finished_at=None).order_by(
        "started_at"
    )
