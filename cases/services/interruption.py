"""Interruptions of a case: resting (中止), going on, more time (延长), and giving up (终止).

《行政处罚法》第六十条 leaves it to other laws, regulations and rules which time does not count and
when the ninety days may be longer; hence each request names that basis, and the head of the organ
approves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import Approval, Case, Suspension
from cases.rules.approvals import ApprovalKind
from cases.rules.deadlines import Term
from cases.rules.guards import check
from cases.rules.workflow import target_of
from cases.selectors.facts import facts_of
from cases.services import _progress, _terms, approvals
from core import notices
from core.errors import RuleViolation
from core.models import User

_60 = "《行政处罚法》第六十条"
GROUNDS = {
    "awaits_result": "须以相关案件的裁判或者处理结果为依据",
    "awaits_answer": "法律适用等问题须送请有权机关解释或者确认",
    "force_majeure": "因不可抗力暂时不能调查",
    "party_gone": "当事人下落不明或者尚未确定权利义务承受人",
    "other": "法律、法规、规章规定的其他情形",
}


@dataclass(frozen=True)
class Rest:
    """Why a case is to rest, and which law, regulation or rule lets the time not count."""

    ground: str
    reason: str
    basis: str


@transaction.atomic
def suspend(*, case_id: int, rest: Rest, by: User, version: int | None = None) -> Case:
    """Ask the head of the organ to let the case rest (中止)."""
    case = _progress.begin(case_id=case_id, action="suspend", by=by, version=version)
    _require_basis(rest.basis)
    if rest.ground not in GROUNDS:
        raise RuleViolation("no_ground", "请选择中止情形", field="ground")
    words = GROUNDS[rest.ground]
    approvals.ask(
        case,
        ApprovalKind.SUSPENSION,
        reason=rest.reason,
        payload={"ground": words, "basis": rest.basis},
        by=by,
    )
    return _progress.finish(
        case,
        "suspend",
        by=by,
        payload={"ground": words, "reason": rest.reason, "basis": rest.basis},
    )


def _suspension_approved(approval: Approval, case: Case, by: User) -> None:
    """The case rests from today; the ninety days stand still, the party's terms run on."""
    target_of(case.stage, "suspend", case.workflow_version)
    check("suspend", facts_of(case), timezone.localdate())
    today = timezone.localdate()
    Suspension.objects.create(
        case=case,
        reason=f"{approval.payload['ground']}：{approval.reason}"[:200],
        starts_on=today,
        approval=approval,
    )
    case.suspended_on = today
    _terms.suspend(case, today)
    _told(case, approval, by, {"suspended_on": today.isoformat()})


@transaction.atomic
def resume(*, case_id: int, reason: str, by: User, version: int | None = None) -> Case:
    """The ground has gone: the case goes on today, and every day of rest is given back."""
    case = _progress.begin(case_id=case_id, action="resume", by=by, version=version)
    rested = end_rest(case, by)
    _progress.finish(
        case,
        "resume",
        by=by,
        payload={"reason": reason, "rested_days": rested},
    )
    _tell_handlers(case, f"已恢复办理，中止 {rested} 日不计入办案期限", by)
    return case


def end_rest(case: Case, by: User) -> int:
    """End the running suspension; the days it lasted. Its first day counts as one of rest."""
    row = case.suspensions.select_for_update().get(ends_on=None)
    row.ends_on = max(row.starts_on, timezone.localdate() - timedelta(days=1))
    row.resumed_by = by
    row.save()
    case.suspended_on = None
    _terms.resume(case, row.ends_on)
    return (row.ends_on - row.starts_on).days + 1


@transaction.atomic
def extend(
    *, case_id: int, days: int, basis: str, reason: str, by: User, version: int | None = None
) -> Case:
    """Ask for more time to decide, by as many days as the named law, regulation or rule allows."""
    case = _progress.begin(case_id=case_id, action="extend", by=by, version=version)
    _require_basis(basis)
    row = case.terms.filter(term=Term.DECISION, closed_on=None).first()
    if row is None:
        raise RuleViolation("term_not_running", "办案期限没有在计算，无须延长", _60)
    _terms.check_extension(row, days)
    until = _terms.preview(row, days).due_on
    payload = {"days": days, "basis": basis, "until": until.isoformat()}
    approvals.ask(case, ApprovalKind.EXTENSION, reason=reason, payload=payload, by=by)
    return _progress.finish(case, "extend", by=by, payload={**payload, "reason": reason})


def _extension_approved(approval: Approval, case: Case, by: User) -> None:
    check("extend", facts_of(case), timezone.localdate())
    days, basis = approval.payload["days"], approval.payload["basis"]
    row = _terms.extend(case, Term.DECISION, days, basis)
    payload = {"days": days, "basis": basis, "until": row.due_on.isoformat()}
    _told(case, approval, by, payload)


@transaction.atomic
def propose_termination(*, case_id: int, reason: str, by: User, version: int | None = None) -> Case:
    """Ask to give the case up (终止、撤销案件): nothing held may be left behind."""
    case = _progress.begin(case_id=case_id, action="propose_termination", by=by, version=version)
    approvals.ask(case, ApprovalKind.TERMINATION, reason=reason, payload={}, by=by)
    return _progress.finish(case, "propose_termination", by=by, payload={"reason": reason})


def _termination_approved(approval: Approval, case: Case, by: User) -> None:
    if case.suspended_on:
        end_rest(case, by)
    case.closing_note = approval.reason[:300]
    _terms.close_all(case, timezone.localdate())
    approvals.withdraw_open(case)
    _progress.finish(case, "terminate", by=by, payload={"reason": approval.reason})
    _tell_handlers(case, "已批准终止", by)
    events.closed.send(sender=Case, case=case, by=by)


def _require_basis(basis: str) -> None:
    if not basis.strip():
        raise RuleViolation(
            "no_basis", "请写明另有规定的法律、法规、规章名称和条款", _60, field="basis"
        )


def _told(case: Case, approval: Approval, by: User, payload: dict[str, object]) -> None:
    words = {"approval": approval.get_kind_display(), "opinion": approval.opinion}
    _progress.note(case, "approve", by=by, payload={**words, **payload})
    _tell_handlers(case, f"{approval.get_kind_display()}：已批准", by)


def _tell_handlers(case: Case, words: str, by: User) -> None:
    people = [
        row.officer.user
        for row in case.handlers.filter(removed_at=None).select_related("officer__user")
    ]
    notices.send(
        [person for person in people if person != by],
        key=f"interruption:{case.pk}:{case.version}",
        text=f"{case.number} {case.title}：{words}",
        url=case.get_absolute_url(),
    )


approvals.register(ApprovalKind.SUSPENSION, "", _suspension_approved, approvals.trace_only)
approvals.register(ApprovalKind.EXTENSION, "", _extension_approved, approvals.trace_only)
approvals.register(
    ApprovalKind.TERMINATION, "terminate", _termination_approved, approvals.trace_only
)
