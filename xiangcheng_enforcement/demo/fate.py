"""What becomes of a case, decided before its first day: drawn, or laid down by a story."""

from __future__ import annotations

from dataclasses import dataclass

from cases.models.decision import NO_PENALTY
from cases.rules.court import is_land_demolition
from cases.rules.filing import PartyKind
from cases.rules.gravity import PenaltyKind
from cases.rules.outcomes import Exemption
from cases.rules.terms import Term
from xiangcheng_enforcement.demo.clock import Draw
from xiangcheng_enforcement.demo.matters import Matter, Matters, pick
from xiangcheng_enforcement.demo.showcase import Story
from xiangcheng_enforcement.demo.world import Unit, World

_STALLS = (
    "accept",
    "propose_filing",
    "approve_filing",
    "conclude",
    "notify",
    "decide",
    "serve",
    "propose_closing",
    "approve_closing",
    "review_passed",
)
_STALLING_DAYS = 150  # what was forgotten longer ago has been found since
_WARNING_ONLY = {"XC154"}
_DEMOLITION = {"XC066", "XC077"}  # 限期拆除: no money
_EXEMPTIONS = (Exemption.MINOR, Exemption.MINOR, Exemption.FIRST)
_OWED = (PenaltyKind.FINE.value, PenaltyKind.OTHER.value)  # what a court can be asked to execute


@dataclass(slots=True)
class Fate:
    """`hold` is the step that is not taken (yet): the case waits before it."""

    matter: Matter
    towns: tuple[Unit, ...]
    source: str
    party: PartyKind
    major: bool
    complex: bool
    refused: bool
    declined: bool
    records: int
    heard: str  # "", "waived", "statement"
    returned: bool
    arranged_after: str  # accept, file, conclude
    terminated: bool
    penalty: str
    exemption: str  # why there is no penalty
    amount: int
    unpaid: bool  # until the court executes it
    contested: bool  # by reconsideration, in vain
    hold: str


class Fates:
    """Draws the fate of each case."""

    def __init__(self, world: World, matters: Matters) -> None:
        self._world = world
        self._matters = matters

    def of(self, story: Story | None, age: int, draw: Draw) -> Fate:
        """`age`: how many days ago it was reported."""
        if story is None:
            matter = self._matters.some(draw)
            towns = self._matters.towns_for(matter, draw)
        else:
            matter = self._matters.coded(story.item)
            towns = tuple(self._world.places[name] for name in story.towns)
        party = pick(matter.parties, draw)
        penalty, amount = _penalty(matter, party, draw)
        fate = Fate(
            matter=matter,
            towns=towns,
            source=self._matters.sources.pick(draw),
            party=party,
            major=draw() < 0.02,
            complex=draw() < 0.015,
            refused=draw() < 0.03,
            declined=draw() < 0.04,
            records=1 + int(draw() * 2.5),
            heard=_heard(draw()),
            returned=draw() < 0.3,
            arranged_after=pick(("accept", "file", "file", "conclude"), draw),
            terminated=draw() < 0.012,
            penalty=penalty,
            exemption=pick(_EXEMPTIONS, draw).value if penalty == NO_PENALTY else "",
            amount=amount,
            unpaid=penalty in _OWED and draw() < 0.03,
            contested=False,
            hold=pick(_STALLS, draw) if draw() < 0.05 and age < _STALLING_DAYS else "",
        )
        if story is not None:
            _follow(fate, story)
        if fate.penalty == NO_PENALTY:
            fate.returned = False
        return fate


def suit_term(fate: Fate) -> Term:
    """How long the party may sue: fifteen days where 《土地管理法》 orders to demolish."""
    ordered = "限期拆除" if fate.penalty == PenaltyKind.OTHER.value else ""
    land = is_land_demolition(fate.matter.item.legal_basis, ordered)
    return Term.LITIGATION_LAND if land else Term.LITIGATION


def _heard(chance: float) -> str:
    if chance < 0.2:
        return "statement"
    return "waived" if chance < 0.5 else ""


def _penalty(matter: Matter, party: PartyKind, draw: Draw) -> tuple[str, int]:
    chance, amount = draw(), matter.amount(party, draw)
    if matter.item.code in _WARNING_ONLY:
        return PenaltyKind.WARNING.value, 0
    if matter.item.code in _DEMOLITION:
        return (PenaltyKind.OTHER.value if chance < 0.7 else NO_PENALTY), 0
    if chance < 0.06:
        return NO_PENALTY, 0
    if amount < 1000 and chance < 0.18:
        return PenaltyKind.WARNING.value, 0
    if party is not PartyKind.CITIZEN and chance > 0.996:
        return PenaltyKind.STOP_OPERATION.value, 0
    return (PenaltyKind.FINE.value, amount) if amount else (PenaltyKind.WARNING.value, 0)


def _follow(fate: Fate, story: Story) -> None:
    """A story says how far the case came and how grave it is; the rest stays as drawn."""
    fate.hold = story.hold
    fate.major, fate.complex = story.major, story.complex
    fate.refused, fate.declined = story.refused, story.declined
    fate.returned, fate.terminated = story.returned, story.terminated
    fate.unpaid, fate.contested = story.unpaid, story.contested
    if story.spared:
        fate.penalty, fate.amount, fate.exemption = NO_PENALTY, 0, Exemption.FIRST.value
    elif fate.penalty == NO_PENALTY:
        fate.penalty, fate.exemption = PenaltyKind.WARNING.value, ""
    if story.arranged_after:
        fate.arranged_after = story.arranged_after
    if story.fine:
        fate.party = PartyKind.ORGANISATION
        fate.penalty, fate.amount, fate.exemption = PenaltyKind.FINE.value, story.fine, ""
