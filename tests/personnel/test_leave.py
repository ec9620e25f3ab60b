"""Leave: whose it is to record, what stands against it, what the others see of it."""

from __future__ import annotations

import threading
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.errors import RuleViolation
from core.models import Notice, User
from personnel.models import DispatchOfficer, DispatchOrder, Engagement, Leave, Officer
from personnel.roles import Role
from personnel.selectors import leave as selectors
from personnel.services import engagements
from personnel.services import leave as service
from tests import stories
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db


def day(n: int):
    return timezone.localdate() + timedelta(days=n)


def at(n: int, hour: int) -> datetime:
    return datetime.combine(day(n), time(hour), timezone.get_current_timezone())


def absence(first: int, last: int, kind: str = "annual", note: str = "") -> service.Absence:
    return service.Absence(kind, day(first), day(last), note)


def away(user: User, first: int, last: int, kind: str = "annual", by: User | None = None) -> Leave:
    return service.record(
        officer_id=user.officer.pk, absence=absence(first, last, kind), by=by or user
    )


def booked(officer: Officer, n: int, by: User, first: int = 9, last: int = 12) -> Engagement:
    return engagements.take(
        subject=officer,
        starts_at=at(n, first),
        ends_at=at(n, last),
        use=engagements.Use("夜市整治", "丹霞路", held_by="西部片区"),
        by=by,
    )


# --- who ------------------------------------------------------------------------------------
def test_one_records_ones_own(people: People):
    row = away(people.shiting, 1, 3)
    assert audit.trail_of(people.shiting.officer).get().payload["starts_on"] == str(row.starts_on)


def test_the_deputy_chief_records_for_the_town_and_for_those_posted_there(people: People):
    posted = person("下沉甲", Role.SECONDED_OFFICER, "石亭街道", home="区农业农村局")
    liaison = person("农业联络人", Role.LIAISON, "区农业农村局")
    away(people.shiting, 1, 1, by=people.shiting_deputy)
    away(posted, 1, 1, by=people.shiting_deputy)
    away(posted, 2, 2, by=liaison)


@pytest.mark.parametrize("who", ["shiting_second", "chief_west", "tianbao", "bureau"])
def test_others_do_not(people: People, who: str):
    with pytest.raises(PermissionDenied):
        away(people.shiting, 1, 3, by=getattr(people, who))


# --- what stands against it -----------------------------------------------------------------
def test_two_leaves_do_not_overlap(people: People):
    away(people.shiting, 1, 3)
    with pytest.raises(RuleViolation, match="请先销假或者避开这几天"):
        away(people.shiting, 3, 5)
    away(people.shiting, 4, 5)


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [(1, 1, False), (2, 2, True), (1, 2, True), (3, 4, False)],
    ids=["the day before", "that day", "until that day", "the days after"],
)
def test_leave_on_the_day_of_a_booking_is_refused(people: People, first, last, refused):
    booked(people.shiting.officer, 2, people.chief_west)
    if refused:
        with pytest.raises(RuleViolation, match="已被西部片区安排“夜市整治”（丹霞路）"):
            away(people.shiting, first, last)
    else:
        away(people.shiting, first, last)


def test_a_booking_that_runs_over_midnight_takes_both_days(people: People):
    engagements.take(
        subject=people.shiting.officer,
        starts_at=at(2, 20),
        ends_at=at(3, 2),
        use=engagements.Use("夜间渣土检查"),
        by=people.chief_west,
    )
    with pytest.raises(RuleViolation):
        away(people.shiting, 3, 3)


def test_a_booking_given_back_or_over_stands_against_nothing(people: People):
    engagements.release([booked(people.shiting.officer, 2, people.chief_west)])
    away(people.shiting, 2, 2)
    booked(people.tianbao.officer, 0, people.chief_west, first=0, last=1)
    with time_machine.travel(at(0, 9), tick=False):
        away(people.tianbao, 0, 0)


def test_sick_leave_is_taken_all_the_same_and_the_chief_who_called_is_told(people: People):
    chief, officer = people.chief_west, people.shiting.officer
    coordinator = person("西部协作组长", Role.COORDINATOR, "西部片区", home="区自然资源局")
    engagement = booked(officer, 2, coordinator)
    order = DispatchOrder.objects.create(
        number="西调〔2026〕1号", zone_id=stories.town("石亭街道").zone_id,
        township=stories.town("石亭街道"), place="丹霞路", purpose="夜市整治",
        starts_at=at(2, 9), ends_at=at(2, 12), status="issued", created_by=coordinator,
        issued_by=chief, issued_at=timezone.now(),
    )  # fmt: skip
    DispatchOfficer.objects.create(order=order, officer=officer, engagement=engagement)
    away(people.shiting, 2, 4, "sick")
    notices = Notice.objects.filter(key__startswith="leave:")
    assert {notice.recipient for notice in notices} == {chief, coordinator}
    assert all(notice.urgent and "请另行安排人员" in notice.text for notice in notices)
    assert not any("病" in notice.text for notice in notices)  # nobody's business


