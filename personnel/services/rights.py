"""The rights that flow from offices: computed, compared with what is stored, put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from core import access
from core.models import User
from personnel.models import Appointment, Officer
from personnel.roles import ROLES, Role
from zones.models import Zone


@dataclass(frozen=True)
class Due:
    """A right that follows from an appointment."""

    kind: str
    object_id: int
    permission: str


def rights_of(appointment: Appointment) -> set[Due]:
    """The rights one live appointment gives: on its scope, and on the zone's towns."""
    spec = ROLES[Role(appointment.role)]
    scope = appointment.scope
    due = {Due(spec.scope.value, scope.pk, permission) for permission in spec.permissions}
    if isinstance(scope, Zone):
        for town_id in scope.townships.values_list("pk", flat=True):
            due |= {Due("township", town_id, p) for p in spec.town_permissions}
    return due


def rights_due(officer: Officer, day: date) -> set[Due]:
    live = [a for a in officer.appointments.select_related("zone") if a.live_on(day)]
    return set().union(*(rights_of(a) for a in live)) if live else set()


def next_change(officer: Officer, day: date) -> date | None:
    """The next day on which rights change by themselves: an office begins, or has run out."""
    days: list[date] = []
    for appointment in officer.appointments.filter(ended_at=None):
        days.append(appointment.starts_on)
        if appointment.ends_on:
            days.append(appointment.ends_on + timedelta(days=1))
    return min((d for d in days if d > day), default=None)


def sync(user: User) -> int:
    """Make the stored grants equal to what the appointments give today; returns repairs made."""
    officer = Officer.objects.filter(user=user).first()
    today = timezone.localdate()
    due = rights_due(officer, today) if officer else set()
    held = {Due(kind, pk, codename) for kind, pk, codename in access.granted_rows(user)}
    access.apply(user, add={_row(r) for r in due - held}, remove={_row(r) for r in held - due})
    review_on = next_change(officer, today) if officer else None
    if user.access_review_on != review_on:
        user.access_review_on = review_on
        user.save(update_fields=["access_review_on"])
    access.forget(user)
    return len(due ^ held)


def _row(right: Due) -> tuple[str, int, str]:
    return (right.kind, right.object_id, right.permission)


@transaction.atomic
def refresh_user(user: User) -> None:
    """The review day has come: recompute before answering (an office ran out at midnight)."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    sync(locked)
    user.access_review_on = locked.access_review_on


@transaction.atomic
def sync_everyone() -> int:
    """Repair every account's grants; returns the number of rights put right."""
    return sum(sync(user) for user in User.objects.order_by("pk"))
