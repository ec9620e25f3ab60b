"""The plan of an investigation (调查方案) and the records made in its course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone

from cases.models import Case, InvestigationPlan, InvestigationRecord
from cases.rules.records import RecordFacts, check_record
from cases.services import _progress
from core.errors import RuleViolation
from core.models import User
from personnel import selectors as people
from personnel.models import Officer
from personnel.rules import eligibility


@dataclass(frozen=True)
class Plan:
    """What is to be found out, how and by whom, and until when."""

    aims: str
    steps: str
    risks: str = ""
    finish_by: date | None = None


@dataclass(frozen=True)
class Record:
    """A record of inspection, interview or sampling as written down.

    `refused_to_sign`: why the person did not sign, "" when they did.
    """

    kind: str
    held_at: datetime
    place: str
    subject: str
    content: str
    certificates_shown: bool
    officers: Sequence[Officer]
    ended_at: datetime | None = None
    witness: str = ""
    recorder: str = ""
    rights_told: bool = False
    refused_to_sign: str = ""


@transaction.atomic
def make_plan(
    *, case_id: int, plan: Plan, by: User, version: int | None = None
) -> InvestigationPlan:
    """Enter a plan; an earlier one stays, the latest counts."""
    case = _progress.begin(case_id=case_id, action="plan", by=by, version=version)
    if plan.finish_by and plan.finish_by < timezone.localdate():
        raise RuleViolation("plan_in_the_past", "计划完成日期已过，请核对", field="finish_by")
    row = InvestigationPlan.objects.create(case=case, made_by=by, **vars(plan))
    until = plan.finish_by.isoformat() if plan.finish_by else ""
    payload = {"aims": plan.aims, "steps": plan.steps, "finish_by": until}
    _progress.finish(case, "plan", by=by, payload=payload)
    return row


@transaction.atomic
def add_record(
    *, case_id: int, record: Record, by: User, version: int | None = None
) -> InvestigationRecord:
    """Enter a record made by two certified handlers who showed their papers (第五十五条)."""
    case = _progress.begin(case_id=case_id, action="record", by=by, version=version)
    names = ("kind", "held_at", "ended_at", "subject", "content", "certificates_shown")
    facts = {name: getattr(record, name) for name in (*names, "rights_told")}
    check_record(RecordFacts(**facts), timezone.now())
    _check_present(case, record)
    row = InvestigationRecord.objects.create(
        case=case, created_by=by, **{k: v for k, v in vars(record).items() if k != "officers"}
    )
    row.officers.set(record.officers)
    _progress.finish(
        case,
        "record",
        by=by,
        payload={"kind": record.kind, "officers": [str(o) for o in record.officers]},
    )
    return row


def _check_present(case: Case, record: Record) -> None:
    """Those present handled the case at that time and could act there on that day."""
    handled = case.handlers.filter(
        models.Q(removed_at=None) | models.Q(removed_at__gt=record.held_at)
    )
    handlers = set(handled.values_list("officer_id", flat=True))
    strange = [str(officer) for officer in record.officers if officer.pk not in handlers]
    if strange:
        message = f"{'、'.join(strange)}不是本案办案人，不能作为笔录的执法人员"
        raise RuleViolation("not_a_handler", message, "《行政处罚法》第四十二条", field="officers")
    day = timezone.localdate(record.held_at)
    eligibility.require_team(
        people.officer_facts(record.officers, day),
        on=day,
        domain=case.item.domain,
        unit=people.unit_key(case.unit),
        place=people.place_key(case.unit, case.township),
        parties=frozenset({case.party_name}),
    )
