"""The queue, and who reviews what."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.http import Http404
from django.utils import timezone

from cases.models import Case
from cases.rules.deadlines import TERM_RULES, Term, remaining
from cases.selectors.due import Due
from core import access
from core.errors import RuleViolation
from core.models import User
from core.rules.workdays import WorkCalendar
from legal_review.models import Review
from legal_review.rules import assignment
from legal_review.rules.assignment import ReviewerFacts, ReviewNeed
from personnel import selectors as people
from personnel.models import Officer
from personnel.roles import Role


def visible_reviews(*, user: User) -> models.QuerySet[Review]:
    """The reviews of the zones this person reviews for; all for the justice admin."""
    grants = access.grants_of(user)
    reviews = Review.objects.select_related(
        "case__township", "case__item", "zone", "reviewer__user"
    ).order_by("due_on", "id")
    if grants.ids("assign_reviews", "district"):
        return reviews
    return reviews.filter(zone_id__in=grants.ids("review_cases", "zone"))


def get_visible_review(*, user: User, pk: int) -> Review:
    review = (
        visible_reviews(user=user)
        .select_related(
            "requested_by",
            "opinion__by",
            "case__township__zone",
            "case__authority_township",
            "case__authority_agency",
        )
        .filter(pk=pk)
        .first()
    )
    if review is None:
        raise Http404("没有这件审核，或者它不在您的职责范围内")
    return review


def due_of(review: Review, today: date, calendar: WorkCalendar) -> Due | None:
    """The badge of an open review; None once it is concluded."""
    if review.status != Review.Status.OPEN:
        return None
    rule = TERM_RULES[Term.LEGAL_REVIEW]
    left = remaining(review.due_on, today, calendar, rule.unit)
    why = calendar.why_provisional(today, review.due_on) if review.due_provisional else ""
    return Due(left.text, left.level.value, rule.label, review.due_on, bool(why), why)


def reviews_of(case: Case) -> models.QuerySet[Review]:
    return case.reviews.select_related("reviewer__user", "opinion__by").order_by("-round")


def queue_keepers() -> list[User]:
    return people.holders(Role.JUSTICE_ADMIN, timezone.localdate())


def _reviewer_facts() -> dict[int, tuple[Officer, ReviewerFacts]]:
    """Everybody who holds a zone's review office today, with what waits with them."""
    offices = people.live_appointments(timezone.localdate()).filter(role=Role.ZONE_REVIEWER.value)
    zones: dict[int, set[str]] = {}
    officers: dict[int, Officer] = {}
    for office in offices.prefetch_related("officer__recusals"):
        officers[office.officer_id] = office.officer
        zones.setdefault(office.officer_id, set()).add(str(office.zone))
    open_counts = dict(
        Review.objects.filter(status=Review.Status.OPEN, reviewer_id__in=officers)
        .values_list("reviewer_id")
        .annotate(n=models.Count("pk"))
    )
    return {
        pk: (
            officer,
            ReviewerFacts(
                id=pk,
                name=str(officer),
                zones=frozenset(zones[pk]),
                qualified=bool(officer.legal_qualification),
                open_reviews=open_counts.get(pk, 0),
                recused_from=frozenset(r.party for r in officer.recusals.all()),
            ),
        )
        for pk, officer in officers.items()
    }


def _need(case: Case) -> ReviewNeed:
    previous = case.reviews.exclude(reviewer=None).order_by("-round").first()
    return ReviewNeed(
        zone=str(case.township.zone) if case.township.zone else "",
        handlers=frozenset(case.handlers.values_list("officer_id", flat=True)),
        parties=frozenset({case.party_name}),
        previous_reviewer=previous.reviewer_id if previous else None,
    )


def choose_reviewer(case: Case) -> tuple[Officer | None, str]:
    """The reviewer the rule names, and why; None when nobody may (the justice admin assigns)."""
    known = _reviewer_facts()
    choice = assignment.choose_reviewer((facts for _, facts in known.values()), _need(case))
    officer = known[choice.reviewer.id][0] if choice.reviewer else None
    return officer, choice.reason[:200]


def bar_to_review(officer: Officer, case: Case) -> RuleViolation | None:
    """Why this person may not review the case; None when nothing stands against it."""
    known = _reviewer_facts()
    if officer.pk not in known:
        return RuleViolation("not_a_reviewer", f"{officer}不在法制审核岗位", "方案二（二）3（3）")
    return assignment.bar(known[officer.pk][1], _need(case))


def possible_reviewers(case: Case) -> list[Officer]:
    """Who could take the review over, least loaded first."""
    need = _need(case)
    able = [
        (facts.open_reviews, officer.pk, officer)
        for officer, facts in _reviewer_facts().values()
        if assignment.bar(facts, need) is None
    ]
    return [officer for _, _, officer in sorted(able, key=lambda row: row[:2])]
