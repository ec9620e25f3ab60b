"""Short words for what reviewers do in these tests."""

from __future__ import annotations

from typing import Any

from cases.models import Case
from core.models import User
from legal_review.models import Opinion, Review
from legal_review.rules.checklist import OpinionKind, Point
from legal_review.services import judging

IN_ORDER = dict.fromkeys(Point, True)


def opinion(
    review: Review,
    by: User,
    kind: OpinionKind = OpinionKind.AGREE,
    points: Any = IN_ORDER,
    text: str = "",
) -> Opinion:
    return judging.conclude(review_id=review.pk, kind=kind, points=points, text=text, by=by)


def passed(case: Case, by: User) -> Review:
    """The reviewer agrees to the open round."""
    review = case.reviews.get(status="open")
    opinion(review, by)
    case.refresh_from_db()
    return Review.objects.get(pk=review.pk)


def returned(case: Case, by: User, kind: OpinionKind, text: str = "须修改") -> Review:
    """The reviewer gives the open round back."""
    review = case.reviews.get(status="open")
    points = {**IN_ORDER, Point.AUTHORITY: False}
    opinion(review, by, kind, points, text)
    case.refresh_from_db()
    return Review.objects.get(pk=review.pk)
