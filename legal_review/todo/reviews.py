"""To-dos of reviewers and of the justice admin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import models
from django.urls import reverse
from django.utils import timezone

from core import calendars, worklist
from core.models import User
from legal_review.models import Review
from legal_review.policy import reviews as policy
from legal_review.selectors import reviews as selectors


def _mine(user: User) -> models.QuerySet[Review]:
    return Review.objects.filter(status=Review.Status.OPEN, reviewer__user=user)


def _unassigned(user: User) -> models.QuerySet[Review]:
    if not policy.may_assign(user):
        return Review.objects.none()
    return Review.objects.filter(status=Review.Status.OPEN, reviewer=None)


LABELS = {"mine": "待我审核", "unassigned": "待分派审核"}


def desks(user: User) -> dict[str, models.QuerySet[Review]]:
    if not policy.sees_queue(user):
        return {}
    return {"mine": _mine(user), "unassigned": _unassigned(user)}


def groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    today, calendar = timezone.localdate(), calendars.work_calendar()
    found = []
    for key, rows in desks(user).items():
        if key not in counts:
            continue
        shown = rows.select_related("case__township").order_by("due_on", "id")[:limit]
        items = [
            worklist.TodoItem(
                kind=LABELS[key],
                title=f"{review.case.number} {review.case.title}",
                url=review.get_absolute_url(),
                hint=f"{review.case.township} · 第 {review.round} 次送审",
                due_on=review.due_on,
                due=selectors.due_of(review, today, calendar),
            )
            for review in shown
        ]
        found.append(
            worklist.TodoGroup(LABELS[key], "shield-check", counts[key], reverse("reviews"), items)
        )
    return found


def register() -> None:
    worklist.register("legal_review", desks, groups)
