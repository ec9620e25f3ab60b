"""Appoint, let somebody act, dismiss: the office and its rights change in one transaction."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core import notices
from core.errors import RuleViolation
from core.models import User
from personnel import policy
from personnel.models import Appointment, Officer
from personnel.policy import ScopeObject
from personnel.roles import Role
from personnel.services import _offices, handover
from personnel.services.handover import Passing

__all__ = ["Passing", "ScopeObject", "appoint", "appoint_acting", "dismiss"]


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
        if role is Role.SECONDED_OFFICER:
            raise RuleViolation(
                "by_secondment",
                "下沉人员的任职随下沉登记产生，请到“下沉”办理",
                "方案附件（二）",
                "role",
            )
    return _offices.begin(
        officer=officer,
        role=role,
        scope=scope,
        starts_on=starts_on,
        ends_on=ends_on,
        document=document,
        by=by,
    )


@transaction.atomic
def appoint_acting(
    *,
    appointment_id: int,
    officer: Officer,
    starts_on: date,
    ends_on: date | None,
    document: str,
    by: User,
) -> Appointment:
    """Somebody acts for the holder while on leave (代理); the holder keeps the office.

    Raises RuleViolation when the office has no acting, the person does not meet its conditions,
    or the days are not days of recorded leave.
    """
    held = _locked(appointment_id)
    if not policy.manages_appointments(by):
        raise PermissionDenied("代理由区委组织部登记")
    if held.ended_at or held.acting_for_id:
        raise RuleViolation("already_ended", "该任职已经终止，或者本身就是代理，不能再设代理")
    made = _offices.begin(
        officer=officer,
        role=Role(held.role),
        scope=held.scope,
        starts_on=starts_on,
        ends_on=ends_on,
        document=document,
        by=by,
        acting_for=held,
    )
    if made.ends_on and made.ends_on >= timezone.localdate():  # not for what is entered afterwards
        notices.send(
            [officer.user, held.officer.user],
            key=f"acting:{made.pk}",
            text=f"{made.starts_on} 至 {made.ends_on} 由{officer}代理{held.officer}的"
            f"{held.role_label}（{held.scope}）职务（{document}）",
            url=made.get_absolute_url(),
        )
    return made


@transaction.atomic
def dismiss(
    *, appointment_id: int, by: User, reason: str, passing: Passing | None = None
) -> Appointment:
    """End the office now; its rights end in the same transaction.

    `passing` says who takes over. Raises RuleViolation ``no_successor`` when work is open and
    nobody was named.
    """
    appointment = _locked(appointment_id)
    policy.require_appointing(by, Role(appointment.role), appointment.scope)
    if appointment.ended_at:
        raise RuleViolation("already_ended", "该任职已经终止")
    handover.end_and_pass_on(appointment, by=by, reason=reason, passing=passing)
    return appointment


def _locked(pk: int) -> Appointment:
    return Appointment.objects.select_for_update(of=("self",)).get(pk=pk)
