"""The staffing of zones, towns and bureaus as the rule needs it; findings and who sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models
from django.utils import timezone

from core import access
from core.models import User
from personnel.models import Appointment, Finding, Officer, Roster, RosterMember
from personnel.roles import HANDLING_ROLES, Role
from personnel.rules.certificates import DAYS_AHEAD
from personnel.rules.staffing import CHECKS, Check, Duty, UnitStaff, ZoneStaff
from personnel.selectors.offices import appointments_of, live_appointments
from personnel.selectors.secondments import ratios
from personnel.selectors.training import with_hours, yearly_goal
from zones.models import Agency, Township, Zone


@dataclass(frozen=True)
class Staff:
    """The district's staffing on one day."""

    zones: list[ZoneStaff]
    units: list[UnitStaff]

    @property
    def certified_rate(self) -> tuple[int, int]:
        """在编 people with a valid certificate, and all of them (全员持证)."""
        total = sum(unit.established for unit in self.units)
        return total - sum(len(unit.bare) for unit in self.units), total


@dataclass
class _People:
    """People of one home unit, by how their papers stand."""

    established: int = 0
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
    people, certified = _people(handling, day)
    short = {
        ratio.agency.pk: ratio.status.text
        for ratio in ratios(Agency.objects.filter(kind=Agency.Kind.BUREAU), day, 0)
        if ratio.status.shortfall
    }
    towns = [
        _unit(f"T{town.pk}", town, True, offices, acting, certified, people)
        for town in Township.objects.exclude(zone=None)
    ]
    bureaus = [
        _unit(f"A{a.pk}", a, False, offices, acting, certified, people, short.get(a.pk, ""))
        for a in Agency.objects.filter(kind=Agency.Kind.BUREAU)
    ]
    return Staff(_zones(offices), [*towns, *bureaus])


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
        established=own.established,
        bare=tuple(own.bare),
        expiring=tuple(own.expiring),
        untrained=tuple(own.untrained),
        has_head=offices[head.value, key] > 0,
        has_reviewer=not is_town or offices[Role.TOWN_REVIEWER.value, key] > 0,
        ratio_short=short,
    )


def _people(handling: set[int], day: date) -> tuple[dict[str, _People], set[int]]:
    """By home unit: who needs a certificate and how it stands; and who holds a good one."""
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
        if officer.pk not in handling:
            continue
        town = officer.home_township_id
        own = homes[f"T{town}" if town else f"A{officer.home_agency_id}"]
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


def _zones(offices: dict[tuple[str, str], int]) -> list[ZoneStaff]:
    published = set(
        Roster.objects.filter(status=Roster.Status.PUBLISHED).values_list("zone_id", flat=True)
    )
    gone: dict[int, list[str]] = defaultdict(list)
    members = RosterMember.objects.filter(
        roster__status=Roster.Status.PUBLISHED, withdrawn_at__isnull=False
    )
    for zone_id, name in members.values_list("roster__zone_id", "name"):
        gone[zone_id].append(name)
    return [
        ZoneStaff(
            key=f"Z{zone.pk}",
            name=str(zone),
            has_chief=offices[Role.ZONE_CHIEF.value, f"Z{zone.pk}"] > 0,
            has_coordinator=offices[Role.COORDINATOR.value, f"Z{zone.pk}"] > 0,
            has_reviewer=offices[Role.ZONE_REVIEWER.value, f"Z{zone.pk}"] > 0,
            has_roster=zone.pk in published,
            gone=tuple(gone[zone.pk]),
        )
        for zone in Zone.objects.all()
    ]


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
    """Standing shortcomings, or those mended, of what the person watches; oldest first."""
    rows = Finding.objects.filter(cleared_at__isnull=not cleared)
    seen = scopes_seen(user)
    rows = rows if seen is None else rows.filter(scope__in=seen)
    return rows.order_by("-cleared_at", "pk") if cleared else rows.order_by("since", "pk")


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
    names = {f"Z{zone.pk}": (str(zone), str(zone)) for zone in Zone.objects.all()}
    for town in Township.objects.select_related("zone"):
        names[f"T{town.pk}"] = (str(town), str(town.zone or ""))
    return names | {f"A{agency.pk}": (str(agency), "") for agency in Agency.objects.all()}


def who_acts() -> dict[tuple[str, str], str]:
    """(duty, scope key) → who holds that office today; district offices under the key ""."""
    wanted = [Role(duty.value) for duty in Duty if duty is not Duty.UNIT]
    rows = live_appointments(timezone.localdate()).filter(role__in=[r.value for r in wanted])
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows.order_by("acting_for_id", "pk"):
        key = scope_key(row)
        found[row.role, "" if key.startswith("D") else key].append(str(row.officer))
    return {key: "、".join(names) for key, names in found.items()}
