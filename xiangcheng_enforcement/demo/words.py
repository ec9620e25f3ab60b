"""The words of one case: party, place, title, facts. Everything invented, and marked so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cases.rules.filing import PartyKind
from core.rules.identifiers import credit_code_check_digit
from xiangcheng_enforcement.demo.clock import DAY, Draw, day_of
from xiangcheng_enforcement.demo.matters import Matters, pick
from xiangcheng_enforcement.demo.walk import Life


@dataclass(slots=True)
class Words:
    """What is written down about a case on its first day."""

    title: str
    description: str
    party: str
    identifier: str
    representative: str
    village_id: int | None
    place: str
    occurred_on: str
    facts: str
    reporter: str


class Writer:
    """Finds words for a case. The same draws give the same words."""

    def __init__(self, matters: Matters) -> None:
        self._texts = matters.texts
        self._mark = matters.texts["mark"]

    def words(self, life: Life, draw: Draw) -> Words:
        matter = life.fate.matter
        village_id, place = self._place(life, draw)
        party, representative = self._party(life, draw)
        occurred = day_of(life.reported // DAY) - timedelta(days=int(draw() * 6))
        facts = matter.facts.replace("{n}", str(2 + int(draw() * 24)))
        phrase = self._texts["source_phrases"][life.fate.source]
        return Words(
            title=f"涉嫌{matter.title}",
            description=f"{phrase}：{occurred.isoformat()}，{party}在{place}{facts}。",
            party=party,
            identifier=_identifier(life.fate.party, draw),
            representative=representative,
            village_id=village_id,
            place=place,
            occurred_on=occurred.isoformat(),
            facts=facts,
            reporter=self._reporter(life, draw),
        )

    def _place(self, life: Life, draw: Draw) -> tuple[int | None, str]:
        town = life.fate.towns[0]
        village_id, name = pick(town.villages, draw) if town.villages else (None, "")
        spot = pick(self._texts["spots"][life.fate.matter.place], draw)
        return village_id, f"{town.name}{name}{spot.replace('{n}', str(1 + int(draw() * 188)))}"

    def _party(self, life: Life, draw: Draw) -> tuple[str, str]:
        """Name, and the person behind a business."""
        person = _person(self._texts, draw)
        if life.fate.party is PartyKind.CITIZEN:
            return f"{person}{self._mark}", ""
        trades = self._texts["trades"][life.fate.matter.place]
        brand = pick(self._texts["brands"], draw)
        if life.fate.party is PartyKind.ORGANISATION:
            return f"漳州{brand}{pick(trades['organisation'], draw)}{self._mark}", person
        return f"{brand}{pick(trades['trader'], draw)}{self._mark}", person

    def _reporter(self, life: Life, draw: Draw) -> str:
        """A complaint may be anonymous."""
        if life.fate.source != "complaint" or draw() < 0.3:
            return ""
        title = "先生" if draw() < 0.5 else "女士"
        return f"{pick(self._texts['surnames'], draw)}{title}{self._mark}"


def _person(texts: dict[str, Any], draw: Draw) -> str:
    return str(pick(texts["surnames"], draw) + pick(texts["given"], draw))


def invented(texts: dict[str, Any], draw: Draw) -> str:
    """Somebody's name, marked as invented."""
    return f"{_person(texts, draw)}{texts['mark']}"


def _identifier(kind: PartyKind, draw: Draw) -> str:
    """A code that checks out and can't be anybody's (“MAXXX”); none for persons."""
    if kind is PartyKind.CITIZEN:
        return ""
    category = "91" if kind is PartyKind.ORGANISATION else "92"
    body = f"{category}350602MAXXX{int(draw() * 10_000):04d}"
    return body + credit_code_check_digit(body)
