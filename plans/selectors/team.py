"""Who and what can be sent: the people and pieces of the units that take part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from core.models import User
from personnel import selectors as people
from personnel.models import Engagement, Equipment, Leave, Officer
from personnel.roles import Role
from personnel.rules import equipment as gear
from personnel.selectors import engagements
from personnel.selectors import equipment as pieces
from plans.models import Operation, OperationMember, OperationUnit
from plans.rules import operation as rule
from plans.selectors.operations import days_of
from zones.models import Agency, Township


@dataclass(frozen=True)
class Choice:
    """A person or a piece that could be sent; ``why_not`` in words, "" = can be."""

    id: int
    name: str
    home: str
    why_not: str = ""


def _key(unit: Township | Agency) -> str:
    return people.unit_key(unit)


def _place(operation: Operation, unit: OperationUnit) -> str:
    """Where the unit acts: a town within its own bounds, a bureau at the first place."""
    places = operation.places.all()
    if unit.township is not None or not places:
        return _key(unit.unit)
    return _key(places[0].township)


def _bars(operation: Operation, sent: Iterable[tuple[OperationUnit, Officer]]) -> dict[int, str]:
    """Officer id → why they may not come in their unit's name, on the first or the last day."""
    rows = list(sent)
    officers = [officer for _, officer in rows]
    units = {officer.pk: unit for unit, officer in rows}
    found: dict[int, str] = {}
    for day in dict.fromkeys(days_of(operation)):
        for facts in people.officer_facts(officers, day):
            unit = units[facts.id]
            one = rule.Sent(facts, _key(unit.unit), _place(operation, unit))
            why = rule.bar(one, day)
            if why is not None:
                found.setdefault(facts.id, why.message)
    return found


def away(ids: Iterable[int], operation: Operation) -> dict[int, str]:
    """Leave in words, without its kind."""
    first, last = days_of(operation)
    rows = Leave.objects.filter(
        officer__in=list(ids), cancelled_at=None, starts_on__lte=last, ends_on__gte=first
    )
    return {row.officer_id: f"请假 {row.starts_on} 至 {row.ends_on}" for row in rows}


def why_not(operation: Operation, unit: OperationUnit, officers: list[Officer]) -> dict[int, str]:
    """Officer id → what keeps them: leave, certificate, office. Other bookings: see `taken`."""
    found = _bars(operation, [(unit, officer) for officer in officers])
    return {**found, **away([officer.pk for officer in officers], operation)}


def team_of(operation: Operation) -> rule.Team:
    """What R17 is asked about, read afresh."""
    members = list(operation.members.all())
    bars = _bars(operation, [(row.unit, row.officer) for row in members])
    bars |= away([row.officer_id for row in members], operation)
    return rule.Team(
        units=tuple(str(row) for row in operation.units.all()),
        towns=tuple(str(place.township) for place in operation.places.all()),
        people=tuple(
            (str(row.officer), str(row.unit), bars.get(row.officer_id, "")) for row in members
        ),
    )


def _taken(rows: Iterable[Engagement]) -> dict[int, str]:
    found: dict[int, str] = {}
    for row in rows:
        found.setdefault(row.officer_id or row.equipment_id or 0, engagements.words(row))
    return found


def people_for(operation: Operation, unit: OperationUnit) -> list[Choice]:
    """Who acts in the unit's name that day and is not booked here yet, free ones first."""
    first, _ = days_of(operation)
    booked = {row.officer_id for row in operation.members.all()}
    officers = [
        officer
        for officer in people.handlers_of_unit(unit.unit, first).order_by("user__name", "pk")
        if officer.pk not in booked
    ]
    ids = [officer.pk for officer in officers]
    busy = _taken(engagements.of_officers(ids, operation.starts_at, operation.ends_at))
    bars = {**busy, **why_not(operation, unit, officers)}
    rows = [Choice(o.pk, str(o), str(o.home), bars.get(o.pk, "")) for o in officers]
    return sorted(rows, key=lambda row: bool(row.why_not))


def units_pieces(units: Iterable[OperationUnit]) -> list[Equipment]:
    """Pieces of the units that are booked by time, uniforms aside."""
    towns = [unit.township_id for unit in units if unit.township_id]
    agencies = [unit.agency_id for unit in units if unit.agency_id]
    owned = Equipment.objects.filter(township__in=towns) | Equipment.objects.filter(
        agency__in=agencies
    )
    rows = owned.exclude(kind=Equipment.Kind.UNIFORM).exclude(state=Equipment.State.RETIRED)
    return list(
        pieces.with_custody(rows.select_related("township", "agency")).order_by("kind", "code")
    )


def fault(piece: Equipment, operation: Operation) -> str:
    _, last = days_of(operation)
    facts = pieces.facts_of(piece, timezone.now())
    found = gear.fault_of(facts, gear.Use.BOOK, operation.starts_at, last)
    return found.message if found else ""


def pieces_for(operation: Operation, units: Iterable[OperationUnit]) -> list[Choice]:
    """Vehicles, cameras and terminals of these units that are not booked here yet."""
    booked = {row.equipment_id for row in operation.equipment.all()}
    found = [piece for piece in units_pieces(units) if piece.pk not in booked]
    ids = [piece.pk for piece in found]
    busy = _taken(engagements.of_equipment(ids, operation.starts_at, operation.ends_at))
    rows = [
        Choice(
            p.pk,
            str(p),
            str(p.unit),
            fault(p, operation) or busy.get(p.pk, ""),
        )
        for p in found
    ]
    return sorted(rows, key=lambda row: bool(row.why_not))


def leaders(operation: Operation, day: date) -> list[User]:
    """The deputy chiefs, liaisons and leaders of the units that take part."""
    towns = [row.township_id for row in operation.units.all() if row.township_id]
    agencies = [row.agency_id for row in operation.units.all() if row.agency_id]
    return [
        *people.holders(Role.DEPUTY_CHIEF, day, township__in=towns),
        *people.holders(Role.LIAISON, day, agency__in=agencies),
        *people.holders(Role.AGENCY_LEADER, day, agency__in=agencies),
    ]


def chiefs(operation: Operation, day: date) -> list[User]:
    """The chief and the coordinator of every zone whose town takes part, the leading one first."""
    towns = {row.township.zone_id for row in operation.units.all() if row.township}
    zones = [operation.zone_id, *sorted(zone for zone in towns if zone)]
    return [
        *people.holders(Role.ZONE_CHIEF, day, zone__in=zones),
        *people.holders(Role.COORDINATOR, day, zone__in=zones),
    ]


def member_of(operation: Operation, user: User) -> OperationMember | None:
    return next((row for row in operation.members.all() if row.officer.user_id == user.pk), None)
