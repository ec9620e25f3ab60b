"""Closing a case (结案): asked by the handler, approved by the head of the organ."""

from __future__ import annotations

from django.db import transaction

from cases import events
from cases.models import Approval, Case
from cases.rules.approvals import ApprovalKind
from cases.services import _progress, approvals
from core.models import User


@transaction.atomic
def propose(*, case_id: int, outcome: str, by: User, version: int | None = None) -> Case:
    """Ask to close the case, with how the decision was performed."""
    case = _progress.begin(case_id=case_id, action="propose_closing", by=by, version=version)
    approvals.ask(case, ApprovalKind.CLOSING, reason=outcome, payload={}, by=by)
    return _progress.finish(case, "propose_closing", by=by, payload={"outcome": outcome})


def _approved(approval: Approval, case: Case, by: User) -> None:
    case.closing_note = approval.reason[:300]
    _progress.finish(case, "approve_closing", by=by, payload={"outcome": approval.reason})
    events.closed.send(sender=Case, case=case, by=by)


approvals.register(ApprovalKind.CLOSING, "approve_closing", _approved, approvals.trace_only)
