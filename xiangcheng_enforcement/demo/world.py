"""The district and its people as the generator of cases sees them: read once, plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from core.errors import RuleViolation
from personnel import selectors as people
from personnel.models import Appointment, Certificate, Officer
from personnel.roles import Role
from zones.models import Agency, EnforcementItem, Township, Village, Zone


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts: account, officer, and the certificate shown (empty: none)."""

    user_id: int
    officer_id: int
    name: str
    certificate: str = ""
    domains: frozenset[str] = frozenset()

    def may_act_in(self, domain: str) -> bool:
        return not self.domains or domain in self.domains


NOBODY = Person(0, 0, "")


@dataclass(frozen=True, slots=True)
class ZoneInfo:
    """A zone with its chief and its legal reviewer."""

    pk: int
    name: str
    chief: Person
    reviewer: Person


@dataclass(frozen=True, slots=True)
class Unit:
    """A town or bureau: in whose name, by whom, and who approves."""

    pk: int
    key: str
    name: str
    short_name: str
    heading: str
    prefix: str
    handlers: tuple[Person, ...]
    approver: Person
    zone: ZoneInfo | None = None
    villages: tuple[tuple[int, str], ...] = ()

    @property
    def is_town(self) -> bool:
        return self.key.startswith("T")


@dataclass(frozen=True)
class World:
    """Everything a case of the demo may refer to."""

    towns: dict[str, Unit]
    farms: dict[str, Unit]
    bureaus: dict[str, Unit]
    zones: tuple[ZoneInfo, ...]
    items: dict[str, EnforcementItem]
    coordination_office: tuple[Person, ...]
    places: dict[str, Unit] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", self.towns | self.farms)

    def unit_named(self, name: str) -> Unit:
        """The town or bureau an answer of the jurisdiction rule names."""
        return self.places.get(name) or self.bureaus[name]


def read_world(first: date, today: date) -> World:
    """Read the tables. Raises RuleViolation when nobody can act somewhere between the two days."""
    reader = _Reader(first, today)
    zones = {zone.pk: reader.zone(zone) for zone in Zone.objects.order_by("pk")}
    places = {
        town.name: reader.town(town, zones.get(town.zone_id or 0))
        for town in Township.objects.order_by("order")
    }
    bureaus = Agency.objects.exclude(items=None).order_by("pk")
    return World(
        towns={name: unit for name, unit in places.items() if unit.zone},
        farms={name: unit for name, unit in places.items() if not unit.zone},
        bureaus={agency.name: reader.bureau(agency) for agency in bureaus},
        zones=tuple(zones.values()),
        items={item.code: item for item in EnforcementItem.objects.select_related("agency")},
        coordination_office=tuple(reader.holders(role=Role.COORDINATION_OFFICE.value)),
    )


class _Reader:
    """Reads people who hold their office, and their certificate, over the whole demo year."""

    def __init__(self, first: date, today: date) -> None:
        self._today = today
        valid = Certificate.objects.filter(
            status=Certificate.Status.VALID, valid_from__lte=first, expires_on__gte=today
        )
        self._certificates = {certificate.officer_id: certificate for certificate in valid}
        self._live = [
            office for office in people.live_appointments(today) if office.starts_on <= first
        ]

    def holders(self, **wanted: object) -> list[Person]:
        found = [
            office
            for office in self._live
            if all(getattr(office, name) == value for name, value in wanted.items())
        ]
        return [self._person(office.officer) for office in sorted(found, key=_by_number)]

    def zone(self, zone: Zone) -> ZoneInfo:
        return ZoneInfo(
            pk=zone.pk,
            name=zone.name,
            chief=self._first(f"{zone}没有片长", Role.ZONE_CHIEF, zone_id=zone.pk),
            reviewer=self._first(f"{zone}没有法制审核员", Role.ZONE_REVIEWER, zone_id=zone.pk),
        )

    def town(self, town: Township, zone: ZoneInfo | None) -> Unit:
        return Unit(
            pk=town.pk,
            key=people.unit_key(town),
            name=town.name,
            short_name=town.name,
            heading=town.authority_name,
            prefix=town.document_prefix,
            handlers=self._handlers(town) if zone else (),
            approver=self._first(f"{town}没有副片长", Role.DEPUTY_CHIEF, township_id=town.pk)
            if zone
            else NOBODY,
            zone=zone,
            villages=tuple(
                (pk, name.removesuffix("居委会").removesuffix("委会"))
                for pk, name in Village.objects.filter(township=town).values_list("pk", "name")
            ),
        )

    def bureau(self, agency: Agency) -> Unit:
        return Unit(
            pk=agency.pk,
            key=people.unit_key(agency),
            name=agency.name,
            short_name=agency.short_name,
            heading=agency.name,
            prefix=agency.document_prefix,
            handlers=self._handlers(agency),
            approver=self._first(f"{agency}没有负责人", Role.AGENCY_LEADER, agency_id=agency.pk),
        )

    def _handlers(self, unit: Township | Agency) -> tuple[Person, ...]:
        ids = set(people.handlers_of_unit(unit, self._today).values_list("pk", flat=True))
        offices = {office.officer_id: office.officer for office in self._live}
        able = [offices[pk] for pk in sorted(ids & offices.keys() & self._certificates.keys())]
        if len(able) < 2:
            raise _nobody(f"{unit}持证执法人员不足两人")
        return tuple(self._person(officer) for officer in able)

    def _first(self, missing: str, role: Role, **scope: object) -> Person:
        found = self.holders(role=role.value, **scope)
        if not found:
            raise _nobody(missing)
        return found[0]

    def _person(self, officer: Officer) -> Person:
        certificate = self._certificates.get(officer.pk)
        return Person(
            user_id=officer.user_id,
            officer_id=officer.pk,
            name=str(officer.user),
            certificate=certificate.number if certificate else "",
            domains=frozenset(certificate.domains) if certificate else frozenset(),
        )


def _by_number(office: Appointment) -> int:
    return office.pk


def _nobody(why: str) -> RuleViolation:
    return RuleViolation("demo_people", f"{why}，不能生成演示案件", field="people")


def zones_in_order(towns: tuple[Unit, ...]) -> tuple[ZoneInfo, ...]:
    """Zones concerned, that of the registering town first (cases.services.escalation)."""
    return tuple({town.zone.pk: town.zone for town in towns if town.zone}.values())
