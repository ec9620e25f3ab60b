"""Rosters: who sees which, what they hold, and who of them may still stand on them today."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.http import Http404

from core import access
from core.models import User
from personnel.models import Certificate, Officer, Roster, RosterMember, RosterUnit
from personnel.roles import Role
from personnel.rules import roster as rule
from personnel.rules.eligibility import CertificateFacts, CertificateStatus
from personnel.rules.offices import Rank
from personnel.selectors.officers import unit_key
from personnel.selectors.offices import live_appointments
from zones.models import Agency, Township, Zone
from zones.selectors import zones_with_towns

Status = Roster.Status
MAKING = (Status.DRAFT, Status.REVIEW, Status.RETURNED)
EDITABLE = (Status.DRAFT, Status.RETURNED)


def visible_rosters(user: User) -> models.QuerySet[Roster]:
    """Finished versions to those who look after the staff of the zone, a town or a bureau of it;
    one in the making to those who make it, and to 司法局."""
    grants = access.grants_of(user)
    rows = Roster.objects.select_related("zone", "composed_by", "reviewed_by")
    if grants.any("review_roster"):
        return rows
    makes = models.Q(zone__in=grants.ids("compose_roster", "zone")) | _asks(
        grants.ids("submit_roster", "township"), grants.ids("submit_roster", "agency")
    )
    if grants.ids("view_staffing", "district"):
        looks = models.Q()
    else:
        looks = models.Q(zone__in=grants.ids("view_staffing", "zone")) | _asks(
            grants.ids("view_staffing", "township"), grants.ids("view_staffing", "agency")
        )
    done = models.Q(status__in=(Status.PUBLISHED, Status.SUPERSEDED))
    return rows.filter(makes | (done & looks))


def _asks(towns: Collection[int], agencies: Collection[int]) -> models.Q:
    units = RosterUnit.objects.filter(
        models.Q(township__in=towns) | models.Q(agency__in=agencies),
        roster=models.OuterRef("pk"),
    )
    return models.Q(models.Exists(units))


def sees_rosters(user: User) -> bool:
    grants = access.grants_of(user)
    return any(
        grants.any(p) for p in ("compose_roster", "submit_roster", "review_roster", "view_staffing")
    )


def get_visible_roster(*, user: User, pk: int) -> Roster:
    found = visible_rosters(user).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这份名单，或者它不在您的职责范围内")
    return found


def published_of(zone: Zone) -> Roster | None:
    return Roster.objects.filter(zone=zone, status=Status.PUBLISHED).first()


def towns_of(zone_id: int) -> list[Township]:
    """The zone's towns in the plan's order."""
    return [
        town for zone in zones_with_towns() if zone.pk == zone_id for town in zone.townships.all()
    ]


def town_keys(zone_id: int) -> set[str]:
    return {unit_key(town) for town in towns_of(zone_id)}


def unit_of(row: RosterUnit) -> Township | Agency:
    unit = row.township or row.agency
    assert unit is not None  # roster_unit_is_one
    return unit


def units_of(roster: Roster) -> list[RosterUnit]:
    """Towns first, in the plan's order, then bureaus."""
    return list(
        roster.units.select_related("township", "agency", "submitted_by")
        .annotate(count=models.Count("members"))
        .order_by("township__order", "agency_id")
    )


def members_of(roster: Roster) -> list[RosterMember]:
    """Everybody on it, category by category, those withdrawn too."""
    return _in_order(roster.members.all())


def _in_order(members: models.QuerySet[RosterMember]) -> list[RosterMember]:
    order = {kind.value: n for n, kind in enumerate(rule.Kind)}
    rows = members.select_related("unit__township", "unit__agency").order_by("pk")
    return sorted(
        rows, key=lambda row: (order[row.kind], row.unit.township_id is None, row.unit_id, row.pk)
    )


