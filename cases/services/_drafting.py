"""The intended decision: judged by the rule, then written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils import timezone

from cases.models import Case, Draft
from cases.models.decision import NO_PENALTY
from cases.rules import drafting, weight
from cases.rules.gravity import PenaltyKind
from cases.rules.outcomes import Exemption, Leniency
from cases.selectors.ages import age_of
from cases.selectors.facts import draft_of, intended_of, told_of
from cases.selectors.law import law_of
from cases.selectors.likeness import grades_in, like_cases
from core.errors import RuleViolation


@dataclass(frozen=True)
class Intended:
    """The decision as intended."""

    facts: str
    basis: str
    discretion: str
    penalty: str
    amount: Decimal
    performance: str
    applied_version_id: int | None = None
    more_penalties: Sequence[str] = ()
    confiscation: Decimal = Decimal(0)
    exemption: str = ""
    correction: str = ""
    correct_by: date | None = None
    leniency: Sequence[str] = ()
    grade: str = ""
    deviation_reason: str = ""


def _applied(case: Case, chosen: int | None) -> int:
    """The wording the draft rests on; where the law changed, a person says which is lighter."""
    law = law_of(case, timezone.localdate())
    if not law.wordings:
        raise RuleViolation("no_law", law.reason, law.basis, field="basis")
    if not law.needs_choice:
        return law.wordings[0].key
    if chosen not in {wording.key for wording in law.wordings}:
        raise RuleViolation("choose_law", law.reason, law.basis, field="applied_version")
    return int(chosen)


def wanted_of(intended: Intended) -> drafting.Wanted:
    """What is intended, as the rule sees it."""
    return drafting.Wanted(
        kind=None if intended.penalty == NO_PENALTY else PenaltyKind(intended.penalty),
        more=tuple(PenaltyKind(kind) for kind in intended.more_penalties),
        fine=intended.amount,
        confiscation=intended.confiscation,
        exemption=Exemption(intended.exemption) if intended.exemption else None,
        leniency=tuple(Leniency(value) for value in intended.leniency),
        grade=intended.grade,
        deviation_reason=intended.deviation_reason,
    )


def write(case: Case, intended: Intended) -> Draft:
    applied = _applied(case, intended.applied_version_id)
    grades = grades_in(applied)
    if not intended.grade and intended.amount:
        intended = replace(intended, grade=drafting.grade_covering(intended.amount, grades))
    wanted = replace(wanted_of(intended), age=age_of(case, case.occurred_on))
    drafting.check_wanted(wanted, grades, like_cases(case).like)
    if intended.correct_by and intended.correct_by < timezone.localdate():
        raise RuleViolation(
            "correct_in_the_past",
            "责令改正的期限已过，请核对",
            "《行政处罚法》第二十八条",
            field="correct_by",
        )
    values = {
        **vars(intended),
        "more_penalties": list(intended.more_penalties),
        "leniency": list(intended.leniency),
        "applied_version_id": applied,
        "updated_at": timezone.now(),
    }
    draft, _ = Draft.objects.update_or_create(case=case, defaults=values)
    return draft


def heavier_than_told(case: Case, intended: Intended) -> bool:
    """Against what the party was told; a case of the first version told nothing of kinds."""
    wanted = wanted_of(intended)
    kinds = frozenset(kind for kind in (wanted.kind, *wanted.more) if kind)
    after = weight.Penalty(kinds, wanted.fine, wanted.confiscation)
    notice = getattr(case, "prior_notice", None)
    if notice is not None and notice.penalty_told:
        return weight.heavier(told_of(notice), after)
    before = draft_of(case)
    return before is not None and weight.heavier(intended_of(before), after)
