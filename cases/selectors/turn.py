"""On whose turn a case is: the next step of the procedure, who takes it, what it still lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.models import Case, CaseOfficer, Escalation
from cases.rules import turn as rules
from cases.rules.guards import Blocker, blockers
from cases.rules.terms import Term
from cases.rules.turn import TurnFacts, next_action
from cases.rules.workflow import TABLES, Actor, row_of
from cases.selectors import transfers
from cases.selectors.facts import facts_of
from cases.selectors.performance import performance_of

PLAN = "方案二（二）3（3）"
_71 = "《行政处罚法》第七十一条"
_DISCUSSION = {"not_discussed", "discussed_other_text"}
# What the decision itself still has to wait for before anybody discusses its text.
_BEFORE_DISCUSSION = {"no_draft", "not_notified", "hearing_open", "heavier", *rules.PARTY_TURN}


@dataclass(frozen=True)
class Turn:
    """The next step. `action` is its key, `step` its label, `lacks` what stands in its way.

    `main` is the action whose button stands out: what clears the way when something is lacking.
    `beside` says what goes on at the same time and holds up a later step.
    """

    action: str
    main: str
    step: str
    basis: str
    who: str
    unit: str
    lacks: list[Blocker]
    beside: list[str]

    @property
    def awaits_review(self) -> bool:
        return self.action == "review_passed"


@dataclass(frozen=True)
class _Move:
    """What to do now, and who does it."""

    main: str
    step: str
    basis: str
    who: str
    unit: str


def turn_of(
    case: Case, handlers: Iterable[CaseOfficer], escalations: Iterable[Escalation], today: date
) -> Turn | None:
    """Whose move it is, whoever is looking; None when the case has ended. Without a query."""
    if case.is_final:
        return None
    facts = facts_of(case)
    action = next_action(turn_facts(case, today))
    lacks = blockers(action, facts, today)
    if action == "discuss":
        lacks = [b for b in blockers("decide", facts, today) if b.code not in _DISCUSSION]
        lacks = [b for b in lacks if b.code in _BEFORE_DISCUSSION]
    move = (
        _handed_on(case)
        or _awaited(case, lacks, escalations)
        or _clearing(case, lacks, handlers, escalations)
    )
    move = move or _usual(case, action, handlers)
    beside = _beside(case, escalations, {blocker.code for blocker in lacks})
    return Turn(action, move.main, move.step, move.basis, move.who, move.unit, lacks, beside)


def turn_facts(case: Case, today: date) -> TurnFacts:
    """What the next step hangs on, read from the case's small tables without a query."""
    facts = facts_of(case)
    asked = {row.kind for row in case.approvals.all() if row.status == "open"}
    paying = performance_of(case, today)
    codes = {blocker.code for blocker in blockers("decide", facts, today)}
    return TurnFacts(
        state=case.stage,
        version=case.workflow_version,
        city=case.authority_kind == Case.Authority.CITY,
        suspended=case.suspended_on is not None,
        records=facts.records,
        spares=facts.no_penalty,
        needs_review=case.needs_review,
        discussion_owed=bool(codes & _DISCUSSION) and not codes & _BEFORE_DISCUSSION,
        hearing=facts.hearing_status,
        closing_asked="closing" in asked,
        instalment_asked="instalment" in asked,
        owed=facts.fine_owed > 0 and not (facts.annulled or facts.court_right_lost),
        late=bool(paying and paying.owed and paying.due_on and paying.due_on < today),
        contested=bool(facts.remedies_open),
        urged=bool(case.demands.all()),
        demanded=bool(case.demands.all()) and facts.demand_matured,
        demand_unserved=any(row.served_on is None for row in case.demands.all()),
        enforcement_asked="execution" in asked,
        enforcement_ended=facts.enforcement_ended,
        cash_in_hand=facts.cash_not_handed_in,
    )


def _usual(case: Case, action: str, handlers: Iterable[CaseOfficer]) -> _Move:
    """The step itself; paying is the party's, reviewing 区司法局's."""
    if action == "hand_in":
        return _Move(action, "登记收缴款交存", _71, *_holder(Actor.HANDLER, case, handlers))
    row = row_of(action, case.workflow_version)
    if action == "pay":
        return _Move(action, "缴纳罚款", row.basis, "当事人", case.party_name)
    if action == "remedy_result":
        return _Move(action, "等待复议、诉讼结果", row.basis, "复议机关、法院", "")
    step = "法制审核" if action == "review_passed" else row.label
    return _Move(action, step, row.basis, *_holder(row.actor, case, handlers))


