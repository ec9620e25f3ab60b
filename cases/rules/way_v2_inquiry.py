"""Procedure in force, first half: from the report to the hearing."""

from __future__ import annotations

from cases.rules.approvals import ApprovalKind as Ask
from cases.rules.steps import Actor, S, Transition
from cases.rules.terms import Term

_54 = "《行政处罚法》第五十四条"
_55 = "《行政处罚法》第五十五条"
_57 = "《行政处罚法》第五十七条"
_58 = "《行政处罚法》第五十八条"
_64 = "《行政处罚法》第六十四条"
_PLAN = "方案二（二）3（3）"
_INQUIRY = (S.FILED, S.INVESTIGATED)
_BEFORE_DECISION = (S.FILED, S.INVESTIGATED, S.NOTIFIED, S.CLEARED)
_AFTER_SERVICE = (S.SERVED, S.ENFORCING)
_R, _U, _H, _A, _SYS = (
    Actor.REGISTRAR,
    Actor.UNIT_OFFICER,
    Actor.HANDLER,
    Actor.APPROVER,
    Actor.SYSTEM,
)
T = Transition


INQUIRY: dict[str, Transition] = {
    # intake
    "accept": T(
        "受理", (S.REPORTED,), S.ACCEPTED, _R, _54, closes=(Term.ACK,), opens=(Term.FILING,)
    ),
    "refuse": T("不予受理", (S.REPORTED,), S.REFUSED, _R, _PLAN),
    "spot_decide": T(
        "当场处罚",
        (S.ACCEPTED,),
        S.SERVED,
        _U,
        "《行政处罚法》第五十一条、第五十二条",
        closes=(Term.FILING,),
        opens=(Term.RECONSIDERATION,),
        may_open=(
            Term.FINE_PAYMENT,
            Term.SPOT_RECORD,
            Term.CASH_HANDIN,
            Term.PUBLICATION,
            Term.PUBLICATION_OTHER,
        ),
        papers=("spot_decision",),
    ),
    # filing
    "propose_filing": T(
        "申请立案",
        (S.ACCEPTED,),
        S.FILING,
        _U,
        f"{_54}第二款",
        papers=("filing_approval",),
        asks=Ask.FILING,
    ),
    "approve_filing": T(
        "批准立案",
        (S.FILING,),
        S.FILED,
        _A,
        f"{_54}第二款",
        closes=(Term.FILING,),
        opens=(Term.DECISION,),
    ),
    "return_filing": T("退回立案申请", (S.FILING,), S.ACCEPTED, _A, _54),
    "decline_filing": T("不予立案", (S.ACCEPTED,), S.NOT_FILED, _U, _54, papers=("not_filed",)),
    "escalate": T(
        "上报片长",
        (S.ACCEPTED, S.FILING, S.FILED, S.INVESTIGATED, S.NOTIFIED),
        None,
        _U,
        _PLAN,
    ),
    "mark_gravity": T("认定重大复杂情形", (S.FILED, S.INVESTIGATED, S.NOTIFIED), None, _H, _58),
    # investigation
    "plan": T("制定调查方案", (S.FILED,), None, _H, _54),
    "ask_recusal": T(
        "登记回避申请",
        (*_BEFORE_DECISION, S.UNDER_REVIEW),
        None,
        _U,
        "《行政处罚法》第四十三条",
        asks=Ask.RECUSAL,
    ),
    "replace_handler": T(
        "更换办案人",
        (*_BEFORE_DECISION, S.UNDER_REVIEW, S.DECIDED, *_AFTER_SERVICE),
        None,
        _A,
        "《行政处罚法》第四十二条、第四十三条",
    ),
    "record": T(
        "登记调查记录",
        (S.FILED,),
        None,
        _H,
        _55,
        papers=("site_record", "interview_record", "sampling_record"),
    ),
    "add_evidence": T(
        "登记证据",
        (S.FILED, S.INVESTIGATED, S.NOTIFIED),
        None,
        _H,
        "《行政处罚法》第四十六条",
        papers=("evidence_list",),
    ),
    "preserve": T(
        "先行登记保存",
        (S.FILED,),
        None,
        _H,
        "《行政处罚法》第五十六条",
        may_open=(Term.EVIDENCE_PRESERVATION,),
        papers=("preservation_notice",),
        asks=Ask.PRESERVATION,
    ),
    "settle_preservation": T(
        "处理保存物品",
        _BEFORE_DECISION,
        None,
        _H,
        "《行政处罚法》第五十六条",
        closes=(Term.EVIDENCE_PRESERVATION,),
        papers=("preservation_outcome",),
    ),
    "measure": T(
        "查封、扣押",
        (S.FILED,),
        None,
        _H,
        "《行政强制法》第十八条、第二十二条至第二十五条",
        may_open=(Term.SEIZURE, Term.EMERGENCY_APPROVAL),
        papers=("measure_decision",),
        asks=Ask.MEASURE,
    ),
    "extend_measure": T(
        "延长查封、扣押",
        _BEFORE_DECISION,
        None,
        _H,
        "《行政强制法》第二十五条",
        papers=("measure_extension",),
        asks=Ask.MEASURE_EXTENSION,
    ),
    "lift_measure": T(
        "处理查封、扣押物品",
        (*_BEFORE_DECISION, S.DECIDED, S.SERVED),
        None,
        _H,
        "《行政强制法》第二十七条、第二十八条",
        closes=(Term.SEIZURE,),
        papers=("measure_lifting",),
    ),
    "conclude": T(
        "调查终结", (S.FILED,), S.INVESTIGATED, _H, _57, papers=("investigation_report",)
    ),
    "reinvestigate": T("补充调查", (S.INVESTIGATED, S.NOTIFIED, S.CLEARED), S.FILED, _H, _54),
    # notice, statement, hearing
    "exempt": T(
        "拟不予处罚",
        (S.INVESTIGATED, S.NOTIFIED),
        None,
        _H,
        "《行政处罚法》第三十三条、第五十七条",
    ),
    "notify": T(
        "处罚告知",
        (S.INVESTIGATED,),
        S.NOTIFIED,
        _H,
        "《行政处罚法》第四十四条、第六十三条",
        may_open=(Term.STATEMENT, Term.HEARING_REQUEST),
        papers=("prior_notice", "hearing_right_notice"),
    ),
    "hear_statement": T(
        "登记陈述申辩",
        (S.NOTIFIED,),
        None,
        _H,
        "《行政处罚法》第四十五条",
        papers=("statement_record",),
    ),
    "request_hearing": T(
        "登记听证申请", (S.NOTIFIED,), None, _H, f"{_64}第一项", closes=(Term.HEARING_REQUEST,)
    ),
    "notice_hearing": T(
        "通知听证", (S.NOTIFIED,), None, _U, f"{_64}第二项", papers=("hearing_notice",)
    ),
    "hold_hearing": T(
        "登记听证笔录",
        (S.NOTIFIED,),
        None,
        _U,
        f"{_64}第三项至第八项",
        papers=("hearing_record",),
    ),
    "report_hearing": T(
        "提交听证报告",
        (S.NOTIFIED,),
        None,
        _U,
        "《行政处罚法》第六十五条",
        papers=("hearing_report",),
    ),
    "drop_hearing": T("撤回或放弃听证", (S.NOTIFIED,), None, _U, f"{_64}第六项"),
    "redraft": T("修改拟作决定", (S.NOTIFIED, S.CLEARED), S.NOTIFIED, _H, f"{_58}、第五十九条"),
}
