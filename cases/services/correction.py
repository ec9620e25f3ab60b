"""The re-inspection of what the decision ordered to be put right (责令改正复查)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Reinspection
from cases.rules import correction as rule
from cases.selectors.facts import draft_of
from cases.services import _progress
from core.errors import RuleViolation
from core.models import User
from personnel import selectors as people
from personnel.models import Officer
from personnel.rules import eligibility


@dataclass(frozen=True)
class Seen:
    """What two officers found."""

    checked_on: date
    place: str
    result: str
    findings: str
    officers: Sequence[Officer]


@transaction.atomic
def recheck(*, case_id: int, seen: Seen, by: User, version: int | None = None) -> Reinspection:
    """Enter a re-inspection; closing asks for one that finds everything put right."""
    case = _progress.begin(case_id=case_id, action="recheck", by=by, version=version)
    draft = draft_of(case)
    if draft is None or not draft.correction:
        raise RuleViolation("nothing_to_recheck", "决定没有责令改正，无须复查", rule.BASIS)
    row = Reinspection(
        case=case,
        checked_on=seen.checked_on,
        place=seen.place,
        result=seen.result,
        findings=seen.findings,
        recorded_by=by,
    )
    rule.check_recheck(
        checked_on=seen.checked_on,
        served_on=case.served_on,
        correct_by=draft.correct_by,
        settled=row.settles,
        today=timezone.localdate(),
    )
    _check_team(case, seen)
    row.save()
    row.officers.set(seen.officers)
    _progress.finish(
        case,
        "recheck",
        by=by,
        payload={
            "checked_on": seen.checked_on.isoformat(),
            "conclusion": row.get_result_display(),
            "officers": [str(officer) for officer in seen.officers],
        },
    )
    return row


def _check_team(case: Case, seen: Seen) -> None:
    try:
        eligibility.require_team(
            people.officer_facts(seen.officers, seen.checked_on),
            on=seen.checked_on,
            domain=case.item.domain,
            unit=people.unit_key(case.unit),
            place=people.place_key(case.unit, case.township),
            parties=frozenset({case.party_name}),
        )
    except RuleViolation as found:
        raise RuleViolation(found.code, found.message, found.basis, "officers") from found