def facts_of(officers: Iterable[int], day: date) -> dict[int, rule.PersonFacts]:
    """Officer id → what the rule needs to know of that day; three queries for any number."""
    ids = list(officers)
    serves: dict[int, set[str]] = {pk: set() for pk in ids}
    posted: dict[int, list[tuple[str, str]]] = {pk: [] for pk in ids}
    papers: dict[int, list[CertificateFacts]] = {pk: [] for pk in ids}
    roles = (Role.TOWN_OFFICER.value, Role.SECONDED_OFFICER.value)
    for a in live_appointments(day).filter(officer__in=ids, role__in=roles).order_by("pk"):
        assert a.township is not None  # appointment_scope_of_role
        if a.role == Role.TOWN_OFFICER:
            serves[a.officer_id].add(unit_key(a.township))
        else:
            posted[a.officer_id].append((unit_key(a.township), a.township.name))
    for paper in Certificate.objects.filter(officer__in=ids).defer("domains"):
        papers[paper.officer_id].append(
            CertificateFacts(
                number=paper.number,
                domains=frozenset(),
                valid_from=paper.valid_from,
                expires_on=paper.expires_on,
                status=CertificateStatus(paper.status),
            )
        )
    rows = Officer.objects.filter(pk__in=ids).select_related("user", "home_township", "home_agency")
    return {
        row.pk: rule.PersonFacts(
            id=row.pk,
            name=str(row),
            home=unit_key(row.home),
            home_name=str(row.home),
            rank=Rank(row.rank),
            post=row.post,
            active=row.user.is_active,
            certificates=tuple(papers[row.pk]),
            serves=frozenset(serves[row.pk]),
            posted=tuple(posted[row.pk]),
        )
        for row in rows
    }


def listed(
    rows: Sequence[RosterMember], day: date, *, frozen: bool = False
) -> list[tuple[RosterMember, rule.Listed]]:
    """Members with what the rule judges; `frozen`: by the certificate that was published."""
    facts = facts_of([row.officer_id for row in rows], day)
    return [
        (
            row,
            rule.Listed(
                person=facts[row.officer_id],
                unit=unit_key(unit_of(row.unit)),
                kind=rule.Kind(row.kind),
                number=row.certificate_number if frozen else "",
            ),
        )
        for row in rows
    ]


def faults_of(roster: Roster, rows: Sequence[RosterMember], day: date) -> dict[int, str]:
    """Member id → why the person may not stand on the roster that day; only those with a fault."""
    frozen = roster.status in (Status.PUBLISHED, Status.SUPERSEDED)
    return faults_among(roster, listed(rows, day, frozen=frozen), day)


def faults_among(
    roster: Roster, members: Sequence[tuple[RosterMember, rule.Listed]], day: date
) -> dict[int, str]:
    """The same from rows that are at hand."""
    towns = town_keys(roster.zone_id)
    found = {row.pk: rule.fault_of(member, towns, day) for row, member in members}
    return {pk: fault for pk, fault in found.items() if fault}


def public_members(roster: Roster, day: date) -> list[RosterMember]:
    """Whom the public is shown: not withdrawn, and beyond doubt by the facts of that day."""
    return public_lists([roster], day)[roster.pk]


def public_lists(rosters: Iterable[Roster], day: date) -> dict[int, list[RosterMember]]:
    """Roster id → whom the public is shown, category by category; four queries for any number."""
    chosen = {roster.pk: roster for roster in rosters}
    rows = _in_order(RosterMember.objects.filter(roster__in=chosen, withdrawn_at=None))
    found: dict[int, list[RosterMember]] = {pk: [] for pk in chosen}
    for row, member in listed(rows, day, frozen=True):
        if not rule.fault_of(member, town_keys(chosen[row.roster_id].zone_id), day):
            found[row.roster_id].append(row)
    return found


