"""Values that the jurisdiction rules take in and give out. Dates are inclusive at both ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from core.rules.periods import Period

NO_COUNTS: Mapping[str, int] = MappingProxyType({})


class AuthorityKind(StrEnum):
    """Whose name the decision bears; UNDETERMINED: a named gap must be closed first."""

    TOWN = "town"
    BUREAU = "bureau"
    CITY = "city"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Delegation:
    """赋权: ``town`` exercises the item from ``starts_on`` to ``ends_on`` (None: no end fixed)."""

    town: str
    starts_on: date
    ends_on: date | None = None
    document: str = ""

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)


@dataclass(frozen=True)
class ItemFacts:
    """An enforcement item and who holds it.

    ``statutory_town``: statute itself gives the power to 乡、镇 (not to 街道). ``city_since``: the
    first day on which the city holds it (上收). ``entrusted_by``: organ in whose name the towns act
    under a written entrustment (委托).
    """

    code: str
    name: str
    bureau: str
    domain: str
    statutory_town: bool = False
    delegations: tuple[Delegation, ...] = ()
    city_since: date | None = None
    entrusted_by: str | None = None

    @property
    def label(self) -> str:
        """How reasons name the item."""
        if self.name:
            return f"“{self.name}”"
        return f"“{self.domain}”领域事项" if self.domain else "该事项"


@dataclass(frozen=True)
class Act:
    """One unlawful act (or one item that catches it) and the places where it happened."""

    item: ItemFacts
    towns: tuple[str, ...]


@dataclass(frozen=True)
class Matter:
    """What is to be filed on ``on`` (the day that decides which delegations count).

    ``first_filed_by``: the organ that filed first, if any did; ``received_by``: the town that took
    the report up and, filing it now, would be first. ``certified_officers``: how many
    officers with a valid certificate a town has; a town not named has enough. ``filed_under``: the
    town that filed the case earlier, under a delegation valid then. ``designated_to`` counts only
    with ``designation_document``, the district government's paper (第二十五条).
    """

    on: date
    acts: tuple[Act, ...]
    major: bool = False
    complex: bool = False
    first_filed_by: str | None = None
    received_by: str | None = None
    certified_officers: Mapping[str, int] = field(default_factory=lambda: NO_COUNTS, hash=False)
    filed_under: str | None = None
    designated_to: str | None = None
    designation_document: str = ""
    suspected_crime: bool = False

    @property
    def first(self) -> str | None:
        """Who filed first or, nobody having filed, who is about to."""
        return self.first_filed_by or self.received_by

    @property
    def places(self) -> tuple[str, ...]:
        """Every place of every act once, in the order given."""
        return tuple(dict.fromkeys(town for act in self.acts for town in act.towns))


@dataclass(frozen=True)
class ZoneFacts:
    """A zone (片区) and its towns."""

    name: str
    towns: tuple[str, ...]


@dataclass(frozen=True)
class DistrictFacts:
    """Zones in their fixed order, and the places that belong to none of them."""

    zones: tuple[ZoneFacts, ...]
    outside: tuple[str, ...] = ("奶牛场", "芗城区奶牛场", "天宝林场")

    @property
    def towns(self) -> tuple[str, ...]:
        """Every town in district order: zone by zone, as the fixture lists them."""
        return tuple(town for zone in self.zones for town in zone.towns)

    def in_order(self, places: Iterable[str]) -> tuple[str, ...]:
        """The places once each, in district order, then the farms, then unknown names."""
        known = (*self.towns, *self.outside)
        order = {place: position for position, place in enumerate(known)}
        return tuple(sorted(set(places), key=lambda place: (order.get(place, len(known)), place)))

    def zone_of(self, town: str) -> str | None:
        """The zone a town belongs to; None outside every zone."""
        return next((zone.name for zone in self.zones if town in zone.towns), None)


@dataclass(frozen=True)
class Reason:
    """Which rule spoke, what it said of these facts, and the article it rests on."""

    rule: str
    text: str
    basis: str


@dataclass(frozen=True)
class Outcome:
    """The answer for a single act."""

    act: Act
    kind: AuthorityKind
    authority: str | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Jurisdiction:
    """The answer: who decides, who is told, and why.

    ``authority`` is None for city and undetermined. ``report_to`` names zones, the lead first.
    ``joint``: several towns or organs handle it together. ``transfer_to`` names who receives what
    the district's organs may not decide. ``parts`` holds each act's own answer: where they differ,
    the acts of another authority have to be split off.
    """

    kind: AuthorityKind
    authority: str | None
    report_to: tuple[str, ...]
    joint: bool
    reasons: tuple[Reason, ...]
    transfer_to: str | None = None
    parts: tuple[Outcome, ...] = ()

    @property
    def split(self) -> bool:
        """Whether some act belongs to another authority than the one that leads."""
        return any(
            (part.kind, part.authority) != (self.kind, self.authority) for part in self.parts
        )


def is_town_government(name: str) -> bool:
    """Whether the place is a 镇 or 乡, whose government statutes name; a 街道 is not."""
    return name.endswith(("镇", "乡"))


def heading(name: str) -> str:
    """What heads an authority's decision: XX镇人民政府, XX街道办事处, or the bureau's own name."""
    if is_town_government(name):
        return f"{name}人民政府"
    return f"{name}办事处" if name.endswith("街道") else name
