"""Appoint and dismiss: the office and the rights that flow from it change in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import access, audit
from core.errors import RuleViolation
from core.models import User
from personnel import policy
from personnel.models import Appointment, Officer
from personnel.roles import ROLES, Role, Scope
from personnel.rules.offices import (
    AppointmentFacts,
    Office,
    Rank,
    ScopeKind,
    check_appointment,
)
from zones.models import Agency, District, Township, Zone

ScopeObject = Zone | Township | Agency | District
_FIELD = {
    Zone: Scope.ZONE,
    Township: Scope.TOWNSHIP,
    Agency: Scope.AGENCY,
    District: Scope.DISTRICT,
}


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


@transaction.atomic
def appoint(
    *,
    officer: Officer,
    role: Role,
    scope: ScopeObject,
    starts_on: date,
    document: str,
    by: User | None,
    ends_on: date | None = None,
) -> Appointment:
    """Record the office and grant its rights. `by` None is the loading of reference data."""
    if by is not None:
        policy.require_appointing(by, role, scope)
    if ends_on and ends_on < starts_on:
        raise RuleViolation("period_order", "任职止期早于起期，请核对", field="ends_on")
    appointment = Appointment(
        officer=officer,
        role=role.value,
        starts_on=starts_on,
        ends_on=ends_on,
        document=document,
        appointed_by=by,
        chief_agency=officer.home_agency if role is Role.ZONE_CHIEF else None,
        **{_FIELD[type(scope)].value: scope},
    )
    _check(appointment, by)
    _save_unique(appointment)
    audit.record(
        by=by,
        verb="appoint",
        subject=appointment,
        payload={"role": role.value, "scope": str(scope), "officer": str(officer)},
    )
    sync(officer.user)
    return appointment


def _save_unique(appointment: Appointment) -> None:
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as error:
        if "office_at_a_time" in str(error):
            raise RuleViolation(
                "office_taken",
                f"{appointment.scope}在此期间已有{appointment.role_label}，请先办理其免职",
                basis=ROLES[Role(appointment.role)].basis,
                field="role",
            ) from error
        raise


# Offices on which the plan says who may hold them; the others need a scope and a document.
_OFFICES = {
    Role.ZONE_CHIEF: Office.ZONE_CHIEF,
    Role.COORDINATOR: Office.COORDINATOR,
    Role.DEPUTY_CHIEF: Office.DEPUTY_CHIEF,
    Role.LIAISON: Office.LIAISON,
    Role.TOWN_OFFICER: Office.TOWN_OFFICER,
    Role.AGENCY_OFFICER: Office.BUREAU_OFFICER,
    Role.ZONE_REVIEWER: Office.LEGAL_REVIEWER,
    Role.TOWN_REVIEWER: Office.LEGAL_REVIEWER,
}
_SCOPES = {
    Scope.ZONE: ScopeKind.ZONE,
    Scope.TOWNSHIP: ScopeKind.TOWN,
    Scope.AGENCY: ScopeKind.BUREAU,
    Scope.DISTRICT: ScopeKind.DISTRICT,
}


def _check(appointment: Appointment, by: User | None) -> None:
    if not appointment.document.strip():
        raise RuleViolation("no_document", "须填写任职文号", "方案附件（四）", field="document")
    role = Role(appointment.role)
    if role not in _OFFICES:
        return
    officer, scope = appointment.officer, appointment.scope
    by_chief = by is None or policy.is_chief_of(by, scope)
    check_appointment(
        AppointmentFacts(
            office=_OFFICES[role],
            scope_kind=_SCOPES[ROLES[role].scope],
            scope=str(scope),
            person=str(officer),
            home=str(officer.home),
            rank=Rank(officer.rank),
            document=appointment.document,
            starts_on=appointment.starts_on,
            ends_on=appointment.ends_on,
            zone_bureau=str(scope.chief_agency) if isinstance(scope, Zone) else "",
            appointed_by_chief_of=str(scope) if by_chief else None,
            legally_qualified=bool(officer.legal_qualification),
        )
    )


@transaction.atomic
def dismiss(*, appointment_id: int, by: User, reason: str) -> Appointment:
    """End the office now; its rights end in the same transaction."""
    appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment_id)
    policy.require_appointing(by, Role(appointment.role), appointment.scope)
    if appointment.ended_at:
        raise RuleViolation("already_ended", "该任职已经终止")
    appointment.ended_at = timezone.now()
    appointment.end_reason = reason
    appointment.save(update_fields=["ended_at", "end_reason"])
    audit.record(by=by, verb="dismiss", subject=appointment, payload={"reason": reason})
    sync(appointment.officer.user)
    return appointment


def grant_in_bulk(officers: Iterable[Officer]) -> None:
    """For loading reference data: one sync per person after all offices are written."""
    for officer in officers:
        sync(officer.user)
