"""Questions about offices, answered for a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils import timezone

from core.models import User
from personnel.models import Appointment, Officer
from personnel.roles import HANDLING_ROLES, Role
from zones.models import Agency, Township, Zone
from zones.selectors import put_places


def live_filter(day: date) -> models.Q:
    """Begun, not past its last day, not ended early: offices and postings alike."""
    not_over = models.Q(ends_on=None) | models.Q(ends_on__gte=day)
    return not_over & models.Q(starts_on__lte=day, ended_at=None)


def live_appointments(day: date) -> models.QuerySet[Appointment]:
    """Offices in force on that day."""
    return Appointment.objects.filter(live_filter(day)).select_related(
        "officer__user", "zone", "township", "agency", "district"
    )


def appointments_of(user: User) -> list[Appointment]:
    """Offices in force today, those held as acting first; remembered for this request."""
    known: list[Appointment] | None = getattr(user, "_offices", None)
    if known is None:
        live = Appointment.objects.filter(live_filter(timezone.localdate()), officer__user=user)
        ordered = live.order_by("acting_for_id", "starts_on", "pk")
        known = list(ordered.select_related("district"))
        put_places(known, "zone", "township", "agency")
        user._offices = known  # type: ignore[attr-defined]
    return known


def holder(role: Role, scope: Zone | Township | Agency, day: date) -> User | None:
    """Who holds a single office on that day, acting replacements aside; None when vacant."""
    found = _of_scope(role, scope, day).filter(acting_for=None).first()
    return found.officer.user if found else None


def acting_or_holder(role: Role, scope: Zone | Township | Agency, day: date) -> User | None:
    """Who should be told things of a single office that day: the acting replacement, if one is
    in office, else the holder; None when the office is vacant."""
    found = _of_scope(role, scope, day).order_by("acting_for_id", "pk").first()
    return found.officer.user if found else None


def _of_scope(
    role: Role, scope: Zone | Township | Agency, day: date
) -> models.QuerySet[Appointment]:
    field = str(scope._meta.model_name)
    return live_appointments(day).filter(role=role.value, **{field: scope})


def holders(role: Role, day: date, **scope: object) -> list[User]:
    """Everybody in that office on that day, acting replacements included."""
    found = live_appointments(day).filter(role=role.value, **scope).order_by("pk")
    return [appointment.officer.user for appointment in found]


def in_posts(roles: Iterable[Role], day: date) -> list[Appointment]:
    """Everybody in one of these offices that day, acting replacements included, in one query."""
    wanted = [role.value for role in roles]
    return list(live_appointments(day).filter(role__in=wanted).order_by("pk"))


def to_tell(role: Role, day: date, **scope: object) -> list[User]:
    """Whom to tell things of an office: the acting replacement and not the holder who is away."""
    rows = list(live_appointments(day).filter(role=role.value, **scope).order_by("pk"))
    stood_in_for = {row.acting_for_id for row in rows}
    return [row.officer.user for row in rows if row.pk not in stood_in_for]


def chiefs_by_zone(day: date) -> dict[int, User]:
    """Zone id → who acts as its chief that day: the acting replacement before the holder."""
    found = live_appointments(day).filter(role=Role.ZONE_CHIEF.value)
    return {a.zone_id: a.officer.user for a in _acting_last(found) if a.zone_id}


@dataclass(frozen=True)
class Leaders:
    """Zone id → name of its chief, town id → name of its deputy chief, on one day."""

    chiefs: dict[int, str]
    deputies: dict[int, str]


def leaders(day: date) -> Leaders:
    """All chiefs and deputy chiefs in one query; whoever is acting is named as such."""
    roles = (Role.ZONE_CHIEF.value, Role.DEPUTY_CHIEF.value)
    found = _acting_last(live_appointments(day).filter(role__in=roles))
    return Leaders(
        chiefs={a.zone_id: _named(a) for a in found if a.zone_id},
        deputies={a.township_id: _named(a) for a in found if a.township_id},
    )


def _acting_last(rows: Iterable[Appointment]) -> list[Appointment]:
    return sorted(rows, key=lambda row: row.acting_for_id is not None)


def _named(row: Appointment) -> str:
    return f"{row.officer}（代理）" if row.acting_for_id else str(row.officer)


def offices_of(officers: Iterable[Officer]) -> dict[int, list[Appointment]]:
    """Officer id → offices in force today, in one query."""
    found: dict[int, list[Appointment]] = {}
    ids = [officer.pk for officer in officers]
    for row in live_appointments(timezone.localdate()).filter(officer_id__in=ids).order_by("pk"):
        found.setdefault(row.officer_id, []).append(row)
    return found


def others_in_office(appointment: Appointment, day: date) -> models.QuerySet[Appointment]:
    """Other people whom the office's to-dos reach that day: who hold it too, or, where it handles
    cases, whoever handles cases for the same unit."""
    field, role = str(appointment.scope._meta.model_name), appointment.role
    roles = HANDLING_ROLES if role in HANDLING_ROLES else (role,)
    return (
        live_appointments(day)
        .filter(role__in=roles, **{field: appointment.scope})
        .exclude(officer=appointment.officer_id)
        .exclude(acting_for=appointment.pk)
    )
