"""What legal review adds to other pages: its rounds on the case page, its navigation."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string

from cases.models import Case
from core import navigation, panels
from core.models import User
from legal_review.policy import reviews as policy
from legal_review.rules.checklist import OpinionKind
from legal_review.selectors import reviews as selectors


def case_panel(request: HttpRequest, subject: models.Model) -> str:
    """The rounds of review of this case, latest first; nothing before the first."""
    assert isinstance(subject, Case)
    reviews = list(selectors.reviews_of(subject))
    if not reviews:
        return ""
    assert isinstance(request.user, User)
    rounds = [
        {
            "review": review,
            "opinion": opinion,
            "kind": OpinionKind(opinion.kind).label if opinion else "",
        }
        for review in reviews
        for opinion in [getattr(review, "opinion", None)]
    ]
    context = {"rounds": rounds, "sees_queue": policy.sees_queue(request.user)}
    return render_to_string("legal_review/_case_panel.html", context, request=request)


def register() -> None:
    panels.register("case:review", case_panel)
    navigation.register(
        navigation.Entry("法制审核", 10, "审核队列", "shield-check", "reviews", policy.sees_queue),
    )
