"""What legal review adds to other pages: reviews and questions on the case page, navigation."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string

from cases.models import Case
from core import navigation, panels
from core.errors import RuleViolation
from core.models import User
from legal_review import selectors
from legal_review.actions import Step, available
from legal_review.models import Review
from legal_review.policy import guidance
from legal_review.policy import reviews as policy
from legal_review.rules.checklist import OpinionKind
from legal_review.rules.guidance import TONES, check_case
from legal_review.selectors.guidance import questions_of


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
            "steps": _steps(request.user, review),
        }
        for review in reviews
        for opinion in [getattr(review, "opinion", None)]
    ]
    context = {"rounds": rounds, "sees_queue": policy.sees_queue(request.user)}
    return render_to_string("legal_review/_case_panel.html", context, request=request)


def questions_panel(request: HttpRequest, subject: models.Model) -> str:
    """What was asked about this case before it was submitted, and the way to ask."""
    assert isinstance(subject, Case)
    assert isinstance(request.user, User)
    rows = [(row, TONES[row.status]) for row in questions_of(subject)]
    may_ask = _may_ask(request.user, subject)
    if not rows and not may_ask:
        return ""
    context = {"rows": rows, "case": subject, "may_ask": may_ask}
    return render_to_string("legal_review/guidance/_case_panel.html", context, request=request)


def questions_hint(request: HttpRequest, subject: models.Model) -> str:
    """The way to ask, where a handler looks first; reads nothing."""
    assert isinstance(subject, Case)
    assert isinstance(request.user, User)
    if not _may_ask(request.user, subject):
        return ""
    context = {"case": subject}
    return render_to_string("legal_review/guidance/_case_hint.html", context, request=request)


def _may_ask(user: User, case: Case) -> bool:
    if not guidance.may_ask_about(user, case):
        return False
    try:
        check_case(case.stage)
    except RuleViolation:
        return False
    return True


def everybody(user: User) -> bool:
    return True


def _steps(user: User, review: Review) -> dict[str, Step]:
    """What the handlers or the head may do with it, from the page of the case."""
    wanted = ("supply", "dissent")
    return {key: step for key, step in available(user, review).items() if key in wanted}


def register() -> None:
    panels.register("case:review", questions_panel)
    panels.register("case:review", case_panel)
    panels.register("case:overview", questions_hint)
    navigation.register(
        navigation.Entry("法制审核", 10, "审核队列", "shield-check", "reviews", policy.sees_queue),
        navigation.Entry(
            "法制审核", 20, "法制咨询", "chat-left-text", "questions", guidance.uses_guidance
        ),
        navigation.Entry("法制审核", 30, "问答库", "journal-text", "knowledge", everybody),
        navigation.Entry(
            "法制审核", 40, "常见错误", "exclamation-triangle", "typical_errors", everybody
        ),
    )
