"""A joint operation as a draft: a campaign, and what is written anew of any draft.

《片区联合执法工作方案》二（二）3: the chief organises joint work of the zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.errors import RuleViolation
from core.models import User
from plans.models import Operation, OperationPlace, OperationUnit
from plans.policy import operation as policies
from plans.rules import operation as rule
from plans.services import _steps, booking
from zones.models import Agency, Township, Zone

Unit = Township | Agency


@dataclass(frozen=True)
class Place:
    """A place gone to; the point is WGS 84 as phones and maps give it, or None."""

    township: Township
    address: str
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True)
class Plan:
    """What is wanted (方案): what for, on which basis, when, where, which units, who leads."""

    name: str
    objective: str
    basis: str
    zone: Zone
    muster: str
    starts_at: datetime
    ends_at: datetime
    lead: Unit
    units: Sequence[Unit]
    places: Sequence[Place]

    def write(self, operation: Operation) -> None:
        for name in ("name", "objective", "basis", "zone", "muster", "starts_at", "ends_at"):
            setattr(operation, name, getattr(self, name))

    @property
    def everybody(self) -> list[Unit]:
        return list(dict.fromkeys([self.lead, *self.units]))


def told(plan: Plan) -> dict[str, object]:
    """What the trail keeps of a plan."""
    return {
        "name": plan.name,
        "objective": plan.objective,
        "basis": plan.basis,
        "muster": plan.muster,
        "starts_at": plan.starts_at.isoformat(),
        "ends_at": plan.ends_at.isoformat(),
        "lead": str(plan.lead),
        "units": [str(unit) for unit in plan.everybody],
        "places": [f"{place.township} {place.address}" for place in plan.places],
    }


@transaction.atomic
def create(*, plan: Plan, key: UUID, by: User) -> Operation:
    """A campaign (专项行动) as a draft. The same key makes one, however often it is sent."""
    policies.require_planning_in(by, plan.zone.pk)
    rule.check_times(plan.starts_at, plan.ends_at, timezone.now())
    known = Operation.objects.filter(submission_key=key, created_by=by).first()
    if known is not None:
        return known
    operation = Operation(origin=Operation.Origin.CAMPAIGN, created_by=by, submission_key=key)
    plan.write(operation)
    try:
        with transaction.atomic():
            operation.save()
    except IntegrityError:  # the second of two clicks at once
        return Operation.objects.get(submission_key=key, created_by=by)
    fill(operation, plan)
    audit.record(by=by, verb="draft", subject=operation, payload=told(plan))
    return operation


@transaction.atomic
def revise(*, operation_id: int, plan: Plan, by: User, version: int | None = None) -> Operation:
    """Write a draft anew; people and pieces booked go along to the new time, or it is refused."""
    operation = _steps.begin(operation_id, "edit", by, version)
    policies.require_planning_in(by, plan.zone.pk)
    rule.check_times(plan.starts_at, plan.ends_at, timezone.now())
    plan.write(operation)
    _set_units(operation, plan)
    operation.places.all().delete()  # of a draft: nothing hangs on them yet
    _set_places(operation, plan)
    booking.move_or_say(operation, by)
    _steps.finish(operation, "edit", by, told(plan))
    return operation


def fill(operation: Operation, plan: Plan) -> None:
    """The units and places of a plan just begun."""
    _set_units(operation, plan)
    _set_places(operation, plan)


def _set_units(operation: Operation, plan: Plan) -> None:
    known = {row.unit: row for row in operation.units.all()}
    wanted = plan.everybody
    for unit, row in known.items():
        if unit not in wanted:
            if row.members.exists():
                message = f"{unit}已安排人员，请先撤回这些人员，再取消该单位参加"
                raise RuleViolation("unit_has_people", message, field="towns")
            row.delete()
    operation.units.update(leads=False)
    for unit in wanted:
        row = known.get(unit) or OperationUnit(operation=operation)
        row.township = unit if isinstance(unit, Township) else None
        row.agency = unit if isinstance(unit, Agency) else None
        row.leads = unit == plan.lead
        row.save()


def _set_places(operation: Operation, plan: Plan) -> None:
    OperationPlace.objects.bulk_create(
        OperationPlace(
            operation=operation,
            township=place.township,
            address=place.address,
            latitude=place.latitude,
            longitude=place.longitude,
        )
        for place in plan.places
    )
