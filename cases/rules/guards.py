"""What must be present before a step: facts in, blockers out, each with its article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from cases.rules import guards_ending as ending
from cases.rules.case_facts import Blocker, CaseFacts
from core.errors import RuleViolation

__all__ = ["GUARDS", "Blocker", "CaseFacts", "Guard", "blockers", "check"]


Guard = Callable[[CaseFacts, date], Blocker | None]
_PLAN = "方案二（二）3（3）"


def _not_suspended(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.suspended_on is None:
        return None
    text = f"案件自 {facts.suspended_on} 起中止，须先恢复办理"
    return Blocker("suspended", text, "《行政处罚法》第五十四条")


def _suspended(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.suspended_on is not None:
        return None
    return Blocker("not_suspended", "案件没有中止，无须恢复", "《行政处罚法》第五十四条")


def _not_in_transfer(facts: CaseFacts, today: date) -> Blocker | None:
    """While somebody else is to take the case over, or the police have it, it moves nowhere."""
    if not facts.in_transfer:
        return None
    return Blocker("in_transfer", facts.in_transfer, "《行政处罚法》第二十二条、第二十七条")


def _chief_has_arranged(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.must_report and not facts.reporting:
        return Blocker("not_reported", f"须先上报片长：{'；'.join(facts.must_report)}", _PLAN)
    if facts.reporting == "pending":
        return Blocker("report_pending", "已上报，待转送片长，转送后由片长安排", _PLAN)
    if facts.reporting == "routed":
        return Blocker("not_arranged", "已上报片长，等待片长安排后方可继续", _PLAN)
    return None


def _undisputed(facts: CaseFacts, today: date) -> Blocker | None:
    """Whoever is competent must be certain before the party is told anything in its name."""
    if not facts.dispute:
        return None
    text = f"管辖争议尚未解决（{facts.dispute}），协商一致或者指定管辖后方可继续"
    return Blocker("dispute_open", text, "《行政处罚法》第二十五条")


def _unit_may_decide(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.authority_kind in ("town", "bureau"):
        return None
    text = (
        "该领域执法权已上收市级，应移送市级执法机关"
        if facts.authority_kind == "city"
        else "执法主体尚未判定，请补充案发地或执法事项"
    )
    return Blocker("no_authority", text, "《行政处罚法》第二十二条、第三十八条")


def _two_handlers(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.handlers >= 2:
        return None
    return Blocker("too_few_handlers", "办案人不足两名，请先补足", "《行政处罚法》第四十二条")


def _investigated(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.records:
        return None
    return Blocker("no_record", "尚无调查记录，不能终结调查", "《行政处罚法》第五十四条")


def _draft_present(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.has_draft:
        return None
    return Blocker("no_draft", "尚未拟定处罚内容", "《行政处罚法》第四十四条")


def _nothing_unanswered(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.open_approvals:
        return None
    text = f"尚有审批未答复：{'、'.join(facts.open_approvals)}"
    return Blocker("approval_open", text, "《行政处罚法》第五十七条")


def _recusals_decided(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.recusals_open:
        return None
    text = f"{'、'.join(facts.recusals_open)}的回避申请尚未决定；决定以前调查继续进行"
    return Blocker("recusal_open", text, "《行政处罚法》第四十三条第三款")


def _preservations_settled(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.unsettled_preservations:
        return None
    text = f"先行登记保存的物品尚未作出处理决定：{'、'.join(facts.unsettled_preservations)}"
    return Blocker("preservation_open", text, "《行政处罚法》第五十六条")


def _measures_ended(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.running_measures:
        text = f"查封、扣押尚未处理：{'、'.join(facts.running_measures)}"
        return Blocker("measure_open", text, "《行政强制法》第二十七条")
    if facts.exhibits_in_hand:
        text = f"尚有 {facts.exhibits_in_hand} 件涉案物品没有处置结果"
        return Blocker("exhibits_open", text, "《行政处罚法》第七十四条")
    return None


def _party_heard(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.no_penalty:
        return None  # 第四十四条、第六十二条 protect the party against a penalty
    if facts.notice_served_on is None:
        return Blocker("not_notified", "尚未告知当事人", "《行政处罚法》第四十四条、第六十二条")
    if facts.waived or facts.statement_heard:
        return None
    if facts.window_ends_on is not None and today > facts.window_ends_on:
        return None
    return Blocker(
        "window_open",
        f"陈述申辩期至 {facts.window_ends_on}，期满、当事人陈述申辩或书面放弃后方可继续",
        "《行政处罚法》第四十五条、第六十二条",
    )


def _hearing_offered(facts: CaseFacts, today: date) -> Blocker | None:
    """Told of the right, and the five working days over, waived or used."""
    if facts.no_penalty or not facts.hearing_reasons or facts.version < 2:
        return None
    reasons = "；".join(facts.hearing_reasons)
    if not facts.hearing_told:
        text = f"须告知当事人有要求听证的权利（{reasons}），请重新告知"
        return Blocker("hearing_not_told", text, "《行政处罚法》第六十三条")
    if facts.hearing_status or facts.hearing_waived:
        return None
    last = facts.hearing_window_ends_on
    if last is not None and today > last:
        return None
    text = f"要求听证的期限至 {last}，期满、当事人申请或者书面放弃听证后方可继续"
    return Blocker("hearing_window_open", text, "《行政处罚法》第六十四条第一项")


def _hearing_finished(facts: CaseFacts, today: date) -> Blocker | None:
    words = {
        "requested": "当事人已申请听证，尚未通知",
        "noticed": "听证尚未举行",
        "held": "听证已举行，尚未提交听证报告",
    }
    text = words.get(facts.hearing_status)
    return Blocker("hearing_open", text, "《行政处罚法》第六十四条、第六十五条") if text else None


def _not_heavier(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.heavier_than_told:
        return None
    text = "拟处罚重于告知的内容：不得因陈述申辩加重；因新的事实加重的，须补充调查后重新告知"
    return Blocker("heavier", text, "《行政处罚法》第四十五条第二款")


def _deviation_explained(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.outside_grade:
        return None
    text = f"罚款不在所选裁量档次（{facts.outside_grade}）之内，须写明偏离的理由"
    return Blocker("unexplained_deviation", text, "《行政处罚法》第三十四条")


def _exemption_grounded(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.no_penalty or facts.exemption_named or facts.version < 2:
        return None
    text = "不予处罚须选定法定情形"
    return Blocker("no_exemption", text, "《行政处罚法》第三十三条、第五十七条")


def _review_passed(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.review_reasons:
        return None
    basis = "《行政处罚法》第五十八条"
    if not facts.review_passed_hash:
        return Blocker(
            "no_review", f"未经法制审核通过，不得作出决定：{'；'.join(facts.review_reasons)}", basis
        )
    if facts.review_passed_hash != facts.draft_hash:
        return Blocker("text_changed", "审核通过后文本已改动，原审核结论失效，须重新送审", basis)
    return None


def _discussed(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.discussion_reasons or facts.no_penalty or facts.version < 2:
        return None
    basis = "《行政处罚法》第五十七条第二款"
    if not facts.discussed_hash:
        reasons = "；".join(facts.discussion_reasons)
        return Blocker("not_discussed", f"须经负责人集体讨论决定：{reasons}", basis)
    if facts.discussed_hash != facts.draft_hash:
        return Blocker("discussed_other_text", "集体讨论后文本已改动，须重新讨论", basis)
    return None


_DECIDING: tuple[Guard, ...] = (
    _not_suspended,
    _recusals_decided,
    _unit_may_decide,
    _chief_has_arranged,
    _undisputed,
    _draft_present,
    _exemption_grounded,
    _party_heard,
    _hearing_offered,
    _hearing_finished,
    _not_heavier,
    _deviation_explained,
)
_CLOSING: tuple[Guard, ...] = (
    ending.performed,
    ending.cash_handed_in,
    ending.record_received,
    ending.remedies_over,
    _measures_ended,
)
GUARDS: Mapping[str, tuple[Guard, ...]] = MappingProxyType(
    {
        "file": (_not_in_transfer, _unit_may_decide),
        "propose_filing": (_not_in_transfer, _unit_may_decide),
        "approve_filing": (_unit_may_decide,),
        "decline_filing": (_not_in_transfer,),
        "spot_decide": (_not_in_transfer, _unit_may_decide),
        "record": (_not_suspended, _two_handlers),
        "preserve": (_not_suspended, _two_handlers),
        "measure": (_not_suspended, _two_handlers),
        "conclude": (
            _not_in_transfer,
            _not_suspended,
            _two_handlers,
            _investigated,
            _nothing_unanswered,
        ),
        "reinvestigate": (_not_in_transfer,),
        "exempt": (_not_in_transfer, _not_suspended, _unit_may_decide, _two_handlers),
        "notify": (
            _not_in_transfer,
            _not_suspended,
            _recusals_decided,
            _chief_has_arranged,
            _undisputed,
            _unit_may_decide,
            _two_handlers,
        ),
        "submit_for_review": _DECIDING,
        "discuss": (_not_suspended, _draft_present),
        "decide": (
            *_DECIDING,
            _nothing_unanswered,
            _preservations_settled,
            _discussed,
            _review_passed,
        ),
        "pay": (ending.still_stands,),
        "ask_instalment": (ending.still_stands,),
        "demand": (ending.still_stands, ending.something_owed),
        "enforce": (ending.still_stands, ending.something_owed, ending.demand_over),
        "approve_enforcement": (ending.still_stands, ending.something_owed, ending.demand_over),
        "suspend": (_not_in_transfer, _not_suspended),
        "resume": (_suspended, _not_in_transfer),
        "extend": (_not_suspended,),
        "propose_termination": (_not_in_transfer, _preservations_settled, _measures_ended),
        "terminate": (_not_in_transfer, _preservations_settled, _measures_ended),
        "propose_closing": _CLOSING,
        "approve_closing": _CLOSING,
        "publish": (ending.decision_stands, ending.not_public),
        "withdraw_publication": (ending.public,),
        "archive": (ending.not_archived, ending.no_draft_papers),
    }
)


def blockers(action: str, facts: CaseFacts, today: date) -> list[Blocker]:
    """Everything that still stands in the way of `action`, in the order of the procedure."""
    found = (guard(facts, today) for guard in GUARDS.get(action, ()))
    return [blocker for blocker in found if blocker is not None]


def check(action: str, facts: CaseFacts, today: date) -> None:
    found = blockers(action, facts, today)
    if found:
        first = found[0]
        raise RuleViolation(first.code, first.text, basis=first.basis)
