"""Dispatch orders brought to a stage through the services."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from core.models import User
from personnel.models import DispatchOrder, Equipment
from personnel.services import dispatch
from tests import stories
from tests.people import People

DOMAIN = "城管-市容环卫"


def at(hour: int, days: int = 1) -> datetime:
    """That hour of tomorrow, or of another day."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def task(where: str = "石亭街道", start: int = 9, end: int = 12, **changes: Any) -> dispatch.Task:
    """An inspection in the town's own name, tomorrow from nine to twelve."""
    stories.delegated_item(where)
    values: dict[str, Any] = {
        "township": stories.town(where),
        "place": "街道办门口",
        "purpose": "夜间联合检查",
        "starts_at": at(start),
        "ends_at": at(end),
        "domain": DOMAIN,
    }
    return dispatch.Task(**{**values, **changes})


def picks(*users: User, equipment: tuple[Equipment, ...] = ()) -> dispatch.Picks:
    return dispatch.Picks([user.officer.pk for user in users], [piece.pk for piece in equipment])


def drafted(by: User, *users: User, **changes: Any) -> DispatchOrder:
    pieces = changes.pop("equipment", ())
    return dispatch.prepare(
        task=task(**changes), picks=picks(*users, equipment=pieces), by=by, key=uuid.uuid4()
    )


def issued(people: People, *more: User, **changes: Any) -> DispatchOrder:
    """Issued by the western chief to the two officers of 石亭街道 and those named."""
    by = people.chief_west
    team = (people.shiting, people.shiting_second, *more)
    changes.setdefault("officers_needed", len(team))
    return dispatch.issue(order_id=drafted(by, *team, **changes).pk, by=by)


def vehicle(code: str = "XCC-T1", where: str = "石亭街道", **changes: Any) -> Equipment:
    values = {
        "code": code, "kind": "vehicle", "model": "皮卡", "plate": f"闽E{code[-2:]}001",
        "acquired_on": "2025-01-01", "township": stories.town(where),
    }  # fmt: skip
    return Equipment.objects.create(**{**values, **changes})
