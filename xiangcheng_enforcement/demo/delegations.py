"""Sample delegations (演示赋权): the district's real list is not public.

Each row is marked `is_demo` and its document says so; importing the real list replaces them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from xiangcheng_enforcement.loading.records import Tally, read_json
from zones.models import Empowerment, EnforcementItem, Township


def ensure_delegations() -> Tally:
    """Write the sample delegations of fixtures/demo/empowerments.json unless some are there."""
    tally = Tally("演示赋权")
    tally.unchanged = Empowerment.objects.filter(is_demo=True).count()
    if tally.unchanged:
        return tally
    data = read_json("demo/empowerments.json")
    items = list(EnforcementItem.objects.select_related("agency").order_by("code"))
    towns = list(Township.objects.exclude(zone=None).order_by("order"))
    rows = list(_rows(data, items, towns))
    tally.created = len(Empowerment.objects.bulk_create(rows))
    _take_to_city(data["to_city"], {item.code: item for item in items})
    return tally


def _rows(
    data: Mapping[str, Any], items: list[EnforcementItem], towns: list[Township]
) -> Iterator[Empowerment]:
    withdrawn = {code: entry for entry in data["withdrawn"] for code in entry["items"]}
    for item in items:
        if item.code in data["withheld"]:
            continue
        held_by = {
            name for grant in data["grants"] if _covers(grant, item) for name in _of(grant, towns)
        }
        entry = withdrawn.get(item.code, {})
        for town in towns:
            if town.name in held_by:
                yield Empowerment(
                    item=item,
                    township=town,
                    starts_on=date.fromisoformat(data["starts_on"]),
                    ends_on=date.fromisoformat(entry["ends_on"]) if entry else None,
                    document=entry.get("document", data["document"]),
                    is_demo=True,
                )


def _covers(grant: Mapping[str, Any], item: EnforcementItem) -> bool:
    if item.code in grant["items"]:
        return True
    agencies = grant["agencies"]
    return item.domain in grant["domains"] and (not agencies or item.agency.code in agencies)


def _of(grant: Mapping[str, Any], towns: list[Township]) -> list[str]:
    """No town named means all of them."""
    return grant["towns"] or [town.name for town in towns]


def _take_to_city(entries: list[Mapping[str, Any]], items: Mapping[str, EnforcementItem]) -> None:
    for entry in entries:
        for code in entry["items"]:
            item = items[code]
            item.city_since = date.fromisoformat(entry["since"])
            item.note = "；".join(part for part in (item.note, entry["note"]) if part)
            item.save(update_fields=["city_since", "note"])
