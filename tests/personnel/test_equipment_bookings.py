"""A piece is booked once for a time; whoever comes second is told who has it and what is free."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core.errors import RuleViolation
from core.models import Notice
from personnel.models import Engagement
from personnel.services import equipment as service
from tests.core.test_concurrency import at_once
from tests.factories.equipment import booked, hours, lent, manager_of, piece
from tests.people import People


@pytest.mark.django_db
def test_a_clash_names_the_holder_and_the_pieces_that_are_free(people: People):
    car, other = piece("vehicle", code="车-1"), piece("vehicle", code="车-2")
    third = piece("vehicle", code="车-3")
    booked(car, people.shiting, hours(1, 9, 12), label="市容巡查")
    booked(third, people.shiting, hours(1, 11, 12), label="取证")
    with pytest.raises(RuleViolation) as refused:
        booked(car, people.shiting_second, hours(1, 11, 14))
    text = refused.value.message
    assert "已被石亭街道安排“市容巡查”（丹霞路）" in text
    assert "09:00–12:00" in text
    assert f"该时段空闲的执法用车：{other}（石亭街道）" in text
    assert str(third) not in text
    booked(car, people.shiting_second, hours(1, 12, 14))  # [from, to): the next begins at once


@pytest.mark.django_db
def test_with_nothing_else_free_it_says_so(people: People):
    car = piece("vehicle")
    booked(car, people.shiting, hours(1, 9, 12))
    with pytest.raises(RuleViolation, match="该时段没有其他空闲的执法用车"):
        booked(car, people.shiting_second, hours(1, 9, 10))


@pytest.mark.django_db
def test_the_same_booking_sent_twice_is_made_once(people: People):
    car = piece("vehicle")
    first = booked(car, people.shiting, hours(1, 9, 12))
    assert booked(car, people.shiting, hours(1, 9, 12)) == first
    assert Engagement.objects.count() == 1


@pytest.mark.django_db
def test_who_may_book(people: People):
    car = piece("vehicle")
    for by in (people.tianbao, people.chief_east, people.bureau):
        with pytest.raises(PermissionDenied):
            booked(car, by, hours(1, 9, 12))
    booked(car, people.chief_west, hours(1, 9, 12))
    booked(car, people.shiting, hours(2, 9, 12))
    booked(car, manager_of("石亭街道"), hours(3, 9, 12))


@pytest.mark.django_db
def test_times_that_cannot_be(people: People):
    car = piece("vehicle")
    for during, told in (
        (hours(-1, 9, 12), "预约时段已过"),
        (hours(1, 0, 24 * 32), "不超过 31 天"),
    ):
        with pytest.raises(RuleViolation, match=told):
            booked(car, people.shiting, during)


@pytest.mark.django_db
def test_a_piece_on_loan_can_be_booked_from_when_it_is_due_back(people: People):
    car = piece("vehicle")
    due = hours(1, 12, 13).lower
    lent(car, people.shiting.officer, manager_of("石亭街道"), due_at=due)
    with pytest.raises(RuleViolation, match="由石亭甲领用"):
        booked(car, people.shiting_second, hours(1, 11, 14))
    booked(car, people.shiting_second, hours(1, 12, 14))


@pytest.mark.django_db
def test_released_by_who_booked_or_by_the_manager_who_tells(people: People):
    car = piece("vehicle")
    row = booked(car, people.shiting, hours(1, 9, 12))
    with pytest.raises(PermissionDenied):
        service.release(engagement=row, by=people.shiting_second)
    service.release(engagement=row, by=manager_of("石亭街道"))
    service.release(engagement=row, by=manager_of("石亭街道"))
    assert Notice.objects.filter(recipient=people.shiting, text__contains="解除").count() == 1
    booked(car, people.shiting_second, hours(1, 9, 12))
    mine = booked(car, people.shiting, hours(2, 9, 12))
    assert service.release(engagement=mine, by=people.shiting).released_at is not None


@pytest.mark.django_db(transaction=True)
def test_two_who_book_the_same_vehicle_at_once_one_wins_the_other_is_told(people: People):
    car = piece("vehicle")
    officers = [people.shiting, people.shiting_second]
    results = at_once(
        2, lambda i: booked(car, officers[i], hours(1, 9 + i, 12 + i), label=f"第{i}人")
    )
    won = [row for row in results if isinstance(row, Engagement)]
    lost = [row for row in results if isinstance(row, RuleViolation)]
    assert (len(won), len(lost)) == (1, 1), results
    assert won[0].label in lost[0].message
    assert Engagement.objects.filter(released_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_lend_the_same_camera_at_once_one_wins_the_other_is_told(people: People):
    camera, by = piece("camera"), manager_of("石亭街道")
    officers = [people.shiting.officer, people.shiting_second.officer]
    results = at_once(2, lambda i: lent(camera, officers[i], by))
    assert sum(isinstance(row, RuleViolation) for row in results) == 1, results
    assert camera.loans.count() == 1
    assert camera.loans.get().due_at - camera.loans.get().lent_at > timedelta(hours=5)
