"""To-dos of reviewers, of the justice admin, and of handlers whose material lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import models
from django.urls import reverse
from django.utils import timezone

from core import calendars, worklist
from core.models import User
from legal_review import selectors
from legal_review.models import Review
from legal_review.policy import reviews as policy

LABELS = {
    "mine": "待我审核",
    "unassigned": "待分派审核",
    "ruling": "待裁定审核",
    "material": "待补送审材料",
}
_NOBODY = (Review.Stage.FIRST_LOOK, Review.Stage.ZONE, Review.Stage.COUNTERSIGN)


def _open() -> models.QuerySet[Review]:
    return Review.objects.filter(status=Review.Status.OPEN)


def desks(user: User) -> dict[str, models.QuerySet[Review]]:
    handled = _open().filter(
        stage=Review.Stage.MATERIALS,
        case__handlers__officer__user=user,
        case__handlers__removed_at=None,
    )
    found = {"material": handled}
    if policy.sees_queue(user):
        found["mine"] = _open().filter(holder__user=user)
    if policy.may_assign(user):
        found["unassigned"] = _open().filter(holder=None, stage__in=_NOBODY)
        found["ruling"] = _open().filter(stage=Review.Stage.RULING)
    return found


def groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    today, calendar = timezone.localdate(), calendars.work_calendar()
    found = []
    for key, rows in desks(user).items():
        if key not in counts:
            continue
        shown = rows.select_related("case__township").defer("draft_text")
        items = [
            worklist.TodoItem(
                kind=LABELS[key],
                title=f"{review.case.number} {review.case.title}",
                url=_address(review, key),
                hint=f"{review.case.township} · {review.get_stage_display()}",
                due_on=review.due_on,
                due=selectors.due_of(review, today, calendar),
            )
            for review in shown.order_by("due_on", "id")[:limit]
        ]
        url = items[0].url if key == "material" and items else reverse("reviews")
        found.append(worklist.TodoGroup(LABELS[key], "shield-check", counts[key], url, items))
    return found


def _address(review: Review, key: str) -> str:
    """Handlers go to the form, reviewers to the page."""
    if key == "material":
        return reverse("review_step", args=[review.pk, "supply"])
    return review.get_absolute_url()


def register() -> None:
    worklist.register("legal_review", desks, groups)
