"""The staffing of zones, towns and bureaus as the rule needs it; findings and who sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models

from core import access
from core.models import User
from personnel.models import Appointment, Finding, Officer, Roster
from personnel.roles import HANDLING_ROLES, Role
from personnel.rules.certificates import DAYS_AHEAD
from personnel.rules.staffing import CHECKS, Check, Duty, UnitStaff, ZoneStaff
from personnel.selectors.offices import appointments_of, live_appointments
from personnel.selectors.secondments import ratios
from personnel.selectors.training import with_hours, yearly_goal
from zones.models import Agency, Township, Zone
from zones.selectors import zones_with_towns


@dataclass(frozen=True)
class Staff:
    """The district's staffing on one day.

    `names`: key → name of a zone, town or bureau, and of its zone ("" where it has none).
    `people`: (duty, key) → who holds that office; district offices under the key "".
    """

    zones: list[ZoneStaff]
    units: list[UnitStaff]
    names: dict[str, tuple[str, str]]
    people: dict[tuple[str, str], str]


@dataclass
class _People:
    """People of one home unit, by how their papers stand."""

    established: int = 0
    posted: int = 0
    bare: list[str] = field(default_factory=list)
    expiring: list[str] = field(default_factory=list)
    untrained: list[str] = field(default_factory=list)


def staff_on(day: date) -> Staff:
    """Everything the rule asks, in a fixed number of queries."""
    live = list(live_appointments(day).filter(officer__user__is_active=True))
    offices: dict[tuple[str, str], int] = defaultdict(int)
    acting: dict[str, set[int]] = defaultdict(set)
    for row in live:
        key = scope_key(row)
        offices[row.role, key] += 1
        if row.role in HANDLING_ROLES:
            acting[key].add(row.officer_id)
    handling = set().union(*acting.values()) if acting else set()
    posted = {row.officer_id for row in live if row.role == Role.SECONDED_OFFICER}
    people, certified = _people(handling, posted, day)
    agencies, zones = list(Agency.objects.all()), zones_with_towns()
    bureaus = [agency for agency in agencies if agency.kind == Agency.Kind.BUREAU]
    towns = [town for zone in zones for town in zone.townships.all()]
    short = {r.agency.pk: r.status.text for r in ratios(bureaus, day, 0) if r.status.shortfall}
    units = [
        *(_unit(f"T{t.pk}", t, True, offices, acting, certified, people) for t in towns),
        *(
            _unit(f"A{a.pk}", a, False, offices, acting, certified, people, short.get(a.pk, ""))
            for a in bureaus
        ),
    ]
    return Staff(_zones(zones, offices), units, _names(zones, agencies), _holders(live))


def scope_key(row: Appointment) -> str:
    """Z, T, A or D with the number of what the office extends to."""
    for letter, pk in (("Z", row.zone_id), ("T", row.township_id), ("A", row.agency_id)):
        if pk:
            return f"{letter}{pk}"
    return f"D{row.district_id}"


def _unit(
    key: str,
    unit: Township | Agency,
    is_town: bool,
    offices: dict[tuple[str, str], int],
    acting: dict[str, set[int]],
    certified: set[int],
    people: dict[str, _People],
    short: str = "",
) -> UnitStaff:
    own = people.get(key) or _People()
    head = Role.DEPUTY_CHIEF if is_town else Role.LIAISON
    return UnitStaff(
        key=key,
        name=str(unit),
        is_town=is_town,
        certified=len(acting.get(key, set()) & certified),
        posted=offices[Role.SECONDED_OFFICER.value, key] if is_town else own.posted,
        established=own.established,
        bare=tuple(own.bare),
        expiring=tuple(own.expiring),
        untrained=tuple(own.untrained),
        has_head=offices[head.value, key] > 0,
        has_reviewer=not is_town or offices[Role.TOWN_REVIEWER.value, key] > 0,
        ratio_short=short,
    )


def _people(handling: set[int], posted: set[int], day: date) -> tuple[dict[str, _People], set[int]]:
    """By home unit: who needs a certificate and how it stands; and who holds a good one.

    附件（三） wants one of everybody 在编 in a town; in a bureau those who handle cases need one.
    """
    rows = with_hours(Officer.objects.filter(user__is_active=True), day)
    goal = yearly_goal()
    horizon = day + timedelta(days=max(DAYS_AHEAD))
    homes: dict[str, _People] = defaultdict(_People)
    certified: set[int] = set()
    for officer in rows.select_related("user").prefetch_related("certificates"):
        good = [
            c.expires_on
            for c in officer.certificates.all()
            if c.status == "valid" and c.valid_from <= day <= c.expires_on
        ]
        if good:
            certified.add(officer.pk)
        town = officer.home_township_id
        if not town and officer.pk not in handling:
            continue
        own = homes[f"T{town}" if town else f"A{officer.home_agency_id}"]
        own.posted += officer.pk in posted
        if officer.on_establishment:
            own.established += 1
            if not good:
                own.bare.append(str(officer))
        if good and max(good) <= horizon:
            own.expiring.append(str(officer))
        hours = getattr(officer, "training_hours", 0)
        if getattr(officer, "hours_wanted", False) and hours < goal:
            own.untrained.append(str(officer))
    return homes, certified


def _zones(zones: Iterable[Zone], offices: dict[tuple[str, str], int]) -> list[ZoneStaff]:
    gone = models.Q(members__withdrawn_at__isnull=False)
    published = dict(
        Roster.objects.filter(status=Roster.Status.PUBLISHED)
        .order_by()
        .values_list("zone_id")
        .annotate(gone=ArrayAgg("members__name", filter=gone, default=models.Value([])))
    )
    return [
        ZoneStaff(
            key=f"Z{zone.pk}",
            name=str(zone),
            has_chief=offices[Role.ZONE_CHIEF.value, f"Z{zone.pk}"] > 0,
            has_coordinator=offices[Role.COORDINATOR.value, f"Z{zone.pk}"] > 0,
            has_reviewer=offices[Role.ZONE_REVIEWER.value, f"Z{zone.pk}"] > 0,
            has_roster=zone.pk in published,
            gone=tuple(sorted(published.get(zone.pk, ()))),
        )
        for zone in zones
    ]


def _names(zones: Iterable[Zone], agencies: Iterable[Agency]) -> dict[str, tuple[str, str]]:
    found = {}
    for zone in zones:
        found[f"Z{zone.pk}"] = (str(zone), str(zone))
        for town in zone.townships.all():
            found[f"T{town.pk}"] = (str(town), str(zone))
    return found | {f"A{agency.pk}": (str(agency), "") for agency in agencies}


def _holders(live: Iterable[Appointment]) -> dict[tuple[str, str], str]:
    """Who must act; somebody acting for another comes after the holder."""
    wanted = {duty.value for duty in Duty}
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in sorted(live, key=lambda row: (row.acting_for_id or 0, row.pk)):
        if row.role in wanted:
            key = scope_key(row)
            found[row.role, "" if key.startswith("D") else key].append(str(row.officer))
    return {key: "、".join(names) for key, names in found.items()}


def scopes_seen(user: User) -> set[str] | None:
    """Keys of the zones, towns and bureaus whose staffing the person watches; None: all."""
    grants = access.grants_of(user)
    if grants.ids("view_staffing", "district"):
        return None
    return {
        f"{letter}{pk}"
        for kind, letter in (("zone", "Z"), ("township", "T"), ("agency", "A"))
        for pk in grants.ids("view_staffing", kind)
    }


def visible_findings(user: User, *, cleared: bool = False) -> models.QuerySet[Finding]:
    """Standing shortcomings of what the person watches, grave and old ones first; or those mended,
    latest first."""
    rows = Finding.objects.filter(cleared_at__isnull=not cleared)
    seen = scopes_seen(user)
    rows = rows if seen is None else rows.filter(scope__in=seen)
    if cleared:
        return rows.order_by("-cleared_at", "pk")
    grave = [check.value for check, rule in CHECKS.items() if rule.grave]
    light = models.Case(models.When(code__in=grave, then=0), default=1)
    return rows.order_by(light, "since", "pk")


def findings_to_mend(user: User) -> models.QuerySet[Finding]:
    """Shortcomings that this person's office must mend."""
    mine = models.Q(pk__in=[])
    for office in appointments_of(user):
        for check in _checks_of(office):
            where = models.Q(code=check.value)
            if office.role in (Role.DEPUTY_CHIEF, Role.LIAISON, Role.ZONE_CHIEF):
                where &= models.Q(scope=scope_key(office))
            mine |= where
    return Finding.objects.filter(mine, cleared_at=None)


def _checks_of(office: Appointment) -> Iterable[Check]:
    duties = {office.role}
    if office.role in (Role.DEPUTY_CHIEF.value, Role.LIAISON.value):
        duties.add(Duty.UNIT.value)
    return (check for check, rule in CHECKS.items() if rule.duty.value in duties)


def names_of_scopes() -> dict[str, tuple[str, str]]:
    """Key → its name, and the name of its zone ("" where it has none)."""
    return _names(zones_with_towns(), Agency.objects.all())
