"""People and equipment are booked for an operation; the database refuses what overlaps.

Booked is booked from the draft on: a name in a draft is not given away meanwhile. Whom it was
ordered that they may act in the towns gone to is written on the booking when it is ordered (R37).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from core.errors import RuleViolation
from core.models import User
from personnel.models import Engagement, Equipment, Officer
from personnel.services import engagements
from plans.models import (
    Operation,
    OperationEquipment,
    OperationMember,
    OperationUnit,
)
from plans.policy import operation as policies
from plans.rules import operation as rule
from plans.rules.operation import S
from plans.selectors import team
from plans.services import _steps


def _use(operation: Operation) -> engagements.Use:
    ordered = operation.state != S.DRAFT
    return engagements.Use(
        label=operation.name,
        place=operation.muster,
        url=operation.get_absolute_url(),
        held_by=operation.zone.name,
        towns=towns_of(operation) if ordered else (),
        bound=True,
    )


def towns_of(operation: Operation) -> list[int]:
    return sorted({place.township_id for place in operation.places.all()})


def _take(operation: Operation, subject: Officer | Equipment, by: User) -> Engagement:
    return engagements.take(
        subject=subject,
        starts_at=operation.starts_at,
        ends_at=operation.ends_at,
        use=_use(operation),
        by=by,
    )


def _unit(operation: Operation, unit_id: int) -> OperationUnit:
    row = next((unit for unit in operation.units.all() if unit.pk == unit_id), None)
    if row is None:
        raise RuleViolation("not_taking_part", "该单位没有参加这次行动，请先加入参加单位")
    return row


@transaction.atomic
def send(
    *, operation_id: int, unit_id: int, officers: Sequence[int], by: User, duty: str = ""
) -> list[OperationMember]:
    """Book people of the unit (安排人员): all of them, or nobody and the reason why."""
    operation = _steps.begin(operation_id, "book", by)
    unit = _unit(operation, unit_id)
    policies.require_unit(by, operation, unit, staffing=True)
    booked = {row.officer_id for row in operation.members.all()}
    wanted = sorted(set(officers) - booked)
    if not wanted:
        raise RuleViolation("nobody_chosen", "请选择要安排的人员", rule.TEAM, "officers")
    locked = Officer.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
    rows = list(locked.select_related("user", "home_township", "home_agency").order_by("pk"))
    bars = team.why_not(operation, unit, rows)
    for officer in rows:
        if officer.pk in bars:
            message = f"{officer}不能参加：{bars[officer.pk]}"
            raise RuleViolation("not_available", message, rule.TEAM, "officers")
    made = [
        OperationMember.objects.create(
            operation=operation,
            unit=unit,
            officer=officer,
            engagement=_take(operation, officer, by),
            duty=duty,
        )
        for officer in rows
    ]
    names = [str(officer) for officer in rows]
    _steps.finish(operation, "send", by, {"unit": str(unit), "people": names})
    if operation.state == S.ORDERED:
        text = f"{_steps.span(operation)}，{operation.muster}集合，已安排您代表{unit}参加"
        _steps.tell(operation, [officer.user for officer in rows], "sent", text)
    return made


@transaction.atomic
def withdraw(*, operation_id: int, member_id: int, by: User) -> None:
    """Take a person off (撤回人员): the time is free at once; once ordered, not below R17."""
    operation = _steps.begin(operation_id, "book", by)
    row = next((one for one in operation.members.all() if one.pk == member_id), None)
    if row is None:
        return  # pressed twice
    policies.require_unit(by, operation, row.unit, staffing=True)
    if row.arrived_at:
        raise RuleViolation("arrived", f"{row}已经签到，不能撤回")
    if operation.state == S.ORDERED:
        left = [one for one in operation.members.all() if one.pk != member_id]
        standing = team.team_of(operation)
        names = {(str(one.officer), str(one.unit)) for one in left}
        kept = tuple(one for one in standing.people if one[:2] in names)
        rule.require_strength(rule.Team(standing.units, standing.towns, kept))
    engagement, user = row.engagement, row.officer.user
    row.delete()
    engagements.release([engagement])
    _steps.finish(operation, "withdraw", by, {"unit": str(row.unit), "person": str(row.officer)})
    if operation.state == S.ORDERED:
        _steps.tell(operation, [user], f"withdrawn:{member_id}", "已撤回对您的安排，不必参加")


@transaction.atomic
def carry(*, operation_id: int, pieces: Sequence[int], by: User) -> list[OperationEquipment]:
    """Book vehicles, cameras, terminals of the units that take part (安排装备)."""
    operation = _steps.begin(operation_id, "book", by)
    units = [unit for unit in operation.units.all() if policies.may_staff(by, operation, unit)]
    own = {piece.pk for piece in team.units_pieces(units)}
    booked = {row.equipment_id for row in operation.equipment.all()}
    wanted = sorted(set(pieces) - booked)
    if not wanted:
        raise RuleViolation("nothing_chosen", "请选择要安排的装备", field="pieces")
    if not own.issuperset(wanted):
        message = "所选装备不属于参加单位，请由该装备所在单位安排，或者先加入参加单位"
        raise RuleViolation("not_of_units", message, field="pieces")
    locked = Equipment.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
    rows = list(locked.select_related("township", "agency").order_by("pk"))
    for piece in rows:
        why = team.fault(piece, operation)
        if why:
            raise RuleViolation("not_available", why, field="pieces")
    made = [
        OperationEquipment.objects.create(
            operation=operation, equipment=piece, engagement=_take(operation, piece, by)
        )
        for piece in rows
    ]
    _steps.finish(operation, "carry", by, {"equipment": [str(piece) for piece in rows]})
    return made


@transaction.atomic
def leave_behind(*, operation_id: int, row_id: int, by: User) -> None:
    """Give a piece back (撤回装备)."""
    operation = _steps.begin(operation_id, "book", by)
    row = next((one for one in operation.equipment.all() if one.pk == row_id), None)
    if row is None:
        return
    owner = row.equipment.unit
    unit = next((one for one in operation.units.all() if one.unit == owner), None)
    if unit is None or not policies.may_staff(by, operation, unit):
        policies.require(by, "edit", operation)
    engagement = row.engagement
    row.delete()
    engagements.release([engagement])
    _steps.finish(operation, "leave_behind", by, {"equipment": str(row.equipment)})


def held(operation: Operation) -> list[Engagement]:
    """What is booked for it, people and pieces."""
    return [
        *(row.engagement for row in operation.members.all()),
        *(row.engagement for row in operation.equipment.all()),
    ]


def move(operation: Operation, by: User) -> None:
    """Everybody and everything anew for the operation's new time; `Taken` names who can't."""
    engagements.release(held(operation))
    for row in sorted(operation.members.all(), key=lambda one: one.officer_id):
        row.engagement = _take(operation, row.officer, by)
        row.save(update_fields=["engagement"])
    for piece in sorted(operation.equipment.all(), key=lambda one: one.equipment_id):
        piece.engagement = _take(operation, piece.equipment, by)
        piece.save(update_fields=["engagement"])


def move_or_say(operation: Operation, by: User) -> None:
    """The same, refused in words about the change of time."""
    try:
        move(operation, by)
    except engagements.Taken as taken:
        raise unmoved(taken) from taken


def set_free(operation: Operation) -> None:
    """The operation is off: nobody and nothing is booked for it any more."""
    engagements.release(held(operation))


def unmoved(violation: RuleViolation) -> RuleViolation:
    """A refusal because of another booking, said of the change of time."""
    message = f"{violation.message}。时间未改，请先换人、换装备，或者另选时间"
    return RuleViolation(violation.code, message, violation.basis, "starts_at")
