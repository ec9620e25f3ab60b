"""Pieces of guidance on other pages of legal review."""

from __future__ import annotations

from typing import Any

from django import template

from cases.models import Case
from legal_review.rules.guidance import TONES
from legal_review.selectors.guidance import questions_of

register = template.Library()


@register.inclusion_tag("legal_review/guidance/_earlier.html")
def earlier_questions(case: Case) -> dict[str, Any]:
    """What was asked about the case before it was submitted, for whoever reviews it."""
    return {"rows": [(row, TONES[row.status]) for row in questions_of(case)]}
