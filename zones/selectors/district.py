"""What the rules need to know about the district, as their input values."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date

from django.db import models

from zones.models import Agency, Empowerment, EnforcementItem, Township, Zone
from zones.rules.jurisdiction import Delegation, DistrictFacts, ItemFacts, ZoneFacts


def district_facts() -> DistrictFacts:
    """Zones with their towns in the plan's order, and the places outside every zone."""
    towns: dict[int | None, list[str]] = {}
    for name, zone_id in Township.objects.order_by("order").values_list("name", "zone_id"):
        towns.setdefault(zone_id, []).append(name)
    zones = tuple(
        ZoneFacts(name=name, towns=tuple(towns.get(pk, ())))
        for pk, name in Zone.objects.order_by("pk").values_list("pk", "name")
    )
    return DistrictFacts(zones=zones, outside=tuple(towns.get(None, ())))


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
_remembered: list[tuple[float, list[Zone]]] = []


def zones_with_towns() -> list[Zone]:
    """Zones with their towns in the plan's order; remembered for a minute per process."""
    if _remembered and time.monotonic() - _remembered[0][0] < REMEMBER_SECONDS:
        return list(_remembered[0][1])
    towns = models.Prefetch("townships", Township.objects.order_by("order"))
    zones = list(
        Zone.objects.select_related("station", "chief_agency")
        .prefetch_related(towns)
        .order_by("pk")
    )
    _remembered[:] = [(time.monotonic(), zones)]
    return list(zones)


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
