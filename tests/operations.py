"""Joint operations brought to a stage through the services."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.models import User
from personnel.models import Equipment
from plans.models import Operation, OperationUnit
from plans.services import booking, field, operations, ordering
from tests import stories
from tests.dispatching import at
from tests.people import People
from zones.models import Agency, Township


def unit(name: str) -> Township | Agency:
    found = Township.objects.filter(name=name).first()
    return found or Agency.objects.get(short_name=name)


def plan(lead: str = "石亭街道", *others: str, **changes: Any) -> operations.Plan:
    """Over the leading town and 天宝镇, tomorrow from nine to twelve."""
    units = [unit(name) for name in (lead, *(others or ("天宝镇",)))]
    towns = [one for one in units if isinstance(one, Township)]
    values: dict[str, Any] = {
        "name": "沿街占道堆放联合整治",
        "objective": "检查两镇街交界路段占道堆放建材。",
        "basis": "《城市市容和环境卫生管理条例》第十四条",
        "zone": stories.town(lead).zone,
        "muster": "丹霞路口",
        "starts_at": at(9),
        "ends_at": at(12),
        "lead": units[0],
        "units": units,
        "places": [operations.Place(town, f"{town}建材市场") for town in towns],
    }
    return operations.Plan(**{**values, **changes})


def drafted(by: User, *names: str, **changes: Any) -> Operation:
    return operations.create(plan=plan(*names, **changes), key=uuid.uuid4(), by=by)


def row(operation: Operation, name: str) -> OperationUnit:
    return next(one for one in operation.units.all() if str(one) == name)


def send(operation: Operation, name: str, *users: User, by: User) -> None:
    booking.send(
        operation_id=operation.pk,
        unit_id=row(operation, name).pk,
        officers=[user.officer.pk for user in users],
        by=by,
    )


def carry(operation: Operation, *pieces: Equipment, by: User) -> None:
    booking.carry(operation_id=operation.pk, pieces=[p.pk for p in pieces], by=by)


def staffed(people: People, **changes: Any) -> Operation:
    """A draft of the western chief with an officer each of 石亭街道 and 天宝镇."""
    operation = drafted(people.chief_west, **changes)
    send(operation, "石亭街道", people.shiting, by=people.chief_west)
    send(operation, "天宝镇", people.tianbao, by=people.chief_west)
    return operation


def ordered(people: People, **changes: Any) -> Operation:
    operation = staffed(people, **changes)
    return ordering.order(operation_id=operation.pk, by=people.chief_west)


def under_way(people: People) -> Operation:
    """It began half an hour ago; the officer of 石亭街道 has just checked in."""
    now = timezone.now()
    operation = ordered(
        people, starts_at=now - timedelta(minutes=30), ends_at=now + timedelta(hours=3)
    )
    field.check_in(operation_id=operation.pk, by=people.shiting)
    operation.refresh_from_db()
    return operation


def found(operation: Operation, by: User, outcome: str = "case", **changes: Any) -> Any:
    place = operation.places.all()[0]
    values = {
        "place_id": place.pk,
        "subject": "芗城某建材经营部（测试）",
        "outcome": outcome,
        "text": "占用人行道堆放砂石约十平方米。",
        "correct_by": timezone.localdate() + timedelta(days=3) if outcome == "correct" else None,
    }
    photos = changes.pop("photos", ())
    seen = field.Seen(**{**values, **changes})
    return field.find(operation_id=operation.pk, seen=seen, key=uuid.uuid4(), by=by, photos=photos)
