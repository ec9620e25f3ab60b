"""Joint operations: who sees which, with everything a page of one needs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import models
from django.http import Http404
from django.utils import timezone

from cases.models import Case
from core import access
from core.models import User
from plans.models import (
    Finding,
    Operation,
    OperationEquipment,
    OperationMember,
    OperationPlace,
    OperationUnit,
)
from plans.rules.operation import OperationState
from zones.models import Zone
from zones.selectors import all_towns

DRAFT = OperationState.DRAFT.value


def visible_operations(user: User) -> models.QuerySet[Operation]:
    """Operations in which the person's unit or zone takes part, latest first; drafts only to those
    who prepare or will be asked for people."""
    grants = access.grants_of(user)
    rows = Operation.objects.select_related("zone", "created_by")
    if grants.ids("view_operations", "district"):
        return rows
    zones = grants.ids("view_operations", "zone")
    drafts = _of(
        grants.ids("plan_operations", "zone"),
        grants.ids("plan_operations", "township"),
        grants.ids("plan_operations", "agency"),
    )
    seen = _of(
        zones, grants.ids("view_operations", "township"), grants.ids("view_operations", "agency")
    )
    sent = OperationMember.objects.filter(operation=models.OuterRef("pk"), officer__user=user)
    issued = ~models.Q(state=DRAFT) & ~models.Q(state="cancelled", ordered_at=None)
    return rows.filter(drafts | models.Q(created_by=user) | (issued & (seen | models.Exists(sent))))


def _of(zones: set[int], towns: set[int], agencies: set[int]) -> models.Q:
    """Led by the zones, or with a unit of them, or with one of the towns and bureaus."""
    inside = {town.pk for town in all_towns() if town.zone_id in zones}
    part = OperationUnit.objects.filter(
        models.Q(township__in=towns | inside) | models.Q(agency__in=agencies),
        operation=models.OuterRef("pk"),
    )
    return models.Q(models.Q(zone__in=zones) | models.Exists(part))


def with_units(rows: models.QuerySet[Operation]) -> models.QuerySet[Operation]:
    """What a list shows of each: units, places' towns, how many people."""
    return rows.prefetch_related(
        models.Prefetch("units", _units()),
        models.Prefetch("members", OperationMember.objects.select_related("officer__user")),
    )


def _units() -> models.QuerySet[OperationUnit]:
    return OperationUnit.objects.select_related("township", "agency", "result_by")


def whole(rows: models.QuerySet[Operation]) -> models.QuerySet[Operation]:
    """With every part: a page of one operation, a few queries whatever its size."""
    members = OperationMember.objects.select_related(
        "unit__township", "unit__agency", "officer__user", "engagement"
    )
    findings = Finding.objects.select_related("place__township", "found_by", "case")
    return rows.select_related(
        "zone", "case", "created_by", "ordered_by", "reported_by"
    ).prefetch_related(
        models.Prefetch("units", _units()),
        models.Prefetch("places", OperationPlace.objects.select_related("township")),
        models.Prefetch("members", members),
        models.Prefetch(
            "equipment",
            OperationEquipment.objects.select_related(
                "equipment__township", "equipment__agency", "engagement"
            ),
        ),
        models.Prefetch("findings", findings.prefetch_related("photos")),
    )


def get_visible_operation(*, user: User, pk: int) -> Operation:
    found = whole(visible_operations(user)).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这次联合行动，或者它不在您的职责范围内")
    return found


def of_case(user: User, case: Case) -> list[Operation]:
    """Operations arranged for the case, and the one from which it was opened."""
    mine = models.Q(case=case) | models.Q(findings__case=case)
    rows = visible_operations(user).filter(mine).distinct()
    return list(with_units(rows).order_by("-starts_at", "-id")[:10])


def between(
    rows: models.QuerySet[Operation], first: date, last: date
) -> models.QuerySet[Operation]:
    """Those that touch the days from ``first`` to ``last``, by their begin."""
    start = timezone.make_aware(datetime.combine(first, time.min))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
    return rows.filter(starts_at__lt=end, ends_at__gt=start).order_by("starts_at", "id")


def of_zone(rows: models.QuerySet[Operation], zone: Zone) -> models.QuerySet[Operation]:
    """Led by the zone, or with one of its towns."""
    return rows.filter(_of({zone.pk}, set(), set()))


def days_of(operation: Operation) -> tuple[date, date]:
    """Its first and last day; one that ends at midnight does not touch the next."""
    last = operation.ends_at - timedelta(microseconds=1)
    return timezone.localdate(operation.starts_at), timezone.localdate(last)


def finding_of(user: User, case: Case) -> Finding | None:
    """The finding from which the case was opened, where the person may see its operation."""
    rows = Finding.objects.filter(
        case=case, operation__in=visible_operations(user).order_by().values("pk")
    )
    return rows.select_related("operation", "place__township").prefetch_related("photos").first()
