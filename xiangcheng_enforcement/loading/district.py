"""The district as the plan lays it down, from the files in fixtures/."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from core.models import Parameter
from xiangcheng_enforcement.loading import calendar, paper_templates
from xiangcheng_enforcement.loading.records import (
    Row,
    Tally,
    fixture,
    read_csv,
    read_json,
    synchronise,
)
from zones.models import (
    Agency,
    District,
    EnforcementItem,
    ItemVersion,
    PolicyDocument,
    Township,
    Village,
    Zone,
)
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
        *_items(agencies[1]),
        *calendar.load_notices(),
        _parameters(),
        paper_templates.load(),
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


def _items(agencies: Mapping[str, Agency]) -> list[Tally]:
    """Items and their first versions; what 编办 has made of an item since stays as it is."""
    source = read_csv(fixture("power_items.csv"))
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
        for row in source
    ]
    kept = set(rows[0]) - {"code", "statutory_town"}
    tally, items = synchronise("执法事项", EnforcementItem, "code", rows, create_only=kept)
    return [tally, _versions(source, items)]


# Towns enforce by delegation since the law of this day (行政处罚法 第二十四条); a basis that came
# into force later says so.
CATALOGUE_BEGINS = date(2021, 7, 15)
BASIS_BEGINS = {
    "《安全生产法》（2021修正）": date(2021, 9, 1),
    "《土地管理法实施条例》（2021修订）": date(2021, 9, 1),
    "《种子法》（2021修正）": date(2022, 3, 1),
    "《农药管理条例》（2022修订）": date(2022, 5, 1),
    "《互联网上网服务营业场所管理条例》（2022修订）": date(2022, 5, 1),
    "《噪声污染防治法》（2021公布）": date(2022, 6, 5),
    "《农产品质量安全法》（2022修订）": date(2023, 1, 1),
}


def _versions(source: list[dict[str, str]], items: Mapping[str, EnforcementItem]) -> Tally:
    tally = Tally("事项版本")
    known = set(ItemVersion.objects.values_list("item_id", flat=True))
    made: list[ItemVersion] = []
    for row in source:
        item = items[row["code"]]
        if item.pk in known:
            tally.unchanged += 1
        else:
            made += _wordings(row, item)
    ItemVersion.objects.bulk_create(made)
    tally.created = len(made)
    return tally


def _wordings(row: dict[str, str], item: EnforcementItem) -> list[ItemVersion]:
    """The item's wording, and the one of its successor basis from the day after."""
    law = re.match(r"《[^》]+》（[^）]+）", row["legal_basis"])
    begins = BASIS_BEGINS.get(law.group() if law else "", CATALOGUE_BEGINS)
    last = _date(row["basis_valid_until"])
    first = ItemVersion(
        item=item,
        name=row["name"],
        agency_id=item.agency_id,
        legal_basis=row["legal_basis"],
        penalty_summary=row["penalty_summary"],
        valid_from=begins,
        valid_until=last,
        source=f"公开法规文本 {row['source']}",
    )
    if last is None or not row["successor_basis"]:
        return [first]
    basis, note = _basis_and_note(row["successor_basis"])
    second = ItemVersion(
        item=item,
        name=row["name"],
        agency_id=item.agency_id,
        legal_basis=basis,
        penalty_summary=note,
        valid_from=last + timedelta(days=1),
        source=f"公开法规文本 {row['source']}",
    )
    return [first, second]


def _basis_and_note(text: str) -> tuple[str, str]:
    """A remark in brackets at the end is about the penalty; without figures it is to be checked."""
    found = re.fullmatch(r"(.+[条款项])（([^（）]+)）", text)
    basis, note = found.groups() if found else (text, "")
    if re.search(r"\d", note):
        return basis, note.removeprefix("改为")
    return basis, f"以条文为准，幅度待核对{f'（{note}）' if note else ''}"


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
