"""代理: while the holder is on leave somebody has the same rights, for those days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cases.services import arrangement
from core import access
from core.errors import RuleViolation
from core.models import User
from personnel import selectors
from personnel.models import Appointment, Leave
from personnel.panels import identity
from personnel.roles import Role
from personnel.services import leave
from personnel.services.appointments import appoint_acting, dismiss
from personnel.services.rights import sync_everyone
from tests import stories
from tests.factories.personnel import person
from tests.people import People
from zones.models import Zone

pytestmark = pytest.mark.django_db
DAYS = 5


def today() -> date:
    return timezone.localdate()


def on_leave(user: User, days: int = DAYS) -> Appointment:
    Leave.objects.create(
        officer=user.officer,
        kind=Leave.Kind.STUDY,
        starts_on=today(),
        ends_on=today() + timedelta(days=days),
        recorded_by=user,
    )
    return user.officer.appointments.get()


def acting(
    people: People, held: Appointment, user: User, *, starts: int = 0, ends: int = DAYS
) -> Appointment:
    return appoint_acting(
        appointment_id=held.pk,
        officer=user.officer,
        starts_on=today() + timedelta(days=starts),
        ends_on=today() + timedelta(days=ends),
        document="芗委组〔2026〕代理3号",
        by=people.organisation,
    )


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.fixture
def stand_in(people: People) -> User:
    return person("代理人", Role.AGENCY_OFFICER, "区自然资源局")


def arranges(user: User) -> bool:
    west = Zone.objects.get(code="W")
    return access.grants_of(again(user)).has("arrange_cases", "zone", west.pk)


def test_rights_begin_and_end_with_the_days_and_the_holder_keeps_theirs(
    people: People, stand_in: User
):
    held = on_leave(people.chief_west)
    acting(people, held, stand_in, starts=1)
    assert not arranges(stand_in)
    for days, expected in ((1, True), (DAYS, True), (DAYS + 1, False)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            assert arranges(stand_in) is expected
            assert arranges(people.chief_west)
            assert sync_everyone() == 0


def test_the_header_says_that_one_is_acting(people: People, stand_in: User):
    acting(people, on_leave(people.chief_west), stand_in)
    assert identity(again(stand_in)) == ("片长（代理）", "西部片区 等 2 项任职")


def test_things_go_to_the_acting_replacement_while_there_is_one(people: People, stand_in: User):
    held, west = on_leave(people.chief_west), Zone.objects.get(code="W")
    assert selectors.acting_or_holder(Role.ZONE_CHIEF, west, today()) == people.chief_west
    acting(people, held, stand_in)
    assert selectors.acting_or_holder(Role.ZONE_CHIEF, west, today()) == stand_in
    assert selectors.holder(Role.ZONE_CHIEF, west, today()) == people.chief_west
    after = today() + timedelta(days=DAYS + 1)
    assert selectors.acting_or_holder(Role.ZONE_CHIEF, west, after) == people.chief_west
    assert selectors.leaders(today()).chiefs[west.pk] == "代理人（代理）"


def test_a_report_leads_to_the_acting_chief_who_arranges_and_the_holder_still_sees(
    people: People, stand_in: User, client: Client
):
    acting(people, on_leave(people.chief_west), stand_in)
    case = stories.routed(stories.filed(people, "天宝镇"))
    told = case.escalations.get().recipients.values_list("user__name", "part")
    assert set(told) == {("代理人", "lead")}
    orders = stories.orders("石亭街道", "天宝镇")
    arrangement.arrange(case_id=case.pk, orders=orders, by=again(stand_in))
    client.force_login(people.chief_west)
    assert client.get(case.get_absolute_url()).status_code == 200


def test_the_acting_chief_meets_the_conditions_of_a_chief(people: People, stand_in: User):
    held = on_leave(people.chief_west)
    stranger = person("外局", Role.AGENCY_OFFICER, "区住建局")
    with pytest.raises(RuleViolation, match="片长应由区自然资源局领导担任"):
        acting(people, held, stranger)
    stand_in.officer.rank = "section_member"
    stand_in.officer.save()
    with pytest.raises(RuleViolation, match="应由副科级领导担任"):
        acting(people, held, stand_in)


def test_only_while_on_leave_and_one_at_a_time(people: People, stand_in: User):
    held = on_leave(people.chief_west, days=2)
    with pytest.raises(RuleViolation, match="没有登记请假"):
        acting(people, held, stand_in, ends=3)
    acting(people, held, stand_in, ends=2)
    second = person("第二代理", Role.AGENCY_OFFICER, "区自然资源局")
    with pytest.raises(RuleViolation, match="已有代理人"):
        acting(people, held, second, starts=2, ends=2)


def test_the_database_refuses_two_at_a_time_and_acting_in_another_office(
    people: People, stand_in: User
):
    held = on_leave(people.chief_west)
    row = acting(people, held, stand_in)
    row.pk = None
    with pytest.raises(IntegrityError, match="one_acting_at_a_time"), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(IntegrityError, match="acting_in_same_office"), transaction.atomic():
        Appointment.objects.filter(officer=stand_in.officer, acting_for=None).update(
            acting_for=held, ends_on=today()
        )


def test_acting_ends_with_the_holders_office(people: People, stand_in: User):
    held = on_leave(people.chief_west)
    row = acting(people, held, stand_in)
    dismiss(appointment_id=held.pk, by=people.organisation, reason="调任")
    row.refresh_from_db()
    assert row.ended_at
    assert not arranges(stand_in)
    assert sync_everyone() == 0


def test_a_holder_back_early_ends_the_acting_only(people: People, stand_in: User):
    row = acting(people, on_leave(people.chief_west), stand_in)
    dismiss(appointment_id=row.pk, by=people.organisation, reason="提前返岗")
    assert not arranges(stand_in)
    assert arranges(people.chief_west)


def test_cancelling_the_leave_ends_the_acting(people: People, stand_in: User):
    held = on_leave(people.chief_west)
    row = acting(people, held, stand_in)
    leave.cancel(leave_id=held.officer.leaves.get().pk, by=people.chief_west)
    row.refresh_from_db()
    assert (bool(row.ended_at), row.end_reason) == (True, "原任职人销假返岗")
    assert not arranges(stand_in)
    assert sync_everyone() == 0


def test_others_than_organisation_do_not_name_acting_replacements(people: People, stand_in: User):
    held = on_leave(people.chief_west)
    with pytest.raises(PermissionDenied):
        appoint_acting(
            appointment_id=held.pk,
            officer=stand_in.officer,
            starts_on=today(),
            ends_on=today(),
            document="文号",
            by=people.chief_west,
        )


def test_the_page_offers_the_days_of_leave(people: People, stand_in: User, client: Client):
    held = on_leave(people.chief_west)
    client.force_login(people.organisation)
    page = client.get(f"/appointments/{held.pk}/acting/")
    last = (today() + timedelta(days=DAYS)).isoformat()
    assert f'value="{last}"' in page.content.decode()
    answer = {"starts_on": today(), "ends_on": last, "document": "芗委组〔2026〕代理3号"}
    done = client.post(
        f"/appointments/{held.pk}/acting/", {**answer, "officer": stand_in.officer.pk}
    )
    assert done.status_code == 302
    assert "（代理）" in client.get(held.get_absolute_url()).content.decode()
    client.force_login(people.chief_west)
    assert client.get(f"/appointments/{held.pk}/acting/").status_code == 403


# --- the conditions of offices, as the database keeps them ---------------
@pytest.mark.parametrize(
    ("part", "change", "broken"),
    [
        pytest.param("chief_west", {"rank": "section_member"}, "office_needs_rank", id="片长职级"),
        pytest.param("shiting_deputy", {"rank": "clerk"}, "office_needs_rank", id="副片长职级"),
        pytest.param(
            "reviewer_west", {"legal_qualification": ""}, "reviewer_is_qualified", id="审核员资格"
        ),
    ],
)
def test_the_database_itself_refuses_whom_the_rule_refuses(people: People, part, change, broken):
    user: User = getattr(people, part)
    office = user.officer.appointments.get()
    type(user.officer).objects.filter(pk=user.officer.pk).update(**change)
    with pytest.raises(IntegrityError, match=broken), transaction.atomic():
        office.save(update_fields=["role"])


def test_the_database_itself_refuses_a_coordinator_named_by_somebody_else(people: People):
    officer = person("协作", Role.AGENCY_OFFICER, "区自然资源局").officer
    row = Appointment(
        officer=officer,
        role=Role.COORDINATOR,
        zone=Zone.objects.get(code="W"),
        starts_on=today(),
        document="文号",
        appointed_by=people.chief_east,
    )
    with pytest.raises(IntegrityError, match="coordinator_named_by_chief"), transaction.atomic():
        row.save()
    row.appointed_by = people.chief_west
    row.save()
