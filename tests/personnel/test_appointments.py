"""Offices give rights, and end them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core import access
from core.errors import RuleViolation
from core.models import User
from personnel.models import Appointment, Officer
from personnel.roles import ROLES, Role, Scope
from personnel.services.appointments import appoint, dismiss
from personnel.services.rights import rights_due, sync, sync_everyone
from tests.factories.personnel import LONG_AGO, OfficerFactory, person
from tests.people import People
from zones.models import Agency, Township, Zone

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


SAMPLE_SCOPES = {
    Scope.ZONE: "西部片区",
    Scope.TOWNSHIP: "天宝镇",
    Scope.AGENCY: "区住建局",
    Scope.DISTRICT: "芗城区",
}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: ROLES[role].label)
def test_each_office_gives_exactly_what_its_row_of_the_table_says(people: People, role: Role):
    spec = ROLES[role]
    homes = {Role.ZONE_CHIEF: "区自然资源局", Role.SECONDED_OFFICER: "区住建局"}
    home = homes.get(role, "")
    if spec.scope in (Scope.ZONE, Scope.DISTRICT) and not home:
        home = "区司法局"
    holder = person("任职者", role, SAMPLE_SCOPES[spec.scope], home=home)
    grants = access.grants_of(again(holder))
    own = {p for p, kinds in grants.by_permission.items() if kinds.get(spec.scope.value)}
    assert own == set(spec.permissions)
    towns = {p for p, kinds in grants.by_permission.items() if kinds.get("township")}
    if spec.scope is Scope.ZONE:
        assert towns == set(spec.town_permissions)
    outsider = User.objects.create(username="outsider", name="外人")
    assert access.grants_of(outsider).by_permission == {}


def test_an_office_that_ran_out_at_midnight_gives_nothing_today(people: People):
    today = timezone.localdate()
    holder = person("到期者", Role.TOWN_OFFICER, "天宝镇", ends_on=today)
    assert access.grants_of(again(holder)).any("handle_cases")
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert not access.grants_of(again(holder)).any("handle_cases")


def test_an_office_that_begins_tomorrow_gives_rights_tomorrow(people: People):
    start = timezone.localdate() + timedelta(days=1)
    holder = person("待任者", Role.TOWN_OFFICER, "天宝镇", starts_on=start)
    assert not access.grants_of(again(holder)).any("handle_cases")
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert access.grants_of(again(holder)).any("handle_cases")


def test_ending_one_of_two_offices_keeps_the_other_ones_rights(people: People):
    holder = person("双职", Role.DEPUTY_CHIEF, "天宝镇")
    officer = holder.officer
    second = appoint(
        officer=officer,
        role=Role.TOWN_OFFICER,
        scope=Township.objects.get(name="天宝镇"),
        starts_on=LONG_AGO,
        document="测试",
        by=None,
    )
    dismiss(appointment_id=second.pk, by=people.organisation, reason="不再兼任")
    grants = access.grants_of(again(holder))
    assert grants.any("approve_cases")
    assert not grants.any("handle_cases")


def test_drift_in_the_grants_is_repaired_and_then_nothing_is_left_to_repair(people: People):
    holder = people.tianbao
    assert sync_everyone() == 0
    access.grant(holder, "arrange_cases", Zone.objects.get(code="E"))
    access.revoke(holder, "view_cases", Township.objects.get(name="天宝镇"))
    assert sync(again(holder)) == 2
    assert sync_everyone() == 0


def test_the_command_repairs_too(people: People, capsys):
    access.grant(people.tianbao, "arrange_cases", Zone.objects.get(code="E"))
    call_command("sync_grants")
    assert not access.grants_of(again(people.tianbao)).any("arrange_cases")


def test_a_zone_has_one_chief_at_a_time(people: People):
    assert people.chief_west
    with pytest.raises(RuleViolation, match="已有片长"):
        person("第二片长", Role.ZONE_CHIEF, "西部片区", home="区自然资源局")


def test_a_new_chief_may_follow_on_the_day_the_old_one_is_dismissed(people: People):
    office = people.chief_west.officer.appointments.get()
    dismiss(appointment_id=office.pk, by=people.organisation, reason="调任")
    follower = person(
        "新片长", Role.ZONE_CHIEF, "西部片区", home="区自然资源局", starts_on=timezone.localdate()
    )
    assert access.grants_of(again(follower)).any("arrange_cases")


def test_the_chief_comes_from_the_bureau_the_plan_names(people: People):
    with pytest.raises(RuleViolation, match="片长应由区自然资源局领导担任"):
        person("错片长", Role.ZONE_CHIEF, "西部片区", home="区住建局")


def test_the_database_itself_refuses_a_chief_from_another_bureau(people: People):
    office = people.chief_west.officer.appointments.get()
    wrong = Agency.objects.get(short_name="区住建局")
    with pytest.raises(DatabaseError, match="chief_from_zone_agency"), transaction.atomic():
        Appointment.objects.filter(pk=office.pk).update(chief_agency=wrong)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_itself_refuses_a_station_outside_its_zone(people: People):
    with pytest.raises(DatabaseError, match="station_in_zone"), transaction.atomic():
        Zone.objects.filter(code="W").update(station=Township.objects.get(name="新桥街道"))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_itself_refuses_a_town_without_zone_and_a_farm_with_one(people: People):
    with pytest.raises(DatabaseError, match="each_town_in_one_zone"), transaction.atomic():
        Township.objects.filter(name="天宝镇").update(zone=None)
    with pytest.raises(DatabaseError, match="each_town_in_one_zone"), transaction.atomic():
        Township.objects.filter(kind="farm").update(zone=Zone.objects.get(code="W"))


def test_the_coordinator_is_named_by_the_zones_own_chief(people: People):
    officer: Officer = OfficerFactory.create(
        home_agency=Agency.objects.get(short_name="区自然资源局")
    )
    zone = Zone.objects.get(code="W")
    values = {"officer": officer, "role": Role.COORDINATOR, "scope": zone}
    values |= {"starts_on": LONG_AGO, "document": "测试"}
    for other in (people.chief_east, people.organisation):
        with pytest.raises(RuleViolation, match="由本片区片长明确"):
            appoint(by=other, **values)
    assert appoint(by=people.chief_west, **values)


def test_an_appointment_needs_its_document(people: People):
    with pytest.raises(RuleViolation, match="任职文号"):
        person("无文号", Role.TOWN_OFFICER, "天宝镇", document=" ")


def test_people_without_the_right_cannot_appoint(people: People):
    officer = people.tianbao.officer
    with pytest.raises(RuleViolation, match="由区委组织部牵头办理"):
        appoint(
            officer=officer,
            role=Role.DEPUTY_CHIEF,
            scope=Township.objects.get(name="天宝镇"),
            starts_on=LONG_AGO,
            document="测试",
            by=people.shiting,
        )
    assert rights_due(officer, timezone.localdate())
