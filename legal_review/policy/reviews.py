"""Who may review and who may assign."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from core import access
from core.models import User
from legal_review.models import Review


def sees_queue(user: User) -> bool:
    grants = access.grants_of(user)
    return bool(grants.ids("review_cases", "zone")) or grants.any("assign_reviews")


def may_assign(user: User) -> bool:
    return access.grants_of(user).any("assign_reviews")


def require_assigning(user: User) -> None:
    if not may_assign(user):
        raise PermissionDenied("法制审核由区司法局管理员分派")


def may_review(user: User, review: Review) -> bool:
    """The assigned reviewer, holding the office in the zone, and never a handler of the case."""
    if review.reviewer is None or review.reviewer.user_id != user.pk:
        return False
    if not access.grants_of(user).has("review_cases", "zone", review.zone_id):
        return False
    handlers = review.case.handlers.filter(officer__user=user)
    return not handlers.exists()


def require_reviewing(user: User, review: Review) -> None:
    if not may_review(user, review):
        name = str(review.reviewer) if review.reviewer else "尚未分派"
        raise PermissionDenied(f"本件由法制审核员审核（{name}），办案人员不得审核本案")
