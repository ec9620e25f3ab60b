"""The term of a review: reminders, 逾期, one extension, recomputing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core import calendars
from core.errors import RuleViolation
from core.models import Notice
from legal_review.models import Review
from legal_review.services import terms
from legal_review.tasks import pass_on_absent_reviews, remind_reviews
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(people: People) -> Review:
    _ = people.justice
    return stories.under_review(people).reviews.get()


def due(review: Review) -> date:
    return Review.objects.get(pk=review.pk).due_on


def told(who) -> int:
    return Notice.objects.filter(recipient=who, key__startswith="review-due").count()


def test_the_term_is_five_working_days(review):
    calendar = calendars.work_calendar()
    assert review.due_on == calendar.add_workdays(timezone.localdate(), 5)


def test_it_is_extended_once_by_five_working_days_for_a_reason(review, people):
    before, reviewer = review.due_on, people.reviewer_west
    with pytest.raises(RuleViolation, match="写明延长的理由"):
        terms.extend(review_id=review.pk, reason=" ", by=reviewer)
    with pytest.raises(PermissionDenied):
        terms.extend(review_id=review.pk, reason="案情复杂", by=people.reviewer_east)
    terms.extend(review_id=review.pk, reason="案情复杂", by=reviewer)
    assert due(review) == calendars.work_calendar().add_workdays(before, 5)
    with pytest.raises(RuleViolation, match="已延长过一次"):
        terms.extend(review_id=review.pk, reason="再延", by=people.justice)


def test_the_bureau_may_extend_too(review, people):
    terms.extend(review_id=review.pk, reason="案情复杂", by=people.justice)
    assert due(review) > review.due_on


def test_what_has_run_out_is_not_extended(review, people):
    Review.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(RuleViolation, match="届满，不能再延长"):
        terms.extend(review_id=review.pk, reason="案情复杂", by=people.justice)


def test_reminders_come_before_the_end_and_once_each(review, people):
    reviewer, calendar = people.reviewer_west, calendars.work_calendar()
    assert terms.remind(calendar.add_workdays(review.due_on, -3)) == 0
    for days in (2, 1, 0):
        on = calendar.add_workdays(review.due_on, -days)
        assert terms.remind(on) == 1
        assert terms.remind(on) == 0
    assert told(reviewer) == 3
    assert told(people.justice) == 0


def test_what_is_overdue_comes_to_the_bureau_once(review, people):
    late = review.due_on + timedelta(days=1)
    assert terms.remind(late) == 2
    assert terms.remind(late + timedelta(days=1)) == 0
    assert told(people.justice) == 1
    assert "逾期" in Notice.objects.filter(recipient=people.justice).latest("pk").text


def test_a_notice_of_holidays_keeps_the_extension(review, people):
    terms.extend(review_id=review.pk, reason="案情复杂", by=people.justice)
    extended = due(review)
    assert terms.recompute_open(calendars.build_calendar()) == 0
    assert due(review) == extended


def test_the_tasks_of_the_morning_run(review):
    assert remind_reviews() == 0
    assert pass_on_absent_reviews() == 0
