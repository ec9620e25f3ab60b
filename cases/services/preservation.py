"""先行登记保存 (《行政处罚法》第五十六条): asked, approved, settled within seven working days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.models import Approval, Case, Exhibit, Preservation
from cases.rules import preservation as rule
from cases.rules.approvals import ApprovalKind
from cases.rules.guards import check
from cases.rules.workflow import target_of
from cases.selectors.facts import facts_of
from cases.services import _held, _progress, approvals, exhibits, papers
from cases.services.exhibits import Thing
from core.errors import RuleViolation
from core.models import User

Outcome = Preservation.Outcome
_BECOMES = {
    Outcome.RETURNED: Exhibit.State.TO_RETURN,
    Outcome.LIFTED: Exhibit.State.TO_RETURN,
    Outcome.SEIZED: Exhibit.State.SEIZED,
    Outcome.TESTED: Exhibit.State.TESTING,
    Outcome.TRANSFERRED: Exhibit.State.TRANSFERRED,
}


@dataclass(frozen=True)
class Keeping:
    """What is to be preserved, why, where, and who answers for it."""

    reason: str
    place: str
    keeper: str
    things: Sequence[Thing]


@transaction.atomic
def preserve(*, case_id: int, keeping: Keeping, by: User, version: int | None = None) -> Case:
    """Ask the head of the organ; nothing is preserved before the approval (第五十六条)."""
    case = _progress.begin(case_id=case_id, action="preserve", by=by, version=version)
    exhibits.require_things(keeping.things, rule.BASIS)
    told = {
        "place": keeping.place,
        "keeper": keeping.keeper,
        "goods": "、".join(str(thing) for thing in keeping.things),
    }
    payload = {**told, "things": [thing.as_payload() for thing in keeping.things]}
    approval = approvals.ask(
        case, ApprovalKind.PRESERVATION, reason=keeping.reason, payload=payload, by=by
    )
    Preservation.objects.create(
        case=case,
        approval=approval,
        reason=keeping.reason[:200],
        place=keeping.place,
        keeper=keeping.keeper,
    )
    return _progress.finish(case, "preserve", by=by, payload={**told, "reason": keeping.reason})


def _approved(approval: Approval, case: Case, by: User) -> None:
    """The things are preserved from today; a decision on them is due in seven working days."""
    target_of(case.stage, "preserve", case.workflow_version)
    check("preserve", facts_of(case), timezone.localdate())
    row = approval.preservation
    row.preserved_on = timezone.localdate()
    row.due_on = _held.preservation_due(row.preserved_on)
    row.save()
    exhibits.take_in(
        case,
        exhibits.things_from(approval.payload["things"]),
        state=Exhibit.State.PRESERVED,
        what="先行登记保存",
        kept_at=row.place,
        keeper=row.keeper,
        by=approval.requested_by,
        preservation=row,
    )
    _held.follow_preservations(case)
    _progress.note(
        case,
        "approve",
        by=by,
        payload={
            "approval": approval.get_kind_display(),
            "opinion": approval.opinion,
            "goods": approval.payload["goods"],
            "due_on": row.due_on.isoformat(),
        },
    )
    papers.produce(case, "preservation_approval", by=by, about=approval)
    papers.produce(case, "preservation_notice", by=approval.requested_by, about=row)
    words = f"先行登记保存已批准，{row.due_on} 前须作出处理决定"
    _held.tell_handlers(case, words, key=f"preservation:{row.pk}:approved")


@transaction.atomic
def settle(
    *,
    case_id: int,
    preservation: Preservation,
    outcome: str,
    note: str,
    by: User,
    version: int | None = None,
) -> Case:
    """The decision on the things: returned, seized, sent to an expert, transferred, lifted."""
    case = _progress.begin(case_id=case_id, action="settle_preservation", by=by, version=version)
    row = next((one for one in _held.unsettled(case) if one.pk == preservation.pk), None)
    if row is None:
        text = "这批物品没有在保存，或者已经作出处理决定"
        raise RuleViolation("not_preserved", text, rule.BASIS, field="preservation")
    assert row.due_on is not None  # preserved
    today, measures = timezone.localdate(), _held.running(case)
    rule.check_outcome(
        outcome, due_on=row.due_on, today=today, measure_running=bool(measures), note=note
    )
    row.outcome, row.outcome_on, row.outcome_note = outcome, today, note[:200]
    row.save()
    things = list(row.exhibits.filter(state=Exhibit.State.PRESERVED))
    if outcome == Outcome.SEIZED:
        row.exhibits.update(measure=measures[-1])
        for thing in things:
            thing.measure = measures[-1]
    words = f"处理决定：{row.get_outcome_display()}"
    exhibits.settle(things, _BECOMES[Outcome(outcome)], words, by)
    _progress.finish(
        case,
        "settle_preservation",
        by=by,
        payload={
            "disposal": row.get_outcome_display(),
            "note": note,
            "goods": [str(thing) for thing in things],
        },
    )
    _held.follow_preservations(case)
    _held.save_due(case)
    papers.produce(case, "preservation_outcome", by=by, about=row)
    return case


approvals.register(ApprovalKind.PRESERVATION, "", _approved, approvals.trace_only)
