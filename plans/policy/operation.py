"""Who prepares, orders, staffs and reports a joint operation."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core import access
from core.models import User
from plans.models import Operation, OperationUnit
from plans.rules import operation as rule
from plans.rules.operation import STEPS, Actor, Orderer
from zones.models import Township
from zones.selectors import all_towns


def sees_operations(user: User) -> bool:
    return access.grants_of(user).any("view_operations")


def planning_zone_ids(user: User) -> set[int] | None:
    """Zones for which the person prepares operations; None: all of them."""
    grants = access.grants_of(user)
    if grants.ids("plan_operations", "district"):
        return None
    towns = grants.ids("plan_operations", "township")
    own = {town.zone_id for town in all_towns() if town.pk in towns and town.zone_id}
    return grants.ids("plan_operations", "zone") | own


def prepares(user: User) -> bool:
    """Whether there is a zone for which the person may begin a campaign."""
    zones = planning_zone_ids(user)
    return zones is None or bool(zones)


def require_planning_in(user: User, zone_id: int) -> None:
    zones = planning_zone_ids(user)
    if zones is not None and zone_id not in zones:
        raise PermissionDenied("联合行动由本片区片长、协作组长、副片长或者区指导单位拟制")


def may_plan(user: User, operation: Operation) -> bool:
    """The zone's chief and coordinator, the coordination office, the deputy chief of the leading
    town, and whoever prepared it."""
    grants = access.grants_of(user)
    if grants.ids("plan_operations", "district"):
        return True
    if grants.has("plan_operations", "zone", operation.zone_id):
        return True
    if operation.created_by_id == user.pk and prepares(user):
        return True
    lead = operation.lead
    return lead is not None and grants.has("plan_operations", "township", lead.township_id)


def reach_of(operation: Operation) -> tuple[int, int, bool]:
    """How many zones and days it touches, and whether it is about a reported case."""
    known = {town.pk: town.zone_id for town in all_towns()}
    towns = [row.township_id for row in operation.units.all() if row.township_id]
    zones = {operation.zone_id, *(zone for town in towns if (zone := known.get(town)))}
    first = timezone.localdate(operation.starts_at)
    days = (timezone.localdate(operation.ends_at) - first).days + 1
    return len(zones), days, operation.origin == Operation.Origin.CASE


def orderers_of(operation: Operation) -> tuple[Orderer, ...]:
    zones, days, reported = reach_of(operation)
    return rule.orderers(zones=zones, days=days, from_report=reported)


def may_order(user: User, operation: Operation) -> bool:
    """方案二（二）3: the chief; of simple work inside the zone the deputy chief who prepared it or
    whose town leads; over several zones the coordination office too."""
    grants = access.grants_of(user)
    allowed = orderers_of(operation)
    if grants.has("order_operations", "zone", operation.zone_id):
        return Orderer.CHIEF in allowed
    if Orderer.OFFICE in allowed and grants.ids("order_operations", "district"):
        return True
    towns = {row.township_id for row in operation.units.all() if row.township_id}
    own = towns & grants.ids("order_operations", "township")
    lead = operation.lead
    theirs = operation.created_by_id == user.pk or bool(lead and lead.township_id in own)
    return Orderer.DEPUTY in allowed and bool(own) and theirs


def own_units(user: User, operation: Operation) -> set[int]:
    """Ids of the unit rows in whose name the person has been sent."""
    rows = operation.members.all()
    return {row.unit_id for row in rows if row.officer.user_id == user.pk}


def speaks_for(user: User, unit: OperationUnit) -> bool:
    """The deputy chief of the town, the liaison of the bureau."""
    kind = "township" if isinstance(unit.unit, Township) else "agency"
    return access.grants_of(user).has("plan_operations", kind, unit.unit.pk)


def may_fill(user: User, operation: Operation, unit: OperationUnit) -> bool:
    """Who names the people of a unit and writes its result."""
    if may_plan(user, operation) or speaks_for(user, unit):
        return True
    return operation.state != rule.S.DRAFT and unit.pk in own_units(user, operation)


def may_staff(user: User, operation: Operation, unit: OperationUnit) -> bool:
    return may_plan(user, operation) or speaks_for(user, unit)


def _leads(user: User, operation: Operation) -> bool:
    lead = operation.lead
    return lead is not None and lead.pk in own_units(user, operation)


def may(user: User, action: str, operation: Operation) -> bool:
    """Whether the person is one of those whose step it is (the state is asked elsewhere)."""
    actor = STEPS[action].actor
    if actor is Actor.ORDERER:
        gives_up = action == "cancel" and operation.state == rule.S.DRAFT
        return may_order(user, operation) or (gives_up and may_plan(user, operation))
    if actor is Actor.UNIT:
        return any(may_fill(user, operation, unit) for unit in operation.units.all())
    if may_plan(user, operation):
        return action != "check_in" or bool(own_units(user, operation))
    if actor is Actor.LEAD:
        return _leads(user, operation)
    return actor is Actor.PARTICIPANT and bool(own_units(user, operation))


_WHO = {
    Actor.PLANNER: "拟制人、牵头片区片长或者协作组长",
    Actor.PARTICIPANT: "参加行动的人员",
    Actor.LEAD: "牵头单位的参加人员或者拟制人",
    Actor.UNIT: "该单位的副片长、联络人或者参加人员",
}


def require(user: User, action: str, operation: Operation) -> None:
    """PermissionDenied says whose step it is."""
    if may(user, action, operation):
        return
    step = STEPS[action]
    if step.actor is Actor.ORDERER:
        who = "、".join(one.label for one in orderers_of(operation))
    else:
        who = _WHO[step.actor]
    raise PermissionDenied(f"{step.label}由{who}办理")


def require_unit(user: User, operation: Operation, unit: OperationUnit, *, staffing: bool) -> None:
    asked = may_staff if staffing else may_fill
    if not asked(user, operation, unit):
        raise PermissionDenied(f"{unit}由该单位的副片长、联络人或者拟制人办理")


def allowed(user: User, operation: Operation) -> set[str]:
    """Steps the state allows and that are this person's."""
    state = rule.OperationState(operation.state)
    return {
        action
        for action, step in STEPS.items()
        if state in step.sources and may(user, action, operation)
    }
