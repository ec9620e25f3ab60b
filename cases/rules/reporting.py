"""Who is told of a report to the chief, who leads, and why; who has not answered in time.

《片区联合执法工作方案》二（二）3（3）: cases across towns, major and complex ones go to the chief
at once. The plan does not say who leads across zones: by agreement of the trial the zone of the
town that filed first (T8), unless the coordination office (附件（一）) names another. A chief on
leave is stood in for by the acting replacement alone (附件（四）); a chief's arrangement is never
指定管辖 (《行政处罚法》第二十五条).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.rules.periods import Period

BASIS = "方案二（二）3（3）"


class Post(StrEnum):
    """Offices a report may go to."""

    CHIEF = "zone_chief"
    COORDINATOR = "coordinator"
    OFFICE = "coordination_office"


class Part(StrEnum):
    """In what part somebody is told. Exactly one leads."""

    LEAD = "lead"
    CHIEF = "chief"
    COORDINATOR = "coordinator"
    OFFICE = "office"


@dataclass(frozen=True)
class Place:
    """A town the case touches, in the order of registering; ``zone`` None: in no zone."""

    town: str
    zone: str | None


@dataclass(frozen=True)
class Held:
    """An office held, or acted for; ``zone`` None: an office of the district."""

    post: Post
    zone: str | None
    person: int
    period: Period
    acting: bool = False


@dataclass(frozen=True)
class Away:
    """A leave."""

    person: int
    period: Period


@dataclass(frozen=True)
class Situation:
    """Everything the decision hangs on, on the day ``on``.

    ``filed_first``: the town that filed, before filing the one that took the report up.
    ``named``: the zone the coordination office named to lead.
    """

    on: date
    places: tuple[Place, ...]
    filed_first: str = ""
    named: str = ""
    held: tuple[Held, ...] = ()
    away: tuple[Away, ...] = ()


@dataclass(frozen=True)
class Told:
    """One person to tell, in which part, for which zone, and why."""

    person: int
    part: Part
    zone: str | None
    why: str


@dataclass(frozen=True)
class Routing:
    """Where a report goes: the zone that leads, the zones concerned in order, who is told."""

    lead_zone: str | None
    zones: tuple[str, ...]
    told: tuple[Told, ...]


def decide(facts: Situation) -> Routing:
    """Who is told. Nobody is named twice; one leads whenever anybody of these is in office."""
    zones = zones_in_order(facts)
    found: list[Told] = []
    vacant = False
    for zone in zones:
        part = Part.LEAD if zone == zones[0] else Part.CHIEF
        answer = _of_zone(facts, zone, part, _why_concerned(facts, zone, part))
        vacant = vacant or not _in_post(facts, Post.CHIEF, zone)
        found += answer
    if len(zones) != 1 or vacant:
        leads = any(told.part is Part.LEAD for told in found)
        found += _office(facts, zones, vacant=vacant, leads=leads)
    return Routing(zones[0] if zones else None, zones, _once(found))


def zones_in_order(facts: Situation) -> tuple[str, ...]:
    """Zones of the places; first the one named to lead, else that of the first town to file."""
    zones = list(dict.fromkeys(place.zone for place in facts.places if place.zone))
    first = next((p.zone for p in facts.places if p.town == facts.filed_first and p.zone), None)
    lead = facts.named if facts.named in zones else first
    return tuple(sorted(zones, key=lambda zone: zone != lead)) if lead else tuple(zones)


def _of_zone(facts: Situation, zone: str, part: Part, why: str) -> list[Told]:
    """The acting replacement alone, else the chief; the coordinator stands in for a vacancy."""
    chiefs = _in_post(facts, Post.CHIEF, zone)
    coordinators = _present(facts, _in_post(facts, Post.COORDINATOR, zone))
    acting = [one for one in _present(facts, chiefs) if one.acting]
    if acting:
        return [Told(acting[0].person, part, zone, f"{why}；片长请假，由代理人接收")]
    holders = [one for one in chiefs if not one.acting]
    if not holders:
        stand_in = f"{why}；片长空缺，由协作组长接收"
        return [Told(one.person, part, zone, stand_in) for one in coordinators[:1]]
    told = [Told(holders[0].person, part, zone, why)]
    if not _present(facts, holders[:1]):
        alone = f"{zone}片长请假而未设代理，协作组长同时知悉、联系片长"
        told += [Told(one.person, Part.COORDINATOR, zone, alone) for one in coordinators[:1]]
    return told


def _office(facts: Situation, zones: tuple[str, ...], *, vacant: bool, leads: bool) -> list[Told]:
    """The coordination office: across zones, outside every zone, or where a chief is missing."""
    people = _in_post(facts, Post.OFFICE, None)
    people = _present(facts, people) or people
    why = f"跨{'、'.join(zones)}，指导单位知悉，可以另行指定牵头片区"
    if not zones:
        why = "案发地不属于任何片区，由指导单位协调"
    elif vacant:
        why = "有片区片长空缺，由指导单位知悉并督促补缺"
    told = [Told(one.person, Part.OFFICE, None, why) for one in people]
    if told and not leads:
        first = f"{why}；没有在任的片长、协作组长，由指导单位牵头" if zones else why
        told[0] = Told(told[0].person, Part.LEAD, None, first)
    return told


def _why_concerned(facts: Situation, zone: str, part: Part) -> str:
    towns = "、".join(dict.fromkeys(p.town for p in facts.places if p.zone == zone))
    if part is Part.CHIEF:
        return f"{towns}属{zone}，片长一并知悉"
    zones = {place.zone for place in facts.places if place.zone}
    if len(zones) == 1:
        return f"{towns}属{zone}"
    if facts.named == zone:
        return f"指导单位指定{zone}牵头"
    first = facts.filed_first
    if any(place.town == first and place.zone == zone for place in facts.places):
        return f"{first}最先办理，由其所属{zone}牵头"
    return f"{towns}登记在先，由其所属{zone}牵头"


def _in_post(facts: Situation, post: Post, zone: str | None) -> list[Held]:
    """Who is in that office on the day, the acting first; in the order given."""
    rows = [
        one
        for one in facts.held
        if one.post is post and one.zone == zone and one.period.covers(facts.on)
    ]
    return sorted(rows, key=lambda one: not one.acting)


def _present(facts: Situation, rows: Sequence[Held]) -> list[Held]:
    gone = {leave.person for leave in facts.away if leave.period.covers(facts.on)}
    return [one for one in rows if one.person not in gone]


def _once(found: Iterable[Told]) -> tuple[Told, ...]:
    """Each person in the foremost part: leading, then chief, then the others."""
    order = list(Part)
    kept: dict[int, Told] = {}
    for told in sorted(found, key=lambda one: order.index(one.part)):
        kept.setdefault(told.person, told)
    return tuple(kept.values())


@dataclass(frozen=True)
class Spans:
    """How long is waited, in hours; figures 待确认 until 区司法局 confirms them.

    ``report``: from when the reason existed to the report (方案“及时”); ``alone``: how long after
    that the report goes up by itself; ``answer``: for the chief to look at it, and once more
    before the coordinator is told.
    """

    report: int = 24
    alone: int = 24
    answer: int = 4


class Overdue(StrEnum):
    """What the time that has passed calls for."""

    NOTHING = ""
    REMIND = "remind"
    GO_ON = "go_on"


def unreported(since: datetime, now: datetime, spans: Spans) -> Overdue:
    """Not reported since ``since``: remind after the term, report by itself after the span."""
    return _stage(now - since, spans.report, spans.report + spans.alone)


def unanswered(told_at: datetime, now: datetime, spans: Spans) -> Overdue:
    """Told at ``told_at`` and not looked at: remind, then tell the coordinator."""
    return _stage(now - told_at, spans.answer, 2 * spans.answer)


def _stage(passed: timedelta, first: int, second: int) -> Overdue:
    if passed >= timedelta(hours=second):
        return Overdue.GO_ON
    return Overdue.REMIND if passed >= timedelta(hours=first) else Overdue.NOTHING
