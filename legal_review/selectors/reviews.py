"""The queue: what lies where, and who sees it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.http import Http404
from django.utils import timezone

from cases.models import Case
from cases.rules.deadlines import TERM_RULES, Term, remaining
from cases.selectors import get_visible_case
from cases.selectors.due import Due
from core import access
from core.models import User
from core.rules.workdays import WorkCalendar
from legal_review.models import Review
from personnel import selectors as people
from personnel.models import Officer
from personnel.roles import Role


def _listed() -> models.QuerySet[Review]:
    """What a row of the queue shows; the texts stay in the database."""
    return (
        Review.objects.select_related(
            "case__township", "case__item", "zone", "reviewer__user", "holder__user"
        )
        .defer("draft_text", "materials")
        .order_by("due_on", "id")
    )


def visible_reviews(*, user: User) -> models.QuerySet[Review]:
    """The reviews of the zones and towns this person reviews for; all for the justice admin."""
    grants = access.grants_of(user)
    if grants.ids("assign_reviews", "district"):
        return _listed()
    zones = grants.ids("review_cases", "zone")
    towns = grants.ids("review_cases", "township")
    if zones and towns:
        return _listed().filter(models.Q(zone__in=zones) | models.Q(township__in=towns))
    return _listed().filter(zone__in=zones) if zones else _listed().filter(township__in=towns)


def on_my_desk(*, user: User) -> models.QuerySet[Review]:
    """What waits for this very person, whichever zone it comes from."""
    officer = Officer.objects.filter(user=user).values_list("pk", flat=True).first()
    if officer is None:
        return Review.objects.none()
    return _listed().filter(status=Review.Status.OPEN, holder=officer)


_WHOLE = (
    "requested_by",
    "opinion__by",
    "first_look__officer__user",
    "countersignature__officer__user",
    "material_request",
    "extension",
    "dissent",
    "case__township__zone",
    "case__authority_township",
    "case__authority_agency",
)


def get_visible_review(*, user: User, pk: int) -> Review:
    """One review with all that its page shows; 404 outside one's own places."""
    whole = Review.objects.select_related(
        "case__item", "zone", "reviewer__user", "holder__user", *_WHOLE
    )
    review = whole.filter(pk=pk).first()
    if review is None or not _concerns(user, review):
        raise Http404("没有这件审核，或者它不在您的职责范围内")
    return review


def _concerns(user: User, review: Review) -> bool:
    grants = access.grants_of(user)
    second = getattr(review, "countersignature", None)
    named = {
        officer.user_id
        for officer in (review.holder, review.reviewer, second.officer if second else None)
        if officer is not None
    }
    return (
        grants.any("assign_reviews")
        or grants.has("review_cases", "zone", review.zone_id)
        or grants.has("review_cases", "township", review.township_id)
        or (grants.any("review_cases") and user.pk in named)
    )


def get_review_at_hand(*, user: User, pk: int) -> Review:
    """As the reviewers see it, or as those who may see its case do; 404 for others."""
    review = Review.objects.filter(pk=pk).first()
    if review is not None and not _concerns(user, review):
        get_visible_case(user=user, pk=review.case_id)
        return review
    return get_visible_review(user=user, pk=pk)


def due_of(review: Review, today: date, calendar: WorkCalendar) -> Due | None:
    """The badge of an open review; None once it is concluded or while material lacks."""
    if not review.is_open or review.due_on is None:
        return None
    rule = TERM_RULES[Term.LEGAL_REVIEW]
    left = remaining(review.due_on, today, calendar, rule.unit)
    why = calendar.why_provisional(today, review.due_on) if review.due_provisional else ""
    return Due(left.text, left.level.value, rule.label, review.due_on, bool(why), why)


def reviews_of(case: Case) -> models.QuerySet[Review]:
    return case.reviews.select_related(
        "reviewer__user", "holder__user", "opinion__by", "material_request", "countersignature"
    ).order_by("-round")


def queue_keepers() -> list[User]:
    return people.holders(Role.JUSTICE_ADMIN, timezone.localdate())
