"""Paying later or in parts (暂缓、分期, 第六十六条): asked by the party, approved by the head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from cases.models import Approval, Case, Instalment
from cases.rules import instalments as rule
from cases.rules.approvals import ApprovalKind
from cases.rules.deadlines import Term
from cases.rules.guards import check
from cases.rules.surcharge import Owed
from cases.rules.workflow import target_of
from cases.selectors.facts import facts_of
from cases.selectors.performance import performance_of
from cases.services import _progress, _terms, approvals, papers
from core import notices
from core.errors import RuleViolation
from core.models import User

DAYS_AHEAD = (3, 0)


@dataclass(frozen=True)
class Plan:
    """What the party asked for, on which day, and why; sums in yuan."""

    applied_on: date
    reason: str
    parts: Sequence[Owed]


@transaction.atomic
def ask(*, case_id: int, plan: Plan, by: User, version: int | None = None) -> Approval:
    """Put the party's application before the head of the organ."""
    case = _progress.begin(case_id=case_id, action="ask_instalment", by=by, version=version)
    today = timezone.localdate()
    if plan.applied_on > today or (case.served_on and plan.applied_on < case.served_on):
        message = "当事人申请的日期须在送达以后、今天以前"
        raise RuleViolation("applied_out_of_order", message, rule.BASIS, "applied_on")
    if case.approvals.filter(kind=ApprovalKind.INSTALMENT, status="open").exists():
        raise RuleViolation("asked_already", "已有一件申请在等待负责人答复", rule.BASIS)
    rule.check_plan(plan.parts, unpaid=_unpaid(case), today=today)
    told = [f"{part.due_on} 缴 {part.amount:.2f} 元" for part in plan.parts]
    row = approvals.ask(
        case,
        ApprovalKind.INSTALMENT,
        reason=plan.reason,
        payload={
            "applied_on": plan.applied_on.isoformat(),
            "parts": [[part.due_on.isoformat(), str(part.amount)] for part in plan.parts],
            "plan": told,
        },
        by=by,
    )
    _progress.finish(
        case,
        "ask_instalment",
        by=by,
        payload={
            "requested_on": plan.applied_on.isoformat(),
            "plan": told,
            "reason": plan.reason,
        },
    )
    return row


def _unpaid(case: Case) -> Decimal:
    found = performance_of(case, timezone.localdate())
    return found.owed if found else Decimal(0)


def _approved(approval: Approval, case: Case, by: User) -> None:
    """The new days hold from today; nothing is added while they are kept."""
    target_of(case.stage, "ask_instalment", case.workflow_version)
    today = timezone.localdate()
    check("ask_instalment", facts_of(case), today)
    parts = [
        Owed(date.fromisoformat(day), Decimal(sum_)) for day, sum_ in approval.payload["parts"]
    ]
    rule.check_plan(parts, unpaid=_unpaid(case), today=today)
    Instalment.objects.bulk_create(
        Instalment(case=case, approval=approval, due_on=part.due_on, amount=part.amount)
        for part in parts
    )
    _put_off(case, parts[-1].due_on, today)
    _progress.note(
        case,
        "approve",
        by=by,
        payload={
            "approval": approval.get_kind_display(),
            "opinion": approval.opinion,
            "plan": approval.payload["plan"],
        },
    )
    papers.produce(case, "instalment_approval", by=by, about=approval)


def _put_off(case: Case, last: date, today: date) -> None:
    """The term for paying runs to the last part; one that is over stays as it ended."""
    row = case.terms.filter(term=Term.FINE_PAYMENT, closed_on=None).first()
    if row is not None and today <= row.due_on < last:
        _terms.extend(case, Term.FINE_PAYMENT, (last - row.due_on).days, rule.BASIS)


def due_by(horizon: date) -> list[int]:
    """Cases with a part that is due by then and whose fine is not known to be paid."""
    rows = Instalment.objects.filter(due_on__lte=horizon, case__state="served")
    return list(rows.order_by("case_id").values_list("case_id", flat=True).distinct())


def remind(*, case_id: int, today: date) -> int:
    """Tell the handlers three days before a part is due, on the day, and once it is missed."""
    case = Case.objects.get(pk=case_id)
    found = performance_of(case, today)
    sent = 0
    for part in found.plan if found else []:
        if part.is_paid or part.due_on > today + timedelta(days=max(DAYS_AHEAD)):
            continue
        left = (part.due_on - today).days
        stage = "late" if left < 0 else next(str(d) for d in reversed(DAYS_AHEAD) if left <= d)
        said = "未按期缴纳，自次日起加处罚款" if left < 0 else f"{part.due_on} 应缴"
        rest = part.amount - part.paid
        sent += notices.send(
            [row.officer.user for row in case.handlers.filter(removed_at=None)],
            key=f"instalment:{case.pk}:{part.due_on}:{stage}",
            text=f"{case.number} {case.title}：分期罚款 {rest:.2f} 元{said}（{part.due_on}）",
            url=f"{case.get_absolute_url()}?tab=performance",
            urgent=left < 0,
        )
    return sent


approvals.register(ApprovalKind.INSTALMENT, "", _approved, approvals.trace_only)
