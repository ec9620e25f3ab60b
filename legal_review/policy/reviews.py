"""Who may look first, review, read again, assign, rule."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from cases import policy as case_policy
from core import access
from core.models import User
from legal_review.models import Review

Stage = Review.Stage


def sees_queue(user: User) -> bool:
    grants = access.grants_of(user)
    return grants.any("review_cases") or grants.any("assign_reviews")


def may_assign(user: User) -> bool:
    """区司法局: assigns, rules where two reviewers differ, keeps the list of major decisions."""
    return access.grants_of(user).any("assign_reviews")


def require_assigning(user: User) -> None:
    if not may_assign(user):
        raise PermissionDenied("法制审核由区司法局管理员分派")


def _never_handled(user: User, review: Review) -> bool:
    return not review.case.handlers.filter(officer__user=user).exists()


def _holds(user: User, review: Review, stage: Review.Stage) -> bool:
    """It lies on this person's desk at this stage."""
    return (
        review.stage == stage
        and review.holder is not None
        and review.holder.user_id == user.pk
        and _never_handled(user, review)
    )


def may_look_first(user: User, review: Review) -> bool:
    """The town's reviewer to whom the first look was given, while in office."""
    holds = _holds(user, review, Stage.FIRST_LOOK)
    return holds and access.grants_of(user).has("review_cases", "township", review.township_id)


def may_review(user: User, review: Review) -> bool:
    """The assigned reviewer, holding the office in the zone, and never a handler of the case."""
    holds = _holds(user, review, Stage.ZONE)
    return holds and access.grants_of(user).has("review_cases", "zone", review.zone_id)


def may_countersign(user: User, review: Review) -> bool:
    """The second reviewer, of whichever zone."""
    holds = _holds(user, review, Stage.COUNTERSIGN)
    return holds and bool(access.grants_of(user).ids("review_cases", "zone"))


def may_step_back(user: User, review: Review) -> bool:
    """Whoever has it on the desk may say that they must not (第四十三条)."""
    return review.holder is not None and review.holder.user_id == user.pk


def may_take(user: User, review: Review) -> bool:
    """A reviewer of the zone takes what nobody has yet."""
    grants = access.grants_of(user)
    waits = review.stage == Stage.ZONE and review.holder_id is None
    return waits and grants.has("review_cases", "zone", review.zone_id)


def may_rule(user: User, review: Review) -> bool:
    return review.stage == Stage.RULING and may_assign(user) and _never_handled(user, review)


def may_extend(user: User, review: Review) -> bool:
    """区司法局, or the zone's reviewer who has it."""
    runs = review.stage in (Stage.FIRST_LOOK, Stage.ZONE, Stage.COUNTERSIGN, Stage.RULING)
    own = review.reviewer is not None and review.reviewer.user_id == user.pk
    zone = access.grants_of(user).has("review_cases", "zone", review.zone_id)
    return runs and (may_assign(user) or (own and zone))


def may_supply(user: User, review: Review) -> bool:
    """The handlers of the case bring what was asked for."""
    return review.stage == Stage.MATERIALS and case_policy.is_handler(user, review.case)


def may_dissent(user: User, review: Review) -> bool:
    """The head of the organ, against an opinion that gave the case back."""
    returned = review.status == Review.Status.RETURNED
    return returned and case_policy.may(user, "decide", review.case)


def require(allowed: bool, review: Review, what: str) -> None:
    """Raise unless allowed; says on whose desk the review lies."""
    if not allowed:
        desk = str(review.holder) if review.holder else review.get_stage_display()
        raise PermissionDenied(f"您不能办理“{what}”：本件现为“{desk}”，办案人员不得审核本案")


def require_reviewing(user: User, review: Review) -> None:
    if not may_review(user, review):
        name = str(review.reviewer) if review.reviewer else "尚未分派"
        raise PermissionDenied(f"本件由法制审核员审核（{name}），办案人员不得审核本案")
