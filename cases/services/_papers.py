"""Numbers of papers (文号): organ, kind, year, running number; no gap, no double."""

from __future__ import annotations

from django.utils import timezone

from cases.models import Case
from core import numbering
from core.errors import RuleViolation
from personnel import selectors as people


def number_of(case: Case, kind: str) -> str:
    """The organ's next number for this kind of paper, e.g. 漳芗芝街罚决〔2026〕1号."""
    unit = case.authority
    if unit is None:
        raise RuleViolation(
            "no_authority", "执法主体尚未判定，不能编文号", "《行政处罚法》第三十八条"
        )
    year = timezone.localdate().year
    number = numbering.take(f"{kind}:{people.unit_key(unit)}", year)
    return f"{unit.document_prefix}{kind}〔{year}〕{number}号"
