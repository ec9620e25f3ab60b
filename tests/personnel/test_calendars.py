"""Calendars of people and pieces, a zone's week, and the secret address of a feed."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from redis.exceptions import RedisError

from core import audit
from core.models import User
from personnel.models import CalendarFeed, Leave
from personnel.roles import Role
from personnel.selectors import calendar as selectors
from personnel.services import dispatch_course as course
from personnel.services import engagements, feeds
from personnel.views.calendars import FeedThrottle
from tests.dispatching import at, issued, vehicle
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def _no_readings_remembered():
    cache.clear()


@pytest.fixture
def team(people: People) -> tuple[User, User]:
    return people.shiting, people.shiting_second


def text(response) -> str:
    return response.content.decode()


def on_leave(user: User, first: date, last: date) -> Leave:
    return Leave.objects.create(
        officer=user.officer, kind="sick", starts_on=first, ends_on=last, recorded_by=user
    )


# --- days -----------------------------------------------------------------------------------
def test_weeks_of_a_month_run_from_monday_to_sunday():
    weeks = selectors.month_of(date(2026, 11, 24))
    assert (weeks[0][0], weeks[-1][-1]) == (date(2026, 10, 26), date(2026, 12, 6))
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in weeks)
    assert len(selectors.month_of(date(2027, 2, 15))) == 4
    assert selectors.month_of(date(2026, 12, 31))[-1][-1] == date(2027, 1, 3)


def test_what_runs_over_midnight_is_on_both_days(people: People, team):
    start = at(22)
    engagements.take(
        subject=people.shiting.officer,
        starts_at=start,
        ends_at=start + timedelta(hours=26),
        use=engagements.Use("夜查"),
        by=people.shiting,
    )
    first = TODAY() + timedelta(days=1)
    found = selectors.days_of_officer(
        people.shiting.officer, first, first + timedelta(days=6), own=True
    )
    assert [(day - first).days for day in sorted(found)] == [0, 1]
    whens = [entries[0].when for _, entries in sorted(found.items())]
    assert whens == ["22:00–24:00", "全天"]
    ends = selectors.days_of_officer(
        people.shiting.officer, first + timedelta(days=2), first + timedelta(days=2), own=True
    )
    assert ends == {}


# --- whose calendar may be looked at --------------------------------------------------------
def test_ones_own_calendar_says_everything(client, people: People, team):
    issued(people)
    on_leave(people.shiting, TODAY(), TODAY())
    client.force_login(people.shiting)
    for query in ("", "?view=month", "?on=2020-01-01", "?on=nonsense", "?on=2026-02-31"):
        assert client.get(reverse("calendar") + query).status_code == 200
    shown = text(client.get(f"{reverse('calendar')}?view=month&on={TODAY()}"))
    assert "病假" in shown
    later = text(client.get(f"{reverse('calendar')}?on={TODAY() + timedelta(days=1)}"))
    assert "夜间联合检查（待答复）" in later


def test_the_kind_of_leave_is_the_persons_own_business(client, people: People, team):
    on_leave(people.shiting, TODAY(), TODAY())
    page = reverse("officer_calendar", args=[people.shiting.officer.pk])
    client.force_login(people.chief_west)
    shown = text(client.get(page))
    assert "请假" in shown
    assert "病假" not in shown
    assert "病假" not in text(client.get(reverse("zone_week")))


@pytest.mark.parametrize(
    ("who", "status"),
    [("shiting", 200), ("shiting_second", 404), ("chief_west", 200), ("shiting_deputy", 200),
     ("chief_east", 404), ("tianbao", 404), ("office", 200)],
)  # fmt: skip
def test_who_looks_at_a_persons_calendar(client, people: People, team, who, status):
    client.force_login(getattr(people, who))
    page = reverse("officer_calendar", args=[people.shiting.officer.pk])
    assert client.get(page).status_code == status


def test_a_vehicles_calendar_is_seen_by_its_unit_and_by_those_it_drives(
    client, people: People, team
):
    car = vehicle(where="天宝镇")
    page = reverse("equipment_calendar", args=[car.pk])
    client.force_login(people.bureau)
    assert client.get(page).status_code == 404
    issued(people, people.bureau, equipment=(car,))
    assert client.get(page).status_code == 200
    client.force_login(people.zhishan)
    assert client.get(page).status_code == 404
    client.force_login(people.chief_west)
    tomorrow = TODAY() + timedelta(days=1)
    assert "夜间联合检查" in text(client.get(f"{page}?on={tomorrow}"))


def test_the_zones_week(client, people: People, team, django_assert_max_num_queries):
    _ = (people.tianbao, people.zhishan)
    issued(people, equipment=(vehicle(),))
    client.force_login(people.chief_west)
    client.get(reverse("zone_week"))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("zone_week"))
    people_rows = {str(row.subject): row for row in page.context["people"]}
    assert set(people_rows) == {"石亭甲", "石亭乙", "天宝甲"}
    assert [bool(entries) for _, entries in people_rows["石亭甲"].cells] == [
        False, True, False, False, False, False, False,
    ]  # fmt: skip
    assert [str(row.subject) for row in page.context["pieces"]] == ["执法用车 闽ET1001"]
    client.force_login(people.office)
    assert len(client.get(reverse("zone_week")).context["zones"]) == 3
    client.force_login(people.shiting)
    assert client.get(reverse("zone_week")).status_code == 403


# --- feeds ----------------------------------------------------------------------------------
def made(client, user: User) -> str:
    """The address as the page shows it, once."""
    client.force_login(user)
    page = text(client.post(reverse("calendar_feed"), {"do": "renew"}))
    found = re.search(r"http://testserver(/ics/[\w-]+\.ics)", page)
    assert found is not None
    return found.group(1)


def test_the_address_is_shown_once_and_only_its_hash_is_kept(client, people: People, team):
    address = made(client, people.shiting)
    token = address.removeprefix("/ics/").removesuffix(".ics")
    assert len(token) >= 43
    feed = CalendarFeed.objects.get()
    assert feed.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in text(client.get(reverse("calendar")))
    assert token not in str(list(audit.trail_of(people.shiting.officer).values()))


def test_it_is_read_without_login_renewed_and_withdrawn(client, people: People, team):
    first = made(client, people.shiting)
    client.logout()
    assert client.get(first).status_code == 200
    assert CalendarFeed.objects.get().last_read_at is not None
    second = made(client, people.shiting)
    client.logout()
    assert [client.get(path).status_code for path in (first, second)] == [404, 200]
    client.force_login(people.shiting)
    client.post(reverse("calendar_feed"), {"do": "revoke"})
    client.logout()
    assert client.get(second).status_code == 404
    verbs = [entry.verb for entry in audit.trail_of(people.shiting.officer)]
    assert verbs[-3:] == ["make_feed", "renew_feed", "revoke_feed"]


def test_unknown_addresses_and_closed_accounts_are_not_there(client, people: People, team):
    assert client.get("/ics/abc.ics").status_code == 404
    address = made(client, people.shiting)
    User.objects.filter(pk=people.shiting.pk).update(is_active=False)
    client.logout()
    assert client.get(address).status_code == 404


def test_what_the_feed_holds(client, people: People, team):
    order = issued(people)
    course.answer(order_id=order.pk, accept=True, by=people.shiting_second)
    leave = on_leave(people.shiting, TODAY() + timedelta(days=3), TODAY() + timedelta(days=4))
    cancelled = on_leave(people.shiting, TODAY() + timedelta(days=9), TODAY() + timedelta(days=9))
    Leave.objects.filter(pk=cancelled.pk).update(cancelled_at=timezone.now())
    answer = client.get(made(client, people.shiting))
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "private, no-store"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    engaged, away = events
    assert engaged["summary"] == "夜间联合检查（待答复）"
    assert engaged["status"] == "TENTATIVE"
    assert (engaged.decoded("dtstart"), engaged.decoded("dtend")) == (at(9), at(12))
    assert engaged["url"] == f"http://testserver{order.get_absolute_url()}"
    assert away["summary"] == "病假"
    # iCalendar's end is the day after the last
    assert (away.decoded("dtstart"), away.decoded("dtend")) == (
        leave.starts_on, leave.ends_on + timedelta(days=1),
    )  # fmt: skip
    second = Calendar.from_ical(client.get(made(client, people.shiting_second)).content)
    [accepted] = second.walk("VEVENT")
    assert accepted["status"] == "CONFIRMED"


def test_what_is_released_leaves_the_feed(client, people: People, team):
    order = issued(people)
    address = made(client, people.shiting)
    course.cancel(order_id=order.pk, reason="雨", by=people.chief_west)
    assert Calendar.from_ical(client.get(address).content).walk("VEVENT") == []


def test_a_vehicles_feed_is_made_by_those_who_keep_it(client, people: People, team):
    car = vehicle()
    issued(people, equipment=(car,))
    page = reverse("equipment_feed", args=[car.pk])
    client.force_login(people.chief_west)
    assert client.post(page, {"do": "renew"}).status_code == 403
    client.force_login(people.shiting_deputy)
    shown = text(client.post(page, {"do": "renew"}))
    address = re.search(r"/ics/[\w-]+\.ics", shown).group(0)
    [event] = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert event["summary"] == "夜间联合检查"


def test_reading_too_often_is_put_off(client, people: People, team):
    address = made(client, people.shiting)
    codes = [client.get(address).status_code for _ in range(21)]
    assert codes == [200] * 20 + [429]
    assert client.get("/ics/abc.ics").status_code == 429


def test_a_store_that_is_down_stops_nobody(client, people: People, team, monkeypatch):
    def broken(*args, **kwargs):
        raise RedisError("down")

    address = made(client, people.shiting)
    monkeypatch.setattr(FeedThrottle.cache, "get", broken)
    assert client.get(address).status_code == 200


def test_a_feed_asks_few_queries(people: People, team, django_assert_max_num_queries):
    _ = person("石亭丙", Role.TOWN_OFFICER, "石亭街道")
    for start in (8, 10, 12, 14):
        issued(people, start=start, end=start + 1)
    token = feeds.renew(subject=people.shiting.officer, by=people.shiting)
    with django_assert_max_num_queries(4):
        feed = feeds.read(token)
        feeds.as_ics(feed, "http://x")
