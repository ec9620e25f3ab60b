"""Showing who complained or reported: each look leaves a trace (《行政处罚法》第五十条)."""

from __future__ import annotations

from django.db import transaction

from cases import policy
from cases.models import Case, Complaint
from cases.rules.complaints import SECRECY
from cases.services import _progress
from core import audit
from core.errors import RuleViolation
from core.models import User

VERB = "see_reporter"


@transaction.atomic
def look_at_complainant(*, complaint_id: int, why: str, by: User) -> Complaint:
    """Name and phone for one who handles the complaint; who looked and why goes into its trail."""
    row = Complaint.objects.select_related(
        "township", "transferred_township", "transferred_agency", "case"
    ).get(pk=complaint_id)
    policy.require_complainant(by, row)
    audit.record(by=by, verb=VERB, subject=row, payload={"why": _reason(why)})
    return row


@transaction.atomic
def look_at_reporter(*, case_id: int, why: str, by: User) -> Case:
    """The reporter kept on the case itself; the look counts as an entry of the case's trail."""
    case = _progress.lock(case_id)
    policy.require_reporter(by, case)
    return _progress.note(case, VERB, by=by, payload={"why": _reason(why)})


def _reason(why: str) -> str:
    said = why.strip()
    if not said:
        raise RuleViolation("no_reason", "请写明查看的理由", SECRECY, field="why")
    return said