# --- cancelling -------------------------------------------------------------------------------
def test_a_leave_not_begun_falls_away(people: People):
    row = service.cancel(leave_id=away(people.shiting, 1, 3).pk, by=people.shiting)
    assert row.cancelled_at
    away(people.shiting, 1, 3)


def test_one_that_runs_ends_with_yesterday(people: People):
    row = away(people.shiting, -2, 3)
    service.cancel(leave_id=row.pk, by=people.shiting_deputy)
    row.refresh_from_db()
    assert (row.cancelled_at, row.ends_on) == (None, day(-1))
    assert not selectors.away_on([people.shiting.officer.pk], day(0))
    assert selectors.away_on([people.shiting.officer.pk], day(-1))


def test_nothing_is_cancelled_twice_or_by_others(people: People):
    row = away(people.shiting, 1, 3)
    with pytest.raises(PermissionDenied):
        service.cancel(leave_id=row.pk, by=people.tianbao)
    service.cancel(leave_id=row.pk, by=people.shiting)
    with pytest.raises(RuleViolation, match="已经销假"):
        service.cancel(leave_id=row.pk, by=people.shiting)


# --- pages --------------------------------------------------------------------------------------
def test_recording_and_cancelling_by_pages(client, people: People):
    officer = people.shiting.officer
    booked(officer, 2, people.chief_west)
    client.force_login(people.shiting)
    address = reverse("leave_new", args=[officer.pk])
    assert "两个月内已被西部片区安排" in client.get(address).content.decode()
    form = {"kind": "annual", "starts_on": day(2).isoformat(), "ends_on": day(3).isoformat()}
    refused = client.post(address, form | {"note": "探亲"})
    assert "先由安排人调整人员" in str(refused.context["form"].errors["starts_on"])
    assert "探亲" in refused.content.decode()
    client.post(address, form | {"kind": "sick"})
    row = Leave.objects.get()
    page = client.get(officer.get_absolute_url()).content.decode()
    assert reverse("leave_cancel", args=[row.pk]) in page
    assert client.get(reverse("leave_cancel", args=[row.pk])).status_code == 405
    client.post(reverse("leave_cancel", args=[row.pk]))
    row.refresh_from_db()
    assert row.cancelled_at


def test_the_reason_is_shown_to_who_keeps_it_and_hidden_from_colleagues(client, people: People):
    service.record(
        officer_id=people.shiting.officer.pk,
        absence=absence(-1, 2, "sick", "住院"),
        by=people.shiting,
    )
    pages = [people.shiting.officer.get_absolute_url(), reverse("leave")]
    for user, sees in ((people.shiting_deputy, True), (people.shiting_second, False)):
        client.force_login(user)
        for page in pages:
            text = client.get(page).content.decode()
            assert ("病假" in text.replace("病＝病假", "")) == sees, (user, page)
            assert "石亭甲" in text


def test_the_month_shows_a_unit_or_all_who_are_away(client, people: People):
    _ = people.shiting_second
    away(people.shiting, 0, 0)
    client.force_login(people.shiting_deputy)
    lines = client.get(reverse("leave")).context["lines"]
    assert [(str(line["officer"]), line["total"]) for line in lines] == [("石亭甲", 1)]
    unit = client.get(f"{reverse('leave')}?town={stories.town('石亭街道').pk}").context["lines"]
    assert {str(line["officer"]) for line in unit} == {"石亭甲", "石亭乙", "石亭副片长"}
    empty = client.get(f"{reverse('leave')}?month=2020-02")
    assert "2020年2月" in empty.content.decode()
    assert "这个月没有人请假" in empty.content.decode()


@pytest.mark.django_db(transaction=True)
def test_leave_and_dispatch_of_one_person_wait_for_each_other(people: People):
    """Dispatch holds the person's row while it books; leave waits, and sees the booking."""
    officer, chief, user = people.shiting.officer, people.chief_west, people.shiting
    holds, may_end, refusals = threading.Event(), threading.Event(), []

    def dispatch() -> None:
        with transaction.atomic():
            Officer.objects.select_for_update().get(pk=officer.pk)
            holds.set()
            may_end.wait(10)
            booked(officer, 2, chief)
        connection.close()

    def leave() -> None:
        try:
            away(user, 2, 2)
        except RuleViolation as refused:
            refusals.append(refused.code)
        connection.close()

    first, second = threading.Thread(target=dispatch), threading.Thread(target=leave)
    first.start()
    assert holds.wait(10)
    second.start()
    second.join(0.5)
    assert second.is_alive()  # it waits for the row
    may_end.set()
    first.join(10)
    second.join(10)
    assert refusals == ["engaged"]
