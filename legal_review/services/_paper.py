"""The written opinion (法制审核意见书), one a round, among the papers of the case."""

from __future__ import annotations

from cases.services import papers
from core.models import User
from legal_review.models import Review

KIND = "review_opinion"


def write(review: Review, *, by: User) -> None:
    """Make the paper of a concluded round; a draft where something it must state is not known."""
    papers.produce(review.case, KIND, by=by, about=review)
