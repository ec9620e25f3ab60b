"""The term of a review: extended once, worked out again, told of before and after its end."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from cases.rules.deadlines import Term
from core import calendars, parameters
from core.models import User
from core.rules.workdays import WorkCalendar
from legal_review import selectors
from legal_review.models import Review, ReviewExtension
from legal_review.policy import reviews as policy
from legal_review.rules import rounds
from legal_review.services import _round

WORKDAYS_AHEAD = 2  # from so many working days before the end on, each day once
_HORIZON = timedelta(days=20)


@transaction.atomic
def extend(*, review_id: int, reason: str, by: User) -> Review:
    """Five working days more, as 区司法局 keeps the figure; once in a round."""
    review = _round.lock(review_id)
    policy.require(policy.may_extend(by, review), review, "延长审核期限")
    granted = ReviewExtension.objects.filter(review=review).exists()
    today = timezone.localdate()
    rounds.check_extension(extended=granted, due_on=review.due_on, today=today, reason=reason)
    assert review.due_on is not None  # check_extension
    days = parameters.values().get(Term.LEGAL_REVIEW_EXTENSION.value, 5)
    before = review.due_on
    due = _round.term_of(review.started_on, more=days)
    ReviewExtension.objects.create(
        review=review, reason=reason[:300], days=days, before=before, by=by
    )
    review.due_on, review.due_provisional = due.due_on, due.provisional
    review.save(update_fields=["due_on", "due_provisional"])
    _round.note(
        review,
        "extend_review",
        by=by,
        before=before.isoformat(),
        after=due.due_on.isoformat(),
        reason=reason,
    )
    told = f"法制审核期限由 {before} 延长至 {due.due_on}：{reason}"
    _round.tell_handlers(review, told, key=f"review-extended:{review.pk}")
    return review


def recompute_open(calendar: WorkCalendar) -> int:
    """A holiday notice was loaded: the last days of open reviews; how many changed."""
    rows = (
        Review.objects.select_for_update(of=("self",))
        .select_related("extension")
        .filter(status=Review.Status.OPEN, due_on__isnull=False)
    )
    return sum(_recompute(review, calendar) for review in rows)


def _recompute(review: Review, calendar: WorkCalendar) -> int:
    extension = getattr(review, "extension", None)
    more = extension.days if extension else 0
    due = _round.term_of(review.started_on, calendar=calendar, more=more)
    before = (review.due_on, review.due_provisional)
    if before == (due.due_on, due.provisional):
        return 0
    review.due_on, review.due_provisional = due.due_on, due.provisional
    review.save(update_fields=["due_on", "due_provisional"])
    was = before[0].isoformat() if before[0] else ""
    _round.note(review, "recompute_terms", by=None, before=was, after=due.due_on.isoformat())
    return 1


def remind(today: date) -> int:
    """Who has it is told before the end; past it 区司法局 too. Each stage is told once."""
    calendar = calendars.work_calendar()
    rows = Review.objects.filter(
        status=Review.Status.OPEN, due_on__lte=today + _HORIZON
    ).select_related("case", "holder__user")
    return sum(_remind(review, today, calendar) for review in rows)


def _remind(review: Review, today: date, calendar: WorkCalendar) -> int:
    assert review.due_on is not None  # filtered
    desk = [review.holder.user] if review.holder else []
    if today > review.due_on:
        days = (today - review.due_on).days
        words, stage = f"法制审核已逾期 {days} 天，应于 {review.due_on} 审结", "late"
        desk += selectors.queue_keepers()
    else:
        left = calendar.workdays_between(today, review.due_on)
        if left > WORKDAYS_AHEAD:
            return 0
        told = "今天到期" if review.due_on == today else f"还有 {left} 个工作日"
        words, stage = f"法制审核{told}（{review.due_on}）", str(left)
        desk = desk or selectors.queue_keepers()
    key = f"review-due:{review.pk}:{review.due_on}:{stage}"
    return _round.tell(review, desk, words, key=key, urgent=True)
