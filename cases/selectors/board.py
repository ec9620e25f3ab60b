"""The figures of the zone board: one pass over the open cases, whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils import timezone

from cases.models import Case, Escalation
from cases.rules.workflow import LABELS, CaseState
from core import access
from core.models import User
from zones.models import Township, Zone
from zones.selectors import zones_with_towns


@dataclass
class TownLoad:
    """What is open in one town: how many, how many late, and by stage."""

    town: Township
    load: int = 0
    late: int = 0
    by_state: dict[str, int] = field(default_factory=dict)


def boards_of(user: User) -> list[Zone]:
    """Zones whose board this person may look at; a deputy chief sees the zone of the town."""
    grants = access.grants_of(user)
    zones = zones_with_towns()
    if grants.ids("view_board", "district"):
        return zones
    own = grants.ids("view_board", "zone")
    towns = grants.ids("view_board", "township")
    return [
        zone
        for zone in zones
        if zone.pk in own or any(town.pk in towns for town in zone.townships.all())
    ]


def loads(zones: Sequence[Zone], today: date) -> dict[int, TownLoad]:
    """Town id → load, for every town of the zones, in one grouped query."""
    found = {town.pk: TownLoad(town) for zone in zones for town in zone.townships.all()}
    rows = (
        Case.objects.filter(closed_on=None, township_id__in=list(found))
        .order_by()
        .values("township_id", "state")
        .annotate(
            n=models.Count("pk"),
            late=models.Count("pk", filter=models.Q(next_due_on__lt=today)),
        )
    )
    for row in rows:
        town = found[row["township_id"]]
        town.load += row["n"]
        town.late += row["late"]
        town.by_state[row["state"]] = row["n"]
    return found


def waiting_reports(zones: Sequence[Zone]) -> models.QuerySet[Escalation]:
    """Reports that wait for a leading chief's arrangement, longest waiting first."""
    return (
        Escalation.objects.filter(
            lead_zone__in=zones, status=Escalation.Status.ROUTED, case__closed_on=None
        )
        .select_related("case__township", "lead_zone")
        .order_by("routed_at", "id")
    )


def urgent_cases(zones: Sequence[Zone], limit: int = 10) -> list[Case]:
    """Open cases of the zones with the nearest or overdue terms."""
    return list(
        Case.objects.filter(closed_on=None, next_due_on__isnull=False, township__zone__in=zones)
        .select_related("township")
        .order_by("next_due_on", "id")[:limit]
    )


def stage_series(found: Sequence[TownLoad]) -> list[tuple[str, list[int]]]:
    """For the chart: per open stage, the number in each town."""
    stages = [s for s in CaseState if any(load.by_state.get(s.value) for load in found)]
    return [(LABELS[s], [load.by_state.get(s.value, 0) for load in found]) for s in stages]


def decided_this_month(zones: Sequence[Zone]) -> models.QuerySet[Case]:
    first = timezone.localdate().replace(day=1)
    return Case.objects.filter(decided_on__gte=first, township__zone__in=zones)
