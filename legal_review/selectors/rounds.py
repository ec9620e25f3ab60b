"""Rounds of one case beside each other: what was said, what changed, who must sign again."""

from __future__ import annotations

from decimal import Decimal

from cases.models import Case
from cases.selectors.facts import gravity_facts
from core import parameters
from legal_review.models import Review
from legal_review.rules import countersigning, versions
from legal_review.rules.checklist import OpinionKind
from legal_review.rules.rounds import Before
from legal_review.rules.versions import ParagraphChange


def last_concluded(case: Case) -> Review | None:
    """The latest round with an opinion that gave the case back."""
    returned = case.reviews.filter(status=Review.Status.RETURNED, opinion__isnull=False)
    return returned.select_related("opinion", "dissent").order_by("-round").first()


def round_before(case: Case) -> Before | None:
    """That round as the rule of resubmission sees it."""
    last = last_concluded(case)
    if last is None:
        return None
    dissented = getattr(last, "dissent", None) is not None
    return Before(OpinionKind(last.opinion.kind), last.draft_hash, dissented)


def changes_since_previous(review: Review) -> tuple[ParagraphChange, ...]:
    """Paragraphs of the text that differ from the round before; empty for the first round."""
    before = (
        Review.objects.filter(case=review.case_id, round__lt=review.round)
        .order_by("-round")
        .values_list("draft_text", flat=True)
        .first()
    )
    return versions.paragraph_changes(before, review.draft_text) if before is not None else ()


def _thresholds() -> countersigning.Thresholds:
    kept, default = parameters.values(), countersigning.Thresholds()
    return countersigning.Thresholds(
        citizen=Decimal(kept.get("COUNTERSIGN_CITIZEN", default.citizen)),
        organisation=Decimal(kept.get("COUNTERSIGN_ORGANISATION", default.organisation)),
    )


def countersign_reasons(review: Review) -> tuple[str, ...]:
    """Why a second reviewer must sign this round; empty: one is enough."""
    last = last_concluded(review.case)
    disputed = (
        last is not None
        and last.draft_hash == review.draft_hash
        and getattr(last, "dissent", None) is not None
    )
    facts = gravity_facts(review.case)
    return countersigning.countersign_reasons(facts, _thresholds(), disputed=disputed)
