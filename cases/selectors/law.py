"""Which wording of the law a case is judged by (从旧兼从轻)."""

from __future__ import annotations

from datetime import date

from cases.models import Case
from zones.rules.applicable import Applicable, applicable
from zones.selectors import catalogue


def law_of(case: Case, on: date) -> Applicable:
    """The wordings a decision of `on` may apply, and whether a person must choose the lighter."""
    return applicable(
        catalogue.wordings(case.item),
        acted_on=case.occurred_on,
        decided_on=on,
        continuing=case.continuing,
    )
