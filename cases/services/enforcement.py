"""Compulsory execution: asked by the handler, approved by the head, carried on to its result."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Approval, Case, Demand, Enforcement
from cases.rules import execution as rule
from cases.rules.approvals import ApprovalKind
from cases.rules.deadlines import Term
from cases.rules.execution import ExecutionFacts, Kind
from cases.selectors.facts import facts_of
from cases.selectors.standing import remedies_end_of, window_of
from cases.services import _progress, _terms, approvals, papers
from core import calendars
from core.errors import RuleViolation
from core.models import User

_BASIS = {
    Kind.COURT: "《行政强制法》第五十三条、第五十四条",
    Kind.SUBSTITUTE: "《行政强制法》第五十条、第五十一条",
}
_56 = "《行政强制法》第五十六条至第五十八条"


@dataclass(frozen=True)
class Plan:
    """What is to be enforced, in which way, on which ground."""

    kind: str
    content: str
    reason: str
    court: str = ""
    legal_basis: str = ""
    announced_on: date | None = None
    comply_by: date | None = None
    ground: str = ""
    executor: str = ""
    cost: Decimal | None = None


@transaction.atomic
def enforce(*, case_id: int, plan: Plan, by: User, version: int | None = None) -> Approval:
    """Ask the head of the organ; what must have gone before is checked now and at the answer."""
    case = _progress.begin(case_id=case_id, action="enforce", by=by, version=version)
    plan = _only_its_own(plan)
    _check(case, plan)
    words = {key: _written(value) for key, value in asdict(plan).items() if key != "reason"}
    row = approvals.ask(case, ApprovalKind.EXECUTION, reason=plan.reason, payload=words, by=by)
    told = Enforcement.Kind(plan.kind).label
    _progress.finish(
        case,
        "enforce",
        by=by,
        payload={"execution": told, "content": plan.content, "reason": plan.reason},
    )
    return row


def _only_its_own(plan: Plan) -> Plan:
    """Fields of another way that were filled in are not kept."""
    if plan.kind not in Enforcement.Kind.values:
        raise RuleViolation("no_kind", "请选择执行方式", field="kind")
    kind = Kind(plan.kind)
    if kind is not Kind.COURT:
        plan = replace(plan, court="")
    if kind is not Kind.OWN:
        plan = replace(plan, legal_basis="", announced_on=None, comply_by=None)
    if kind is not Kind.SUBSTITUTE:
        plan = replace(plan, ground="", executor="", cost=None)
    return plan


def _written(value: object) -> str | None:
    return None if value is None else str(value)


def _check(case: Case, plan: Plan, *, asking: bool = True) -> None:
    calendar, today, kind = calendars.work_calendar(), timezone.localdate(), Kind(plan.kind)
    waiting = case.approvals.filter(kind=ApprovalKind.EXECUTION, status="open")
    if asking and waiting.exists():
        raise RuleViolation("asked_already", "已有一件强制执行申请在等待负责人答复", field="kind")
    if case.enforcements.filter(kind=plan.kind, result="").exists():
        raise RuleViolation("runs_already", "同一方式的执行正在进行，请登记执行进展", field="kind")
    served = case.demands.filter(purpose=plan.kind, served_on__isnull=False)
    last: Demand | None = served.order_by("served_on").last()
    facts = facts_of(case)
    rule.check_execution(
        ExecutionFacts(
            kind=kind,
            owes=facts.owes,
            content=plan.content,
            remedy_runs=bool(facts.remedies_open),
            remedies_end=remedies_end_of(case, calendar),
            window=window_of(case, calendar),
            demanded_on=last.served_on if last else None,
            legal_basis=plan.legal_basis,
            court=plan.court,
            announced_on=plan.announced_on,
            comply_by=plan.comply_by,
            ground=plan.ground,
            executor=plan.executor,
        ),
        today,
        calendar,
    )


def _approved(approval: Approval, case: Case, by: User) -> None:
    """The court is asked, or execution decided, on the day of the approval."""
    plan = _read(approval)
    _check(case, plan, asking=False)
    today, kind = timezone.localdate(), Kind(plan.kind)
    basis = plan.legal_basis or _BASIS[kind]
    if plan.ground:
        basis = f"{basis}（{rule.GROUNDS[plan.ground]}）"
    row = Enforcement.objects.create(
        case=case,
        approval=approval,
        kind=plan.kind,
        content=plan.content,
        legal_basis=basis[:200],
        applied_on=today,
        court=plan.court,
        announced_on=plan.announced_on,
        comply_by=plan.comply_by,
        executor=plan.executor,
        cost=plan.cost,
        recorded_by=approval.requested_by,
    )
    if kind is Kind.COURT:
        for term in (Term.COURT_DEMAND, Term.COURT_APPLICATION):
            _terms.close_term(case, term, today)
    _progress.finish(
        case,
        "approve_enforcement",
        by=by,
        payload={
            "execution": row.get_kind_display(),
            "applied_on": today.isoformat(),
            "court": row.court,
        },
    )
    paper = "court_application" if kind is Kind.COURT else "execution_decision"
    papers.produce(case, paper, by=by, about=row)


def _read(approval: Approval) -> Plan:
    told: dict[str, Any] = dict(approval.payload)
    for name in ("announced_on", "comply_by"):
        told[name] = date.fromisoformat(told[name]) if told[name] else None
    told["cost"] = Decimal(told["cost"]) if told["cost"] else None
    return Plan(reason=approval.reason, **told)


@dataclass(frozen=True)
class Progress:
    """What happened since; None and "" where nothing new is to be said. `cost` in yuan."""

    accepted_on: date | None = None
    ruled_on: date | None = None
    carried_out_at: datetime | None = None
    urgent_why: str = ""
    cost: Decimal | None = None
    result: str = ""
    result_on: date | None = None
    note: str = ""


@transaction.atomic
def record_result(
    *,
    case_id: int,
    enforcement: Enforcement,
    progress: Progress,
    by: User,
    version: int | None = None,
) -> Enforcement:
    """Enter how an execution goes on: accepted, ruled, carried out, ended."""
    case = _progress.begin(case_id=case_id, action="enforce_result", by=by, version=version)
    row = Enforcement.objects.select_for_update().get(pk=enforcement.pk, case=case)
    if row.result:
        raise RuleViolation("ended_already", "该执行已有结果，不能再登记进展", _56, "enforcement")
    if not any(asdict(progress).values()):
        raise RuleViolation("nothing_new", "请至少填写一项进展", _56, "accepted_on")
    _check_result(progress)
    for name, value in asdict(progress).items():
        if value:
            setattr(row, name, value)
    if row.kind == Kind.COURT and row.carried_out_at:
        row.carried_out_at = None  # the court's own act
    _check_order(row)
    if row.kind != Kind.COURT and progress.carried_out_at:
        _check_carrying_out(case, row)
    row.save()
    _progress.finish(case, "enforce_result", by=by, payload=_told(row, progress))
    return row


def _check_result(progress: Progress) -> None:
    if progress.result and progress.result not in Enforcement.Result.values:
        raise RuleViolation("no_result", "请选择结果", _56, "result")
    if bool(progress.result) != bool(progress.result_on):
        field = "result" if progress.result_on else "result_on"
        raise RuleViolation("half_result", "结果和结果日期须一并填写", _56, field)


def _check_order(row: Enforcement) -> None:
    carried = timezone.localdate(row.carried_out_at) if row.carried_out_at else None
    days = [
        ("applied_on", row.applied_on),
        ("accepted_on", row.accepted_on),
        ("ruled_on", row.ruled_on),
        ("carried_out_at", carried),
        ("result_on", row.result_on),
    ]
    before, today = row.applied_on, timezone.localdate()
    for name, day in days:
        if day is None:
            continue
        if day < before or day > today:
            message = f"日期须在 {before} 以后、今天以前，请核对先后"
            raise RuleViolation("days_out_of_order", message, _56, name)
        before = day


def _check_carrying_out(case: Case, row: Enforcement) -> None:
    calendar = calendars.work_calendar()
    assert row.carried_out_at is not None  # asked by the caller
    at = timezone.localtime(row.carried_out_at)
    rule.check_moment(at, calendar, urgent_why=row.urgent_why)
    demanded = case.demands.filter(purpose=row.kind, served_on__isnull=False).last()
    if row.kind == Kind.SUBSTITUTE and demanded is not None and demanded.served_on:
        rule.check_urged(at.date(), demanded.served_on, calendar)


def _told(row: Enforcement, progress: Progress) -> dict[str, object]:
    said = {name: value for name, value in asdict(progress).items() if value}
    shown: dict[str, object] = {"execution": row.get_kind_display()}
    for name, value in said.items():
        if name == "carried_out_at":
            shown[name] = timezone.localtime(progress.carried_out_at).isoformat()
        elif name == "result":
            shown[name] = row.get_result_display()
        else:
            shown[name] = str(value)
    return shown


approvals.register(ApprovalKind.EXECUTION, "approve_enforcement", _approved, approvals.trace_only)