def public_rosters() -> dict[int, Roster]:
    """Zone id → the version that is published."""
    rows = Roster.objects.filter(status=Status.PUBLISHED).select_related("zone")
    return {row.zone_id: row for row in rows}


def conditions_of(roster: Roster, day: date) -> list[rule.Condition]:
    """How each condition of sending and publishing stands."""
    return judge(roster, units_of(roster), listed(members_of(roster), day), day)


def judge(
    roster: Roster,
    units: Sequence[RosterUnit],
    members: Sequence[tuple[RosterMember, rule.Listed]],
    day: date,
) -> list[rule.Condition]:
    """The same from rows that are at hand."""
    waiting = [str(unit) for unit in units if unit.submitted_at is None]
    towns = [(unit_key(town), town.name) for town in towns_of(roster.zone_id)]
    return rule.conditions([member for _, member in members], towns, waiting, day)


@dataclass(frozen=True)
class Candidate:
    """Somebody a unit may name: the categories that fit, each with why, and the paper check."""

    person: rule.PersonFacts
    places: list[rule.Place]
    paper: rule.Paper


@dataclass(frozen=True)
class Pool:
    """The people of a unit: who may be named, and why the others may not."""

    candidates: list[Candidate]
    refused: list[tuple[str, str]]


def pool_of(unit: Township | Agency, zone_id: int, day: date) -> Pool:
    """Everybody of the unit, judged for the roster of that zone."""
    field = "home_township" if isinstance(unit, Township) else "home_agency"
    own = models.Q(**{field: unit})
    if isinstance(unit, Township):
        serving = live_appointments(day).filter(role=Role.TOWN_OFFICER.value, township=unit)
        own |= models.Q(pk__in=serving.order_by().values("officer"))
    ids = Officer.objects.filter(own, user__is_active=True).values_list("pk", flat=True)
    key, towns = unit_key(unit), town_keys(zone_id)
    candidates, refused = [], []
    for person in facts_of(ids, day).values():
        why_not = rule.refusal(person, key, towns, day)
        if why_not:
            refused.append((person.name, why_not))
            continue
        places = [
            place
            for place in rule.places_of(person, key, towns)
            if rule.check_paper(person, place.kind, day).good
        ]
        candidates.append(Candidate(person, places, rule.check_paper(person, places[0].kind, day)))
    order = list(rule.Kind)
    candidates.sort(key=lambda c: (order.index(c.places[0].kind), c.person.id))
    return Pool(candidates, refused)


def mark_of(unit: RosterUnit) -> int:
    """Changes with every change of what the unit has named: whoever saw another is told."""
    rows = unit.members.order_by("officer_id").values_list("officer_id", "kind")
    text = f"{unit.submitted_at}{list(rows)}"
    return zlib.crc32(text.encode())


def submitters(units: Iterable[RosterUnit], day: date) -> dict[str, str]:
    """Unit key → who submits for it: the town's deputy chief, the bureau's liaison."""
    asked = [unit_of(row) for row in units]
    towns = [unit for unit in asked if isinstance(unit, Township)]
    agencies = [unit for unit in asked if isinstance(unit, Agency)]
    rows = live_appointments(day).filter(
        models.Q(role=Role.DEPUTY_CHIEF.value, township__in=towns)
        | models.Q(role=Role.LIAISON.value, agency__in=agencies)
    )
    found = {}
    for row in rows:
        unit = row.township or row.agency
        assert unit is not None  # appointment_scope_of_role
        found[unit_key(unit)] = str(row.officer)
    return found


def bureaus_for(zone: Zone, day: date) -> models.QuerySet[Agency]:
    """The bureaus to ask first: the chief's, and those with people posted in the zone."""
    posted = live_appointments(day).filter(role=Role.SECONDED_OFFICER.value, township__zone=zone)
    homes = posted.order_by().values("officer__home_agency")
    return Agency.objects.filter(models.Q(pk=zone.chief_agency_id) | models.Q(pk__in=homes))
