"""Questions about offices, answered for a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils import timezone

from core.models import User
from personnel.models import Appointment, Officer
from personnel.roles import Role
from zones.models import Agency, Township, Zone


def live_appointments(day: date) -> models.QuerySet[Appointment]:
    """Offices in force on that day."""
    return Appointment.objects.filter(
        models.Q(ends_on=None) | models.Q(ends_on__gte=day), starts_on__lte=day, ended_at=None
    ).select_related("officer__user", "zone", "township", "agency", "district")


def appointments_of(user: User) -> list[Appointment]:
    """Offices in force today; remembered on the user for this request."""
    known: list[Appointment] | None = getattr(user, "_offices", None)
    if known is None:
        rows = live_appointments(timezone.localdate()).filter(officer__user=user)
        known = list(rows.order_by("starts_on", "pk"))
        user._offices = known  # type: ignore[attr-defined]
    return known


def holder(role: Role, scope: Zone | Township | Agency, day: date) -> User | None:
    """Who holds a single office on that day; None when it is vacant."""
    field = scope._meta.model_name
    found = live_appointments(day).filter(role=role.value, **{str(field): scope}).first()
    return found.officer.user if found else None


def holders(role: Role, day: date, **scope: object) -> list[User]:
    found = live_appointments(day).filter(role=role.value, **scope).order_by("pk")
    return [appointment.officer.user for appointment in found]


def chiefs_by_zone(day: date) -> dict[int, User]:
    found = live_appointments(day).filter(role=Role.ZONE_CHIEF.value)
    return {a.zone_id: a.officer.user for a in found if a.zone_id}


@dataclass(frozen=True)
class Leaders:
    """Zone id → chief, town id → deputy chief, on one day."""

    chiefs: dict[int, Officer]
    deputies: dict[int, Officer]


def leaders(day: date) -> Leaders:
    """All chiefs and deputy chiefs in one query."""
    roles = (Role.ZONE_CHIEF.value, Role.DEPUTY_CHIEF.value)
    found = list(live_appointments(day).filter(role__in=roles))
    return Leaders(
        chiefs={a.zone_id: a.officer for a in found if a.zone_id},
        deputies={a.township_id: a.officer for a in found if a.township_id},
    )


def offices_of(officers: Iterable[Officer]) -> dict[int, list[Appointment]]:
    """Officer id → offices in force today, in one query."""
    found: dict[int, list[Appointment]] = {}
    ids = [officer.pk for officer in officers]
    for row in live_appointments(timezone.localdate()).filter(officer_id__in=ids).order_by("pk"):
        found.setdefault(row.officer_id, []).append(row)
    return found
