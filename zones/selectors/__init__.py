"""Questions about the district; one module a subject."""

from zones.selectors.district import (
    agency_named,
    all_agencies,
    all_domains,
    all_towns,
    district_facts,
    forget_zones,
    holders_on,
    item_facts,
    items_held_by,
    put_places,
    rests_on_demo,
    town_named,
    towns_in_zones,
    zone_named,
    zones_with_towns,
)

__all__ = [
    "agency_named",
    "all_agencies",
    "all_domains",
    "all_towns",
    "district_facts",
    "forget_zones",
    "holders_on",
    "item_facts",
    "items_held_by",
    "put_places",
    "rests_on_demo",
    "town_named",
    "towns_in_zones",
    "zone_named",
    "zones_with_towns",
]
