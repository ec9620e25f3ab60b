"""Terms of complaints: to-dos, reminders, a new holiday notice, the end of the case; API, panel."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Complaint
from cases.selectors import complaints as selectors
from cases.services import complaint_handling as handling
from cases.services import complaint_terms, intake
from core import calendars, worklist
from core.models import Notice, User
from core.rules.workdays import DayException, WorkCalendar
from tests import stories
from tests.complaints import NAME, PHONE, received
from tests.people import People

pytestmark = pytest.mark.django_db


def due(row: Complaint, **days: int) -> None:
    """Put its terms so many days from today."""
    today = timezone.localdate()
    Complaint.objects.filter(pk=row.pk).update(
        **{f"{name}_due_on": today + timedelta(days=n) for name, n in days.items()}
    )


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(recipient=user).values_list("text", flat=True))


def test_it_waits_on_the_desks_of_its_unit_first_to_be_taken_up_then_answered(people: People):
    row = received(people.shiting)

    def groups(user: User) -> list[str]:
        user = User.objects.get(pk=user.pk)  # desks are counted once a request
        return [group.label for group in worklist.groups_for(user) if group.icon in _ICONS]

    assert groups(people.shiting_deputy) == ["待受理的投诉举报"]
    assert groups(people.tianbao) == []
    handling.accept(complaint_id=row.pk, note="", by=people.shiting)
    assert groups(people.shiting_deputy) == ["待答复的投诉举报"]
    handling.answer(complaint_id=row.pk, text="好", method="web", repeats=False, by=people.shiting)
    assert groups(people.shiting_deputy) == []


_ICONS = ("megaphone", "reply")


@pytest.mark.parametrize(
    ("days", "words"), [(1, "明天到期"), (0, "今天到期"), (-2, "已逾期 2 天"), (2, "")]
)
def test_reminded_a_day_before_on_the_day_and_once_overdue(people: People, days: int, words: str):
    head = people.shiting_deputy
    row = received(people.shiting)
    due(row, ack=days, answer=20)
    today = timezone.localdate()
    for _ in range(2):  # run again, nothing is told twice
        complaint_terms.remind_due(today)
    assert [words in text for text in told(head)] == ([True] if words else [])
    assert bool(told(people.shiting)) is bool(words)
    assert told(people.tianbao) == []


def test_answered_nobody_is_reminded(people: People):
    row = received(people.shiting)
    handling.accept(complaint_id=row.pk, note="", by=people.shiting)
    handling.answer(complaint_id=row.pk, text="好", method="web", repeats=False, by=people.shiting)
    due(row, ack=-9, answer=-1)
    assert complaint_terms.remind_due(timezone.localdate()) == 0
    today = timezone.localdate()
    assert not selectors.late(Complaint.objects.all(), today).exists()


def test_the_case_ends_and_who_owes_the_answer_is_reminded(people: People):
    row = received(people.shiting)
    case = stories.registered(people.shiting, "石亭街道", accept=False)
    handling.link(complaint_id=row.pk, case_id=case.pk, by=people.shiting)
    intake.refuse(case_id=case.pk, reason="查无此事", by=people.shiting)
    assert any("请答复投诉举报人" in text for text in told(people.shiting))


def test_a_new_holiday_notice_moves_the_terms(people: People):
    row = received(people.shiting)
    today, before = timezone.localdate(), (row.ack_due_on, row.answer_due_on)
    off = DayException(is_workday=False, name="测试假期")
    fortnight = {today + timedelta(days=n): off for n in range(1, 15)}
    complaint_terms.recompute(WorkCalendar(fortnight, frozenset({today.year, today.year + 1})))
    row.refresh_from_db()
    assert row.ack_due_on > today + timedelta(days=14)
    assert row.answer_due_on > before[1]
    complaint_terms.recompute(calendars.build_calendar())
    row.refresh_from_db()
    assert (row.ack_due_on, row.answer_due_on) == before


def test_the_case_page_shows_its_complaints_with_a_link_only_for_who_sees_them(
    client, people: People
):
    row = received(people.shiting)
    case = stories.registered(people.shiting, "石亭街道", "天宝镇")
    handling.link(complaint_id=row.pk, case_id=case.pk, by=people.shiting)
    client.force_login(people.shiting)
    page = client.get(case.get_absolute_url()).content.decode()
    assert row.get_absolute_url() in page
    assert reverse("complaint_action", args=[row.pk, "answer"]) in page
    client.force_login(people.tianbao)
    page = client.get(case.get_absolute_url()).content.decode()
    assert row.number in page
    assert row.get_absolute_url() not in page
    assert PHONE not in page


def test_the_api_lists_and_takes_down_without_telling_who_complained(client, people: People):
    client.force_login(people.shiting)
    body = {
        "submission_key": str(uuid.uuid4()),
        "channel": "phone",
        "township": stories.town("石亭街道").pk,
        "place": "丹霞路北段",
        "content": "占用人行道堆放建材",
        "reporter_name": NAME,
        "reporter_phone": PHONE,
        "confidential": True,
    }
    address = reverse("api_complaints")
    made = client.post(address, body, content_type="application/json")
    assert made.status_code == 201
    assert len(made.json()["follow_code"]) == 10
    row = Complaint.objects.get()
    assert (row.reporter_phone, row.confidential, row.wants_answer) == (PHONE, True, False)
    listed = client.get(address)
    assert [one["number"] for one in listed.json()["results"]] == [row.number]
    for answer in (made, listed):
        assert PHONE not in answer.content.decode()
        assert NAME not in answer.content.decode()
    wrong = client.post(address, body | {"place": ""}, content_type="application/json")
    assert wrong.status_code == 400
    client.force_login(people.tianbao)
    assert client.get(address).json()["results"] == []
    assert client.post(address, body, content_type="application/json").status_code == 400
