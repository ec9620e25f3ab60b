"""A western zone with everybody its roster needs, and the way to a published version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from core.models import User
from personnel.models import Officer, Roster
from personnel.roles import Role
from personnel.selectors import rosters as selectors
from personnel.services import roster, roster_review
from tests.factories.personnel import person
from zones.models import Agency, Zone

TOWNS = ("石亭街道", "天宝镇", "浦南镇")
BUREAU = "区自然资源局"
LAST_DAYS = 400


@dataclass(frozen=True)
class Team:
    """Who takes part in making the roster."""

    chief: User
    coordinator: User
    liaison: User
    head: User
    seconded: User
    deputies: dict[str, User]
    officers: dict[str, list[User]]
    justice: User

    @property
    def submitters(self) -> dict[str, User]:
        return {**self.deputies, BUREAU: self.liaison}


def zone() -> Zone:
    return Zone.objects.get(name="西部片区")


def bureau() -> Agency:
    return Agency.objects.get(short_name=BUREAU)


def western() -> Team:
    head = person("西部大队长", Role.AGENCY_OFFICER, BUREAU)
    Officer.objects.filter(user=head).update(post="综合执法大队大队长", rank="section_member")
    seconded = person("西部下沉", Role.SECONDED_OFFICER, "天宝镇", home=BUREAU)
    officers = {
        name: [person(f"{name}执法{n}", Role.TOWN_OFFICER, name) for n in "甲乙"] for name in TOWNS
    }
    chief = person("片长", Role.ZONE_CHIEF, "西部片区", home=BUREAU)
    coordinator = person("组长", Role.COORDINATOR, "西部片区", home=BUREAU)
    deputies = {
        name: person(f"{name}副片长", Role.DEPUTY_CHIEF, name, certified=False) for name in TOWNS
    }
    liaison = person("联络人", Role.LIAISON, BUREAU, certified=False)
    everybody = Officer.objects.exclude(
        user__in=[chief, *deputies.values()],
    )
    everybody.update(rank="section_member")
    justice = person("名单审核", Role.JUSTICE_ADMIN, "芗城区", home="区司法局")
    return Team(chief, coordinator, liaison, head, seconded, deputies, officers, justice)


def opened(team: Team, note: str = "") -> Roster:
    return roster.open_version(
        zone=zone(), agencies=[bureau()], note=note, by=again(team.chief)
    ).roster


def named(made: Roster, place: str, by: User, *, but: tuple[User, ...] = ()) -> None:
    """The unit names everybody who fits, but for some, and submits."""
    unit = next(row for row in selectors.units_of(made) if str(row) == place)
    pool = selectors.pool_of(selectors.unit_of(unit), made.zone_id, timezone.localdate())
    away = {user.officer.pk for user in but}
    chosen = {c.person.id: c.places[0].kind for c in pool.candidates if c.person.id not in away}
    roster.save_unit(
        unit_id=unit.pk, chosen=chosen, seen=selectors.mark_of(unit), by=again(by), submit=True
    )


def submitted(team: Team) -> Roster:
    made = opened(team)
    for place, by in team.submitters.items():
        named(made, place, by)
    made.refresh_from_db()
    return made


def sent(team: Team) -> Roster:
    made = submitted(team)
    return roster.send(roster_id=made.pk, revision=made.revision, by=again(team.chief))


def published(team: Team) -> Roster:
    made = sent(team)
    return roster_review.publish(
        roster_id=made.pk, revision=made.revision, remarks="", by=again(team.justice)
    )


def again(user: User) -> User:
    """As of the next request: nothing remembered."""
    return User.objects.get(pk=user.pk)


def lapse(user: User, *, days: int) -> None:
    """The certificate's last day is that many days from today (negative: past)."""
    ends = timezone.localdate() + timedelta(days=days)
    user.officer.certificates.update(expires_on=ends)
