"""What the demo's cases are about: fixtures/demo/matters.csv and texts.json, ready for drawing."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Generic, TypeVar

from cases.rules.filing import PartyKind
from xiangcheng_enforcement.demo.clock import Draw
from xiangcheng_enforcement.demo.world import Unit, World
from xiangcheng_enforcement.loading.records import fixture, read_csv, read_json
from zones.models import EnforcementItem

T = TypeVar("T")
_KINDS = {
    "c": PartyKind.CITIZEN,
    "t": PartyKind.SOLE_TRADER,
    "o": PartyKind.ORGANISATION,
}
_RURAL = {"village", "forest"}
# How busy a place is; those not named count 10.
_BUSY = {"石亭街道": 14, "芝山街道": 14, "天宝镇": 12, "南坑街道": 12, "浦南镇": 8, "西桥街道": 8}


class Weighted(Generic[T]):
    """Choices with weights, drawn by one number in [0, 1)."""

    def __init__(self, choices: Sequence[T], weights: Sequence[float]) -> None:
        self._choices = list(choices)
        self._bounds = list(accumulate(weights))

    def pick(self, draw: Draw) -> T:
        return self._choices[bisect(self._bounds, draw() * self._bounds[-1])]


def pick(choices: Sequence[T], draw: Draw) -> T:
    return choices[int(draw() * len(choices))]


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of case: the item, how it is called, who commits it, what it costs."""

    item: EnforcementItem
    title: str
    parties: tuple[PartyKind, ...]
    citizen: tuple[int, int]
    organisation: tuple[int, int]
    place: str
    facts: str

    def amount(self, party: PartyKind, draw: Draw) -> int:
        """A plausible fine in yuan; 0 where the law knows none for such a party."""
        low, high = self.organisation if party.is_organisation else self.citizen
        value = low + (high - low) * draw() ** 2
        step = next(s for s in (1000, 100, 50, 10, 1) if value >= 10 * s or s == 1)
        return int(value // step * step)


class Matters:
    """Everything that may happen, and where."""

    def __init__(self, world: World) -> None:
        rows = read_csv(fixture("demo/matters.csv"))
        matters = [_matter(row, world) for row in rows]
        weights = [float(row["weight"]) for row in rows]
        self._matters = Weighted(matters, weights)
        self._by_code = {matter.item.code: matter for matter in matters}
        self.texts: dict[str, Any] = read_json("demo/texts.json")
        self.sources = Weighted(*zip(*self.texts["sources"], strict=True))
        self.methods = Weighted(*zip(*self.texts["methods"], strict=True))
        towns = list(world.towns.values())
        rural = [t for t in towns if any(name.endswith("村") for _, name in t.villages)]
        self._towns = _by_business(towns)
        self._rural = _by_business(rural)
        self._neighbours = {
            town.name: [t for t in towns if t is not town and t.zone is town.zone] for town in towns
        }
        self._beyond = {town.name: [t for t in towns if t.zone is not town.zone] for town in towns}

    def all(self) -> list[Matter]:
        """Every kind of case there is."""
        return list(self._by_code.values())

    def coded(self, code: str) -> Matter:
        return self._by_code[code]

    def some(self, draw: Draw) -> Matter:
        return self._matters.pick(draw)

    def towns_for(self, matter: Matter, draw: Draw) -> tuple[Unit, ...]:
        """Mostly one town; now and then a neighbour, seldom one of another zone."""
        town = (self._rural if matter.place in _RURAL else self._towns).pick(draw)
        chance = draw()
        if chance < 0.065:
            return town, pick(self._neighbours[town.name], draw)
        if chance < 0.08:
            return town, pick(self._beyond[town.name], draw)
        if chance < 0.085:
            return (town, *self._neighbours[town.name][:2])
        return (town,)


def _by_business(towns: Sequence[Unit]) -> Weighted[Unit]:
    return Weighted(towns, [_BUSY.get(town.name, 10) for town in towns])


def _matter(row: dict[str, str], world: World) -> Matter:
    return Matter(
        item=world.items[row["item"]],
        title=row["title"],
        parties=tuple(_KINDS[letter] for letter in row["parties"]),
        citizen=(int(row["citizen_low"]), int(row["citizen_high"])),
        organisation=(int(row["organisation_low"]), int(row["organisation_high"])),
        place=row["place"],
        facts=row["facts"],
    )
