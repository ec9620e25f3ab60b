"""Whose board one sees, and what is open in each town, whatever the number of cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models

from cases.models import Case
from cases.rules.board import WAITING_FOR_CHIEF
from core import access
from core.models import User
from zones.models import Township, Zone
from zones.selectors import zones_with_towns


@dataclass
class TownLoad:
    """What is open in one town, how many of it late, due soon, standing still."""

    town: Township
    load: int = 0
    late: int = 0
    soon: int = 0
    stalled: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Sight:
    """The zones and towns somebody looks at; `whole` are zones seen in all their towns."""

    zones: Sequence[Zone]
    towns: Sequence[Township]
    whole: frozenset[int]

    def narrowed(self, zone: Zone | None, town: Township | None) -> Sight:
        """The part of it that is one zone, or one town."""
        zones = [one for one in self.zones if zone is None or one.pk == zone.pk]
        ids = {one.pk for one in zones}
        towns = [one for one in self.towns if one.zone_id in ids]
        if town is None:
            return Sight(zones, towns, self.whole & ids)
        return Sight(zones, [one for one in towns if one.pk == town.pk], frozenset())


def sight_of(user: User) -> Sight:
    """All zones for the district's offices, the zone for its leaders, the town for its 副片长."""
    grants = access.grants_of(user)
    everywhere = bool(grants.ids("view_board", "district"))
    own, towns = grants.ids("view_board", "zone"), grants.ids("view_board", "township")
    zones, seen, whole = [], [], set()
    for zone in zones_with_towns():
        all_of_it = everywhere or zone.pk in own
        here = [town for town in zone.townships.all() if all_of_it or town.pk in towns]
        if here:
            zones.append(zone)
            seen += here
        if all_of_it:
            whole.add(zone.pk)
    return Sight(zones, seen, frozenset(whole))


def loads(zones: Sequence[Zone], today: date) -> dict[int, TownLoad]:
    """Town id → load, for every town of the zones, in one grouped query."""
    towns = [town for zone in zones for town in zone.townships.all()]
    return loads_of(Case.objects.filter(closed_on=None), towns, today, today, today)


def loads_of(
    rows: models.QuerySet[Case],
    towns: Sequence[Township],
    today: date,
    soon: date,
    stalled: date,
) -> dict[int, TownLoad]:
    """Of these open cases. `soon`: due until then; `stalled`: in their stage since before then."""
    found = {town.pk: TownLoad(town) for town in towns}
    grouped = (
        rows.filter(township_id__in=list(found))
        .order_by()
        .values("township_id")
        .annotate(
            n=models.Count("pk"),
            late=models.Count("pk", filter=models.Q(next_due_on__lt=today)),
            soon=models.Count("pk", filter=models.Q(next_due_on__range=(today, soon))),
            waiting=models.Count("pk", filter=models.Q(reporting__in=WAITING_FOR_CHIEF)),
            stalled=models.Count("pk", filter=models.Q(stage_since__date__lte=stalled)),
        )
    )
    for row in grouped:
        town = found[row["township_id"]]
        town.load, town.late = row["n"], row["late"]
        town.soon, town.stalled, town.waiting = row["soon"], row["stalled"], row["waiting"]
    return found
