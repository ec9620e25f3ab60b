"""Papers on pages: their tone, the rows of a form, and the panel of the case page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

from cases import policy
from cases.models import Case, Paper
from cases.rules.papers import Volume, kind_of
from cases.selectors.papers import offers_for, papers_of
from core.models import User

register = template.Library()

_TONES = {"draft": "progress", "issued": "success", "voided": "neutral"}


@register.filter
def paper_tone(paper: Paper) -> str:
    return _TONES[paper.status]


@register.filter
def in_inner_volume(paper: Paper) -> bool:
    return kind_of(paper.kind).volume is Volume.INNER


@register.filter
def pairs(row: Sequence[str]) -> list[tuple[str, str]]:
    """Label and value of a form's row; a lone cell is a label without value."""
    padded = [*row, ""] if len(row) % 2 else list(row)
    return list(zip(padded[::2], padded[1::2], strict=True))


@register.inclusion_tag("cases/papers/_panel.html")
def case_papers(case: Case, user: User) -> dict[str, Any]:
    """The papers of a case and those its stage still lacks; without a query."""
    return {
        "case": case,
        "papers": papers_of(case),
        "missing": [offer.kind for offer in offers_for(case) if offer.missing],
        "may_write": policy.may_write_papers(user, case),
        "reads_inner": policy.reads_inner_volume(user, case),
    }
