"""What the rules need to know about the district, as their input values."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import models

from zones.models import Agency, Empowerment, EnforcementItem, Township, Zone
from zones.rules.jurisdiction import Delegation, DistrictFacts, ItemFacts, ZoneFacts


def district_facts() -> DistrictFacts:
    """Zones with their towns in the plan's order, and the places outside every zone."""
    zones = tuple(
        ZoneFacts(name=zone.name, towns=tuple(town.name for town in zone.townships.all()))
        for zone in zones_with_towns()
    )
    outside = tuple(town.name for town in all_towns() if town.zone_id is None)
    return DistrictFacts(zones=zones, outside=outside)


def item_facts(item: EnforcementItem) -> ItemFacts:
    """The item with every delegation it ever had; the rule picks the date that counts."""
    delegations = tuple(
        Delegation(town=e.township.name, starts_on=e.starts_on, ends_on=e.ends_on)
        for e in item.empowerments.select_related("township").order_by("pk")
    )
    return ItemFacts(
        code=item.code,
        name=item.name,
        bureau=item.agency.name,
        domain=item.domain,
        statutory_town=item.statutory_town,
        delegations=delegations,
        city_since=item.city_since,
    )


def towns_in_zones() -> models.QuerySet[Township]:
    return Township.objects.exclude(zone=None).select_related("zone")


REMEMBER_SECONDS = 60.0
_remembered: dict[str, tuple[float, list[Any]]] = {}


def _recall(name: str, read: Callable[[], list[Any]]) -> list[Any]:
    """What was read under that name within the last minute, by this process."""
    known = _remembered.get(name)
    if known is None or time.monotonic() - known[0] >= REMEMBER_SECONDS:
        known = _remembered[name] = (time.monotonic(), read())
    return list(known[1])


def zones_with_towns() -> list[Zone]:
    """Zones with their towns in the plan's order; remembered for a minute per process."""
    return _recall("zones", _zones)


def all_towns() -> list[Township]:
    """Every town, those of no zone too, in the plan's order; remembered for a minute."""
    return _recall("towns", lambda: list(Township.objects.all()))


def all_domains() -> list[str]:
    """The domains of the catalogue (执法领域), remembered for a minute."""
    rows = EnforcementItem.objects.order_by("domain").values_list("domain", flat=True)
    return _recall("domains", lambda: list(rows.distinct()))


def all_agencies() -> list[Agency]:
    """Every bureau, remembered for a minute."""
    return _recall("agencies", lambda: list(Agency.objects.all()))


def put_places(rows: Sequence[models.Model], *names: str) -> None:
    """Give rows the zones, towns and bureaus they point to, from what is remembered.

    Saves a join for each of `names`; a place made within the last minute is asked for when shown.
    """
    for name in names:
        pointing = [(row, pk) for row in rows if (pk := getattr(row, f"{name}_id")) is not None]
        if not pointing:
            continue
        field: Any = pointing[0][0]._meta.get_field(name)
        known = {place.pk: place for place in _TABLES[field.related_model]()}
        for row, pk in pointing:
            if pk in known:
                setattr(row, name, known[pk])


_TABLES: dict[type[models.Model], Callable[[], Sequence[models.Model]]] = {
    Zone: zones_with_towns,
    Township: all_towns,
    Agency: all_agencies,
}


def _zones() -> list[Zone]:
    towns = models.Prefetch("townships", Township.objects.order_by("order"))
    return list(
        Zone.objects.select_related("station", "chief_agency")
        .prefetch_related(towns)
        .order_by("pk")
    )


def forget_zones() -> None:
    _remembered.clear()


def town_named(name: str) -> Township:
    return Township.objects.get(name=name)


def agency_named(name: str) -> Agency:
    return Agency.objects.get(name=name)


def zone_named(name: str) -> Zone:
    return Zone.objects.get(name=name)


def items_held_by(town: Township, day: date) -> models.QuerySet[EnforcementItem]:
    """What the town holds by delegation on that day."""
    return EnforcementItem.objects.filter(
        models.Q(empowerments__ends_on=None) | models.Q(empowerments__ends_on__gte=day),
        empowerments__township=town,
        empowerments__starts_on__lte=day,
    ).select_related("agency")


def holders_on(items: Iterable[EnforcementItem], day: date) -> dict[int, list[Empowerment]]:
    """Item id → the delegations in force on that day, in the towns' order."""
    rows = (
        Empowerment.objects.filter(
            models.Q(ends_on=None) | models.Q(ends_on__gte=day),
            item__in=[item.pk for item in items],
            starts_on__lte=day,
        )
        .select_related("township")
        .order_by("township__order")
    )
    found: dict[int, list[Empowerment]] = {}
    for row in rows:
        found.setdefault(row.item_id, []).append(row)
    return found


def rests_on_demo(item: EnforcementItem, town: Township, day: date) -> bool:
    """Whether the town's power over the item on that day is one invented for the demo."""
    rows = Empowerment.objects.filter(
        models.Q(ends_on=None) | models.Q(ends_on__gte=day),
        item=item,
        township=town,
        starts_on__lte=day,
        is_demo=True,
    )
    return rows.exists()
