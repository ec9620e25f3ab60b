"""The district as the plan lays it down, from the files in fixtures/."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from core.models import Parameter
from xiangcheng_enforcement.loading import calendar
from xiangcheng_enforcement.loading.records import (
    Row,
    Tally,
    fixture,
    read_csv,
    read_json,
    synchronise,
)
from zones.models import Agency, District, EnforcementItem, PolicyDocument, Township, Village, Zone
from zones.rules import composition
from zones.selectors import forget_zones

if TYPE_CHECKING:
    from collections.abc import Mapping


@transaction.atomic
def load() -> list[Tally]:
    """Make the reference tables equal to the files, in one transaction; repeating changes nothing.

    Raises RuleViolation when the zones would depart from the plan's composition.
    """
    agencies = _agencies()
    places = _places(agencies[1])
    forget_zones()
    check_composition()
    return [
        _documents(),
        agencies[0],
        *places,
        _items(agencies[1]),
        *calendar.load_notices(),
        _parameters(),
    ]


def check_composition() -> None:
    """Compare zones, towns and stations as stored with the plan."""
    towns = list(Township.objects.select_related("zone").order_by("order"))
    zones = Zone.objects.select_related("station", "chief_agency").order_by("pk")
    composition.check(
        composition.DistrictComposition(
            zones=tuple(
                composition.ZoneComposition(
                    name=zone.name,
                    towns=tuple(town.name for town in towns if town.zone_id == zone.pk),
                    station=zone.station.name if zone.station else "",
                    chief_bureau=zone.chief_agency.name,
                )
                for zone in zones
            ),
            towns=frozenset(town.name for town in towns if town.kind != Township.Kind.FARM),
            outside=frozenset(town.name for town in towns if town.kind == Township.Kind.FARM),
        )
    )


def _documents() -> Tally:
    rows = [
        row | {"issued_on": _date(row["issued_on"])} for row in read_json("policy_documents.json")
    ]
    return synchronise("依据文件", PolicyDocument, "number", rows)[0]


def _agencies() -> tuple[Tally, dict[str, Agency]]:
    rows = [_without_note(row) for row in read_json("agencies.json")]
    return synchronise("区直部门", Agency, "code", rows)


def _places(agencies: Mapping[str, Agency]) -> list[Tally]:
    """Zones first without a station, then their towns, then the stations."""
    data = read_json("district.json")
    district, _ = synchronise("区", District, "code", [data["district"]])
    zone_rows = [
        {
            "code": row["code"],
            "name": row["name"],
            "chief_agency_id": agencies[row["chief_agency"]].pk,
        }
        for row in data["zones"]
    ]
    zones, zone_by_code = synchronise("片区", Zone, "code", zone_rows)
    town_rows = [_town(row, zone_by_code) for row in data["townships"]]
    towns, town_by_code = synchronise("乡镇（街道）、农林场", Township, "code", town_rows)
    station_rows = [
        {"code": row["code"], "station_id": town_by_code[row["station"]].pk}
        for row in data["zones"]
    ]
    stations, _ = synchronise("片区中心驻点", Zone, "code", station_rows)
    village_rows = [
        {"code": row["code"], "name": row["name"], "township_id": town_by_code[row["township"]].pk}
        for row in read_csv(fixture("villages.csv"))
    ]
    villages, _ = synchronise("村（社区）", Village, "code", village_rows)
    return [district, zones, towns, stations, villages]


def _town(row: Row, zones: Mapping[str, Zone]) -> Row:
    zone = zones[row["zone"]].pk if row["zone"] else None
    return {name: value for name, value in row.items() if name != "zone"} | {"zone_id": zone}


def _items(agencies: Mapping[str, Agency]) -> Tally:
    rows = [
        {
            "code": row["code"],
            "name": row["name"],
            "domain": row["domain"],
            "legal_basis": row["legal_basis"],
            "penalty_summary": row["penalty_summary"],
            "agency_id": agencies[row["agency"]].pk,
            "statutory_town": row["statutory_town"] == "1",
            "basis_valid_until": _date(row["basis_valid_until"]),
            "successor_basis": row["successor_basis"],
            "note": row["note"],
        }
        for row in read_csv(fixture("power_items.csv"))
    ]
    # The note is also where a later adjustment says what it did.
    return synchronise("执法事项", EnforcementItem, "code", rows, create_only=("note",))[0]


def _parameters() -> Tally:
    """Figures that 司法局 has confirmed stay as confirmed."""
    rows = read_json("parameters.json")
    confirmed = set(
        Parameter.objects.filter(confirmed_on__isnull=False).values_list("code", flat=True)
    )
    tally, _ = synchronise(
        "参数", Parameter, "code", [row for row in rows if row["code"] not in confirmed]
    )
    tally.unchanged += len(confirmed)
    return tally


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _without_note(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "note"}
