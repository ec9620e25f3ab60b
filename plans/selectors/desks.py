"""Operations that wait for a person."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

from core import access
from core.models import User
from plans.models import Operation, OperationMember, OperationUnit
from plans.rules.operation import CHECK_IN_BEFORE, S

Rows = models.QuerySet[Operation]


def _planned_by(user: User) -> models.Q:
    """Led by the person's zone or town, or prepared by the person."""
    grants = access.grants_of(user)
    leads = OperationUnit.objects.filter(
        operation=models.OuterRef("pk"),
        leads=True,
        township__in=grants.ids("plan_operations", "township"),
    )
    own = models.Q(zone__in=grants.ids("plan_operations", "zone"))
    return own | models.Q(models.Exists(leads)) | models.Q(created_by=user)


def _sent(user: User, **more: object) -> models.Exists:
    rows = OperationMember.objects.filter(
        operation=models.OuterRef("pk"), officer__user=user, **more
    )
    return models.Exists(rows)


def to_order(user: User) -> Rows:
    """Drafts of the zone that is led, or of one's own making, which are not over yet."""
    if not access.grants_of(user).any("plan_operations"):
        return Operation.objects.none()
    return Operation.objects.filter(_planned_by(user), state=S.DRAFT, ends_at__gt=timezone.now())


def to_staff(user: User) -> Rows:
    """A unit for which the person speaks has named nobody yet."""
    grants = access.grants_of(user)
    empty = OperationUnit.objects.filter(
        models.Q(township__in=grants.ids("plan_operations", "township"))
        | models.Q(agency__in=grants.ids("plan_operations", "agency")),
        operation=models.OuterRef("pk"),
        members=None,
    )
    return Operation.objects.filter(
        models.Exists(empty), state__in=[S.DRAFT, S.ORDERED], ends_at__gt=timezone.now()
    )


def to_check_in(user: User) -> Rows:
    """Where the person goes today or tomorrow, not checked in yet."""
    now = timezone.now()
    return Operation.objects.filter(
        _sent(user, arrived_at=None),
        state__in=[S.ORDERED, S.UNDER_WAY],
        starts_at__lt=now + CHECK_IN_BEFORE + timedelta(days=1),
        ends_at__gt=now,
    )


def to_finish(user: User) -> Rows:
    """The time is over, and nobody has said so."""
    return Operation.objects.filter(
        _planned_by(user) | models.Q(_sent(user, unit__leads=True)),
        state__in=[S.ORDERED, S.UNDER_WAY],
        ends_at__lte=timezone.now(),
    )


def to_tell(user: User) -> Rows:
    """Finished, and the unit for which the person speaks has told no result."""
    grants = access.grants_of(user)
    silent = OperationUnit.objects.filter(
        models.Q(township__in=grants.ids("plan_operations", "township"))
        | models.Q(agency__in=grants.ids("plan_operations", "agency"))
        | models.Q(members__officer__user=user),
        operation=models.OuterRef("pk"),
        result="",
    )
    return Operation.objects.filter(models.Exists(silent), state=S.FINISHED)


def to_report(user: User) -> Rows:
    """Finished without a report, led by the person's zone or unit."""
    return Operation.objects.filter(
        _planned_by(user) | models.Q(_sent(user, unit__leads=True)), state=S.FINISHED
    )
