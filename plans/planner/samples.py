"""Instances of any size for trials and benchmarks: invented, shaped like a district's year.

Not for production; kept beside the planner because the benchmark and the tests both need it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from types import MappingProxyType
from typing import Any

DOMAINS = (
    "市容环卫",
    "住建物业",
    "自然资源",
    "消防",
    "农业农村",
    "生态环境",
    "应急管理",
    "文化市场",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How large an instance is: officers per bureau and per town, teams out at once."""

    towns: int
    targets: int
    of_bureau: int
    of_town: int
    vehicles: int


SIZES: Mapping[str, Size] = MappingProxyType(
    {
        "zone": Size(4, 300, 6, 4, 4),
        "district": Size(4, 1500, 10, 15, 6),
        "city": Size(10, 12000, 60, 30, 44),
    }
)


def sample(size: Size, seed: int, year: int = 2027) -> dict[str, Any]:
    """An instance as JSON values; the same size and seed give the same instance."""
    rng = Random(seed)
    towns = [f"3506020{n:02d}" for n in range(1, size.towns + 1)]
    topics = [
        {
            "id": f"T{n}",
            "domain": DOMAINS[n % len(DOMAINS)],
            "minutes": rng.choice((30, 45, 45, 60, 60)),
        }
        for n in range(14)
    ]
    held = {town: sorted(rng.sample(DOMAINS, rng.choice((2, 3, 3, 4)))) for town in towns}
    days = _working_days(year, rng)
    officers = _officers(size, towns, held, days, rng)
    return {
        "year": year,
        "seed": seed,
        "calendar": {"working_days": [d.isoformat() for d in days]},
        "slots_per_day": 2,
        "slot_minutes": 180,
        "vehicles": size.vehicles,
        "topics": topics,
        "officers": officers,
        "targets": [
            _target(f"O{n:05d}", rng.choice(towns), topics, held, officers, year, rng)
            for n in range(size.targets)
        ],
    }


def _working_days(year: int, rng: Random) -> list[date]:
    day, days = date(year, 1, 1), []
    while day.year == year:
        if day.weekday() < 5:
            days.append(day)
        day += timedelta(days=1)
    return sorted(rng.sample(days, len(days) - 15))


def _officers(
    size: Size, towns: list[str], held: Mapping[str, list[str]], days: list[date], rng: Random
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []

    def add(authority: str, domains: list[str], where: list[str]) -> None:
        leave = rng.randrange(len(days) - 5)
        away = {*days[leave : leave + 5], *rng.sample(days, 11)}
        short = rng.random() < 0.015
        rows.append(
            {
                "id": f"P{len(rows) + 1:04d}",
                "authority": authority,
                "domains": domains,
                "towns": where,
                "unavailable": sorted(d.isoformat() for d in away),
                "certificate_expires": f"{days[0].year}-10-15" if short else "2029-12-31",
                "max_visits_per_day": 2,
                "max_visits_per_week": 8,
            }
        )

    for n, domain in enumerate(DOMAINS):
        for _ in range(size.of_bureau):
            add(f"D{n}", [domain], towns)
    for town in towns:
        domains = held[town]
        for k in range(size.of_town):
            lacking = domains[k % len(domains)] if k % 4 == 3 and len(domains) > 2 else ""
            add(f"Z{town}", [d for d in domains if d != lacking], [town])
    return rows


def _target(
    name: str,
    town: str,
    topics: list[dict[str, Any]],
    held: Mapping[str, list[str]],
    officers: list[dict[str, Any]],
    year: int,
    rng: Random,
) -> dict[str, Any]:
    count = rng.choices((1, 2, 3, 4, 5), (89, 92, 95, 22, 2))[0]
    most = rng.choices((1, 2, 3, 4), (60, 29, 8, 3))[0]
    chosen: list[dict[str, Any]] = []
    for topic in rng.sample(topics, len(topics)):
        if len(chosen) < count and sum(t["minutes"] for t in chosen) + topic["minutes"] <= 180:
            chosen.append(topic)
    gap = 30 if most > 2 else rng.choice((30, 30, 45, 60, 90, 90))
    duties: list[dict[str, Any]] = []
    # Windows share a day, so that what is done once can be done in one visit.
    middle = date(year, 1, 20) + timedelta(days=rng.randrange(325))
    for topic in chosen:
        town_holds = topic["domain"] in held[town]
        authority = f"Z{town}" if town_holds else f"D{DOMAINS.index(topic['domain'])}"
        first, last = date(year, 1, 1), date(year, 12, 31)
        times = rng.randint(1, most) if duties else most
        if rng.random() < 0.25 and times == 1:
            first = max(first, middle - timedelta(days=rng.randrange(12, 60)))
            last = min(last, middle + timedelta(days=rng.randrange(12, 60)))
        duties.append(
            {
                "topic": topic["id"],
                "authority": authority,
                "times": times,
                "not_before": first.isoformat(),
                "not_after": last.isoformat(),
            }
        )
    recused = [rng.choice(officers)["id"]] if rng.random() < 0.25 else []
    return {
        "id": name,
        "town": town,
        "annual_cap": most + (rng.random() < 0.1),
        "min_gap_days": gap,
        "recused": recused,
        "duties": duties,
    }
