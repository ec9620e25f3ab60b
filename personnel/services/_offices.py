"""An office written or ended with the rights that flow from it; the callers have authorised."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.errors import RuleViolation
from core.models import User
from core.rules.periods import Period
from personnel import policy
from personnel.models import Appointment, Officer, Secondment
from personnel.policy import ScopeObject
from personnel.roles import ROLES, Role, Scope
from personnel.rules import acting
from personnel.rules.offices import (
    AppointmentFacts,
    Office,
    Rank,
    ScopeKind,
    check_appointment,
)
from personnel.services import _withdrawal, rights
from zones.models import Agency, District, Township, Zone

_FIELD = {
    Zone: Scope.ZONE,
    Township: Scope.TOWNSHIP,
    Agency: Scope.AGENCY,
    District: Scope.DISTRICT,
}
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


def begin(
    *,
    officer: Officer,
    role: Role,
    scope: ScopeObject,
    starts_on: date,
    ends_on: date | None,
    document: str,
    by: User | None,
    acting_for: Appointment | None = None,
) -> Appointment:
    """Write the office if the rules allow it, leave a trace, give the rights."""
    if ends_on and ends_on < starts_on:
        raise RuleViolation("period_order", "任职止期早于起期，请核对", field="ends_on")
    Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)  # one office after another
    appointment = Appointment(
        officer=officer,
        role=role.value,
        starts_on=starts_on,
        ends_on=ends_on,
        document=document,
        appointed_by=by,
        acting_for=acting_for,
        chief_agency=officer.home_agency if role is Role.ZONE_CHIEF else None,
        **{_FIELD[type(scope)].value: scope},
    )
    _check(appointment, by)
    if acting_for is not None:
        acting.check_acting(_acting_facts(appointment, acting_for))
    _require_once(appointment)
    _save_unique(appointment)
    payload = {"role": role.value, "scope": str(scope), "officer": str(officer)}
    if acting_for is not None:
        payload["acting_for"] = str(acting_for.officer)
    audit.record(by=by, verb="appoint", subject=appointment, payload=payload)
    rights.sync(officer.user)
    return appointment


def _require_once(appointment: Appointment) -> None:
    """Nobody holds the same office twice at a time (a form sent twice, an older entry)."""
    field = str(appointment.scope._meta.model_name)
    same = appointment.officer.appointments.filter(
        role=appointment.role, ended_at=None, **{field: appointment.scope}
    )
    period = Period(appointment.starts_on, appointment.ends_on)
    if any(period.overlaps(Period(*days)) for days in same.values_list("starts_on", "ends_on")):
        raise RuleViolation(
            "held_already",
            f"{appointment.officer}在此期间已任{appointment.scope}{appointment.role_label}",
            basis=ROLES[Role(appointment.role)].basis,
            field="officer",
        )


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
        if "one_acting_at_a_time" in str(error):  # two made at once
            raise RuleViolation(
                "acting_taken", "此期间已有代理人，请先终止原代理", acting.BASIS, "starts_on"
            ) from error
        raise


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


def _acting_facts(made: Appointment, held: Appointment) -> acting.ActingFacts:
    leaves = held.officer.leaves.filter(cancelled_at=None)
    others = held.stand_ins.filter(ended_at=None)
    return acting.ActingFacts(
        role=held.role,
        label=ROLES[Role(held.role)].label,
        holder=str(held.officer),
        person=str(made.officer),
        same_person=made.officer == held.officer,
        starts_on=made.starts_on,
        ends_on=made.ends_on,
        holds=Period(held.starts_on, held.ends_on),
        leaves=[Period(*days) for days in leaves.values_list("starts_on", "ends_on")],
        others=[Period(*days) for days in others.values_list("starts_on", "ends_on")],
        home=str(made.officer.home),
        unit=str(held.agency) if held.role == Role.AGENCY_LEADER else None,
    )


def finish(appointment: Appointment, *, by: User | None, reason: str) -> None:
    """End the office now, with its acting replacements and its posting; rights end with it."""
    now = timezone.now()
    ended = [appointment, *appointment.stand_ins.filter(ended_at=None)]
    for row in ended:
        row.ended_at = now
        row.end_reason = reason if row is appointment else f"原任职终止：{reason}"[:120]
        row.save(update_fields=["ended_at", "end_reason"])
        audit.record(by=by, verb="dismiss", subject=row, payload={"reason": reason})
    posting = Secondment.objects.filter(appointment=appointment, ended_at=None).first()
    if posting is not None:
        posting.ended_at, posting.end_reason = now, reason
        posting.save(update_fields=["ended_at", "end_reason"])
        audit.record(by=by, verb="end", subject=posting, payload={"reason": reason})
    for row in ended:
        rights.sync(row.officer.user)
        _withdrawal.recheck(row.officer)


def end_idle_acting(officer: Officer, *, by: User) -> None:
    """The holder is back: whoever acts on days that are no longer leave stops acting."""
    today = timezone.localdate()
    leaves = officer.leaves.filter(cancelled_at=None).values_list("starts_on", "ends_on")
    away = [Period(*days) for days in leaves]
    rows = Appointment.objects.filter(
        acting_for__officer=officer, ended_at=None, ends_on__gte=today
    ).select_related("officer__user", "zone", "township", "agency", "district")
    for row in rows:
        left = Period(max(row.starts_on, today), row.ends_on)
        if acting.first_uncovered(left, away) is not None:
            finish(row, by=by, reason="原任职人销假返岗")
