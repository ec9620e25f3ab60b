"""The demo's people, appointed through the same service as everyone (fixtures/demo/people.csv)."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from core.models import User
from personnel.models import Certificate, Officer
from personnel.roles import ROLES, Role, Scope
from personnel.services.appointments import ScopeObject, appoint
from xiangcheng_enforcement.demo.staffing import APPOINTED_ON, DOCUMENT, post
from xiangcheng_enforcement.loading.records import Tally, fixture, read_csv, read_json
from zones.models import Agency, District, Township, Zone

ISSUER = "福建省司法厅（演示）"
CERTIFICATE_YEARS = 3  # before and after the day of loading


def password() -> str:
    """The one password of all demo accounts, as documented in fixtures/demo/logins.json."""
    return str(read_json("demo/logins.json")[0]["password"])


def ensure_people(today: date) -> Tally:
    """Create the accounts that are missing, with certificates and appointments.

    An account that exists is left as it is. All share one password, hence one hash: hashing it
    for each account would take a minute.
    """
    tally = Tally("演示人员")
    known = set(User.objects.values_list("username", flat=True))
    missing = []
    for row in read_csv(fixture("demo/people.csv")):
        if row["username"] in known:
            tally.unchanged += 1
        else:
            missing.append(row)
    if missing:
        hashed = make_password(password())
        for row in missing:
            _create(row, hashed, today)
            tally.created += 1
    return tally


def _create(row: dict[str, str], hashed: str, today: date) -> None:
    user = User.objects.create(username=row["username"], name=row["name"], password=hashed)
    town = Township.objects.filter(name=row["home"]).first()
    officer = Officer.objects.create(
        user=user,
        home_township=town,
        home_agency=None if town else Agency.objects.get(short_name=row["home"]),
        rank=row["rank"],
        phone=row["phone"],
        legal_qualification=row["legal_qualification"],
        is_field=row["offices"].startswith(("agency_officer@", "seconded_officer@")),
    )
    if row["certificate"]:
        _certify(officer, row, today)
    for office in row["offices"].split(";"):
        role, _, scope = office.partition("@")
        if role == Role.SECONDED_OFFICER:
            post(officer, scope, today)
            continue
        appoint(
            officer=officer,
            role=Role(role),
            scope=_scope(Role(role), scope),
            starts_on=APPOINTED_ON,
            document=DOCUMENT,
            by=None,
        )


def _certify(officer: Officer, row: dict[str, str], today: date) -> None:
    """A town's certificate is comprehensive; a bureau's names the domains it enforces."""
    agency = officer.home_agency
    domains = agency.items.order_by("domain").values_list("domain", flat=True) if agency else []
    left = row["certificate_days_left"]
    ends = (
        today + timedelta(days=int(left)) if left else date(today.year + CERTIFICATE_YEARS, 2, 28)
    )
    Certificate.objects.create(
        officer=officer,
        number=row["certificate"],
        domains=list(dict.fromkeys(domains)),
        issuer=ISSUER,
        valid_from=date(min(today.year, APPOINTED_ON.year) - CERTIFICATE_YEARS, 3, 1),
        expires_on=ends,
    )


def _scope(role: Role, name: str) -> ScopeObject:
    match ROLES[role].scope:
        case Scope.ZONE:
            return Zone.objects.get(name=name)
        case Scope.TOWNSHIP:
            return Township.objects.get(name=name)
        case Scope.AGENCY:
            return Agency.objects.get(short_name=name)
        case Scope.DISTRICT:
            return District.objects.get(name=name)
