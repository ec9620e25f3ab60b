"""Requests to the head of the organ (审批): asked by a handler, answered once by an approver.

What an answer brings about belongs to the service that asked: it registers both consequences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases import policy
from cases.models import Approval, Case
from cases.rules import guards
from cases.rules.approvals import ApprovalKind
from cases.rules.workflow import LABELS, target_of
from cases.selectors import facts_of
from cases.services import _progress
from core import access, notices
from core.errors import RuleViolation
from core.models import User

Effect = Callable[[Approval, Case, User], None]


@dataclass(frozen=True)
class Consequence:
    """`action`: the approver's row in the table of transitions; "" where nothing moves."""

    action: str
    approved: Effect
    returned: Effect


_consequences: dict[ApprovalKind, Consequence] = {}


def register(kind: ApprovalKind, action: str, approved: Effect, returned: Effect) -> None:
    """`approved` and `returned` carry out the answer: they move the case or leave its trace."""
    _consequences[kind] = Consequence(action, approved, returned)


def action_of(kind: ApprovalKind) -> str:
    """The approver's action in the table of transitions; "" where the answer moves nothing."""
    return _consequences[kind].action


def ask(
    case: Case, kind: ApprovalKind, *, reason: str, payload: Mapping[str, object], by: User
) -> Approval:
    """Write the request, inside the asking service's transaction, and tell the approvers."""
    if not reason.strip():
        raise RuleViolation("no_reason", "请写明申请理由", kind.basis, field="reason")
    try:
        with transaction.atomic():
            row = Approval.objects.create(
                case=case, kind=kind.value, reason=reason, payload=dict(payload), requested_by=by
            )
    except IntegrityError as error:
        raise RuleViolation(
            "asked_already", f"已有一件{kind.label}在等待负责人答复", kind.basis
        ) from error
    notices.send(
        access.users_with("approve_cases", case.unit),
        key=f"approval:{row.pk}",
        text=f"{case.number} {case.title}：{kind.label}，请审批",
        url=reverse("approval", args=[row.pk]),
        urgent=True,
    )
    return row


@transaction.atomic
def answer(
    *, approval_id: int, approved: bool, opinion: str, by: User, version: int | None = None
) -> Approval:
    """Approve or send back. The head answers for the organ, never a request of their own."""
    waiting = Approval.objects.only("case_id").get(pk=approval_id)
    case = _progress.lock(waiting.case_id)
    row = Approval.objects.select_for_update().get(pk=approval_id)
    kind = ApprovalKind(row.kind)
    if row.status != Approval.Status.OPEN:
        message = f"该申请{row.get_status_display()}，不能再次审批"
        raise RuleViolation("answered", message, kind.basis)
    if version is not None and version != case.version:
        raise RuleViolation(
            "stale", f"案件已被他人更新，现为“{LABELS[case.stage]}”，请核对后再审批", kind.basis
        )
    policy.require_approving(by, case, row)
    if not approved and not opinion.strip():
        raise RuleViolation("no_opinion", "退回须写明意见", kind.basis, field="opinion")
    row.status = Approval.Status.APPROVED if approved else Approval.Status.RETURNED
    row.decided_by, row.decided_at, row.opinion = by, timezone.now(), opinion
    row.save()
    consequence = _consequences[kind]
    if approved and consequence.action:
        target_of(case.stage, consequence.action, case.workflow_version)
        guards.check(consequence.action, facts_of(case), timezone.localdate())
    (consequence.approved if approved else consequence.returned)(row, case, by)
    _tell_who_asked(row, case)
    return row


def trace_only(approval: Approval, case: Case, by: User) -> None:
    """A consequence that is no more than its trace."""
    verb = "approve" if approval.status == Approval.Status.APPROVED else "send_back"
    _progress.note(
        case,
        verb,
        by=by,
        payload={"approval": approval.get_kind_display(), "opinion": approval.opinion},
    )


def withdraw_open(case: Case) -> None:
    """The case has ended: what is still asked falls away."""
    case.approvals.filter(status=Approval.Status.OPEN).update(status=Approval.Status.WITHDRAWN)


def _tell_who_asked(row: Approval, case: Case) -> None:
    notices.send(
        [row.requested_by],
        key=f"approval:{row.pk}:{row.status}",
        text=f"{case.number} {row.get_kind_display()}：{row.get_status_display()}",
        url=case.get_absolute_url(),
    )
