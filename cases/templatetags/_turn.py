"""On whose turn a case is: the next step of the procedure, who takes it, what it still lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases import selectors
from cases.models import Case, CaseOfficer, Escalation
from cases.models.decision import NO_PENALTY
from cases.rules.guards import Blocker
from cases.rules.workflow import TRANSITIONS, Actor, CaseState, row_of
from cases.selectors.facts import draft_of

S = CaseState
_NEXT = {
    S.REPORTED: "accept",
    S.ACCEPTED: "propose_filing",
    S.FILING: "approve_filing",
    S.INVESTIGATED: "notify",
    S.UNDER_REVIEW: "review_passed",
    S.CLEARED: "decide",
    S.DECIDED: "serve",
    S.SERVED: "propose_closing",
    S.ENFORCING: "enforce_result",
}
_NEXT_V1 = _NEXT | {S.ACCEPTED: "file", S.SERVED: "close"}

PLAN = "方案二（二）3（3）"


@dataclass(frozen=True)
class Turn:
    """The next step. `action` is its key, `step` its label, `lacks` what stands in its way.

    `main` is the action whose button stands out: what clears the way when something is lacking.
    `beside` says what goes on at the same time ("" for nothing) and holds up a later step.
    """

    action: str
    main: str
    step: str
    basis: str
    who: str
    unit: str
    lacks: list[Blocker]
    beside: str = ""

    @property
    def awaits_review(self) -> bool:
        return self.action == "review_passed"


def turn_of(
    case: Case, handlers: Iterable[CaseOfficer], escalations: Iterable[Escalation], today: date
) -> Turn | None:
    """Whose move it is, whoever is looking; None when the case has ended."""
    if case.is_final:
        return None
    action = _next_action(case)
    row = row_of(action, case.workflow_version)
    lacks = selectors.next_steps(case, [action], today)[action]
    codes = {blocker.code for blocker in lacks}
    beside, main, basis = _beside(case, escalations), action, row.basis
    step = "法制审核" if action == "review_passed" else row.label
    who, unit = _holder(row.actor, case, handlers)
    if "not_arranged" in codes:
        step, main, basis, beside = "片长安排", "arrange", PLAN, ""
        who, unit = _chief(escalations)
    elif "report_pending" in codes:
        step, basis, beside, who, unit = "转送片长", PLAN, "", "系统", "转送后由片长安排"
    elif "suspended" in codes:
        step, main, basis = TRANSITIONS["resume"].label, "resume", TRANSITIONS["resume"].basis
    elif "not_reported" in codes:
        step, main, basis = TRANSITIONS["escalate"].label, "escalate", PLAN
    elif codes == {"window_open"}:
        step, main, basis = "陈述、申辩", "hear_statement", lacks[0].basis
        who, unit = "当事人", case.party_name
    return Turn(action, main, step, basis, who, unit, lacks, beside)


def _beside(case: Case, escalations: Iterable[Escalation]) -> str:
    if case.reporting == Case.Reporting.PENDING:
        return "已上报，正在转送片长；片长安排以前不能告知、决定"
    if case.reporting == Case.Reporting.ROUTED:
        who, unit = _chief(escalations)
        return f"等待{unit}（{who}）安排；安排以前不能告知、决定"
    return ""


def _next_action(case: Case) -> str:
    if case.stage is S.FILED:
        return "conclude" if case.records.all() else "record"
    if case.stage is S.NOTIFIED:
        return "submit_for_review" if case.needs_review else "decide"
    if case.stage is S.ACCEPTED and case.authority_kind == Case.Authority.CITY:
        return "transfer"
    if case.stage is S.INVESTIGATED and _spares(case):
        return "submit_for_review" if case.needs_review else "decide"
    if case.stage in (S.SERVED, S.ENFORCING) and any(
        row.kind == "closing" and row.status == "open" for row in case.approvals.all()
    ):
        return "approve_closing"
    return (_NEXT_V1 if case.workflow_version == 1 else _NEXT)[case.stage]


def _spares(case: Case) -> bool:
    """The draft gives no penalty: there is nothing to notify the party of."""
    draft = draft_of(case)
    return draft is not None and draft.penalty == NO_PENALTY


def _holder(actor: Actor, case: Case, handlers: Iterable[CaseOfficer]) -> tuple[str, str]:
    if actor is Actor.HANDLER:
        names = "、".join(str(handler.officer) for handler in handlers)
        return names or "办案人（未指派）", case.authority_name
    if actor is Actor.REGISTRAR:
        return "登记镇街执法人员", case.township.authority_name
    if actor is Actor.SYSTEM:
        return "法制审核员", "区司法局"
    if actor is Actor.APPROVER:
        return "负责人", case.authority_name
    has_unit = case.authority is not None
    return "执法人员", case.authority_name if has_unit else case.township.authority_name


def _chief(escalations: Iterable[Escalation]) -> tuple[str, str]:
    waiting = next((e for e in escalations if e.status == Escalation.Status.ROUTED), None)
    if waiting is None:
        return "片长", ""
    told = list(waiting.recipients.all())
    leads = [r for r in told if r.part == "lead"] or told
    zone = str(waiting.lead_zone) if waiting.lead_zone else ""
    return "、".join(str(r.user) for r in leads) or "片长", f"{zone}片长" if zone else "片长"
