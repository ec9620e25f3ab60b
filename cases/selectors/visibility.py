"""Who sees which case: one function for list, detail, search, export and API."""

from __future__ import annotations

from django.db import models
from django.http import Http404

from cases.models import Case, CaseScope
from cases.selectors.parts import read_parts
from core import access
from core.models import User

_KEY = {"township": "T", "zone": "Z", "agency": "A"}


def sees_everything(user: User) -> bool:
    return bool(access.grants_of(user).ids("view_cases", "district"))


def scope_keys(user: User) -> list[str]:
    """The keys under which cases are visible to this person (see CaseScope)."""
    grants = access.grants_of(user)
    keys = [
        f"{letter}{pk}"
        for kind, letter in _KEY.items()
        for pk in sorted(grants.ids("view_cases", kind))
    ]
    # 区政府办公室 sees what was put before the district government, nothing else.
    keys += [f"D{pk}" for pk in sorted(grants.ids("designate_jurisdiction", "district"))]
    return [*keys, f"U{user.pk}"] if grants.by_permission else keys


def visible_cases(*, user: User) -> models.QuerySet[Case]:
    """Every case this person may see, latest first."""
    if sees_everything(user):
        return Case.objects.order_by("-reported_at", "-id")
    keys = scope_keys(user)
    if not keys:
        return Case.objects.none()
    scopes = CaseScope.objects.filter(key__in=keys, case=models.OuterRef("pk"))
    return Case.objects.filter(models.Exists(scopes)).order_by("-reported_at", "-id")


def visible_among(rows: models.QuerySet[Case], *, user: User) -> models.QuerySet[Case]:
    """Those of a few rows that `visible_cases` has too.

    Each row is looked up by itself: PostgreSQL would otherwise read all that the person may see.
    """
    if sees_everything(user):
        return rows
    keys = scope_keys(user)
    if not keys:
        return rows.none()
    found = CaseScope.objects.filter(key__in=keys, case=models.OuterRef("pk"))
    return rows.filter(pk=models.Subquery(found.values("case")[:1]))


def get_visible_case(*, user: User, pk: int) -> Case:
    """The case, with what its page shows; 404 when it is not visible."""
    case = (
        visible_cases(user=user)
        .select_related(
            "item__agency",
            "township__zone",
            "village",
            "authority_township",
            "authority_agency",
            "created_by",
            "prior_notice",
            "draft__applied_version",
            "decision__decided_by",
            "hearing",
            "disclosure__decided_by",
            "archive__job",
        )
        .filter(pk=pk)
        .first()
    )
    if case is None:
        raise Http404("没有这个案件，或者它不在您的职责范围内")
    return read_parts(case)
