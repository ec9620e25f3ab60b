"""How zones are made up.

《片区联合执法工作方案》二（二）1: ten towns in three zones, each in exactly one, the station one of
its towns; 二（二）3（1）: each chief comes from the bureau the plan names for the zone.
"""

from collections import Counter
from dataclasses import dataclass

from core.errors import RuleViolation

_DIVISION = "《漳州市芗城区乡镇（街道）片区联合执法工作方案》二（二）1"
_LEADERSHIP = "《漳州市芗城区乡镇（街道）片区联合执法工作方案》二（二）3（1）"


@dataclass(frozen=True)
class ZoneComposition:
    """A zone as it is to be: its towns, station, the bureau the plan names, and the chief's own.

    ``chief_from`` is None while the office is vacant.
    """

    name: str
    towns: tuple[str, ...]
    station: str
    chief_bureau: str
    chief_from: str | None = None


@dataclass(frozen=True)
class DistrictComposition:
    """All zones, every town that must be in one, and the places that belong to none (farms)."""

    zones: tuple[ZoneComposition, ...]
    towns: frozenset[str]
    outside: frozenset[str] = frozenset()
    zone_count: int = 3


def violations(district: DistrictComposition) -> list[RuleViolation]:
    """Everything that departs from the plan; empty: the composition stands."""
    found = _count_violations(district)
    placed = Counter(town for zone in district.zones for town in zone.towns)
    for town in sorted(district.towns - placed.keys()):
        found.append(_violation("town_without_zone", f"{town}未划入任何片区", "towns"))
    for town, times in sorted(placed.items()):
        if town in district.outside:
            message = f"{town}不是乡镇（街道），不划入片区"
            found.append(_violation("outside_in_zone", message, "towns"))
        elif town not in district.towns:
            found.append(_violation("unknown_town", f"{town}不是本区乡镇（街道）", "towns"))
        if times > 1:
            names = "、".join(zone.name for zone in district.zones if town in zone.towns)
            message = f"{town}只能属于一个片区，现列入 {names}"
            found.append(_violation("town_in_several_zones", message, "towns"))
    for zone in district.zones:
        found += _zone_violations(zone)
    return found


def check(district: DistrictComposition) -> None:
    """Raise the first of ``violations``."""
    for violation in violations(district):
        raise violation


def _count_violations(district: DistrictComposition) -> list[RuleViolation]:
    found = []
    if len(district.zones) != district.zone_count:
        message = f"方案设立 {district.zone_count} 个片区，现有 {len(district.zones)} 个"
        found.append(_violation("zone_count", message, "zones"))
    for name, times in Counter(zone.name for zone in district.zones).items():
        if times > 1:
            found.append(_violation("zone_name", f"片区名称重复：{name}", "name"))
    return found


def _zone_violations(zone: ZoneComposition) -> list[RuleViolation]:
    found = []
    if not zone.towns:
        found.append(_violation("empty_zone", f"{zone.name}没有乡镇（街道）", "towns"))
    elif zone.station not in zone.towns:
        message = f"{zone.name}驻点{zone.station}须是本片区的乡镇（街道）"
        found.append(_violation("station_outside", message, "station"))
    if zone.chief_from is not None and zone.chief_from != zone.chief_bureau:
        message = f"{zone.name}片长应来自{zone.chief_bureau}，不能来自{zone.chief_from}"
        found.append(RuleViolation("chief_bureau", message, _LEADERSHIP, "chief"))
    return found


def _violation(code: str, message: str, field: str) -> RuleViolation:
    return RuleViolation(code, message, _DIVISION, field)
