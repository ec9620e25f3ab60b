"""The task of a dispatch order as it is given to the services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from core.errors import RuleViolation
from personnel.models import DispatchOrder
from personnel.rules import dispatch as rule
from personnel.selectors import dispatch as selectors
from zones.models import Agency, Township, Zone


@dataclass(frozen=True)
class Task:
    """What, when, where, and how many people and pieces. ``agency``: the bureau in whose name;
    None lets the delegations of that day decide (`acting_unit`)."""

    township: Township
    place: str
    purpose: str
    starts_at: datetime
    ends_at: datetime
    domain: str
    detail: str = ""
    party: str = ""
    officers_needed: int = 2
    vehicles_needed: int = 0
    cameras_needed: int = 0
    agency: Agency | None = None

    def order(self) -> DispatchOrder:
        """An order of this task, not saved: what proposals are made for."""
        order = DispatchOrder()
        self.write(order)
        return order

    def write(self, order: DispatchOrder) -> None:
        for name in _TASK:
            setattr(order, name, getattr(self, name))
        order.zone = zone_of(self.township)
        if order.agency is None:
            day = timezone.localdate(self.starts_at)
            unit = selectors.acting_unit(self.township, self.domain, day)
            order.agency = unit if isinstance(unit, Agency) else None


_TASK = tuple(Task.__dataclass_fields__)


@dataclass(frozen=True)
class Picks:
    """Whom and what the chief ticked."""

    officers: Sequence[int] = ()
    equipment: Sequence[int] = ()


def zone_of(town: Township) -> Zone:
    if town.zone is None:
        message = f"{town}不属于任何片区，不能由片长调度"
        raise RuleViolation("no_zone", message, rule.BASIS, "township")
    return town.zone


def told(order: DispatchOrder) -> dict[str, object]:
    """What the trail keeps of the task."""
    kept = {name: getattr(order, name) for name in _TASK}
    kept["township"], kept["agency"] = str(order.township), str(order.agency or "")
    kept["starts_at"] = order.starts_at.isoformat()
    kept["ends_at"] = order.ends_at.isoformat()
    return kept