def _handed_on(case: Case) -> _Move | None:
    """The case is on its way to somebody else, or lies with the police."""
    row = transfers.holding(case)
    if row is None:
        return None
    if row.status == row.Status.ASKED:
        return _Move("", "移送审批", row.basis, "负责人", str(row.sender))
    if row.status == row.Status.APPROVED:
        return _Move("send_transfer", "送出移送案件", row.basis, "执法人员", str(row.sender))
    if row.unit is not None:
        return _Move("receive_transfer", "接收移送", row.basis, "执法人员", row.receiver)
    if row.status == row.Status.SENT:
        return _Move("record_receipt", "等待接收回执", row.basis, "受移送机关", row.receiver)
    return _Move("crime_step", "等待刑事办理结果", row.basis, "司法机关", row.receiver)


def _awaited(case: Case, lacks: list[Blocker], escalations: Iterable[Escalation]) -> _Move | None:
    """An answer from outside the office: there is nothing to press but to wait."""
    codes = {blocker.code: blocker for blocker in lacks}
    if "report_pending" in codes:
        return _Move("", "转送片长", PLAN, "系统", "转送后由片长安排")
    if "not_arranged" in codes:
        return _Move("arrange", "片长安排", PLAN, *_chief(escalations))
    if "record_pending" in codes:
        article = codes["record_pending"].basis
        return _Move("receive_record", "当场处罚备案", article, "负责人", case.authority_name)
    if codes and codes.keys() <= rules.AWAITED:
        return _Move("", "负责人审批", lacks[0].basis, "负责人", case.authority_name)
    return None


def _clearing(
    case: Case,
    lacks: list[Blocker],
    handlers: Iterable[CaseOfficer],
    escalations: Iterable[Escalation],
) -> _Move | None:
    """The act that clears the first blocker which an act of this case can clear."""
    by_code = {blocker.code: blocker for blocker in lacks}
    code = rules.clearing(by_code)
    if not code:
        return None
    main, basis = rules.cleared_by(code), by_code[code].basis
    if code in rules.PARTY_TURN:
        both = by_code.keys() >= rules.PARTY_TURN
        step = "陈述、申辩" if code == "window_open" else "决定是否要求听证"
        step = "陈述、申辩，决定是否要求听证" if both else step
        return _Move(main, step, basis, "当事人", case.party_name)
    if code == "remedy_open":
        return _Move(main, "等待复议、诉讼结果", basis, "复议机关、法院", "")
    row = TABLES[case.workflow_version].get(main)
    if row is None or case.stage not in row.sources:
        return None
    return _Move(main, row.label, basis, *_holder(row.actor, case, handlers))


def _beside(case: Case, escalations: Iterable[Escalation], said: set[str]) -> list[str]:
    """What runs at the same time and is not among what is lacking."""
    lines = [] if said & {"not_arranged", "report_pending"} else _reported(case, escalations)
    if case.suspended_on:
        lines.append(f"案件自 {case.suspended_on} 起中止，中止的原因消除后恢复办理")
    asked = [row for row in case.approvals.all() if row.status == "open"]
    moving = ("filing", "closing")
    waiting = [row.get_kind_display() for row in asked if row.kind not in moving]
    if waiting and "approval_open" not in said:
        lines.append(f"等待负责人答复：{'、'.join(waiting)}")
    lines += [
        f"{row.get_subject_display()}公告送达期间，{row.served_on} 视为送达"
        for row in case.deliveries.all()
        if row.status == row.Status.RUNNING
    ]
    if "preservation_open" not in said:
        lines += [
            f"先行登记保存的物品待处理，{row.due_on} 届满"
            for row in case.preservations.all()
            if row.preserved_on and not row.outcome
        ]
    if "remedy_open" not in said:
        lines += [f"{r.get_kind_display()}尚未办结" for r in case.remedies.all() if not r.result]
    recording = Term.SPOT_RECORD.value
    if "record_pending" not in said and any(
        row.term == recording and not row.closed_on for row in case.terms.all()
    ):
        lines.append("当场处罚决定待负责人备案")
    return lines


def _reported(case: Case, escalations: Iterable[Escalation]) -> list[str]:
    if case.reporting == Case.Reporting.PENDING:
        return ["已上报，正在转送片长；片长安排以前不能告知、决定"]
    if case.reporting == Case.Reporting.ROUTED:
        who, unit = _chief(escalations)
        return [f"等待{unit}（{who}）安排；安排以前不能告知、决定"]
    return []


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
