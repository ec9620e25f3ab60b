"""Procedure in force, second half: review, decision, service, performance, the end."""

from __future__ import annotations

from cases.rules.approvals import ApprovalKind as Ask
from cases.rules.steps import Actor, S, Transition
from cases.rules.terms import Term

_54 = "《行政处罚法》第五十四条"
_57 = "《行政处罚法》第五十七条"
_58 = "《行政处罚法》第五十八条"
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


DECIDING: dict[str, Transition] = {
    # review, discussion, decision
    "submit_for_review": T(
        "提请法制审核",
        (S.INVESTIGATED, S.NOTIFIED),
        S.UNDER_REVIEW,
        _H,
        _58,
        papers=("review_request",),
    ),
    "review_passed": T("法制审核通过", (S.UNDER_REVIEW,), S.CLEARED, _SYS, _58),
    "review_returned": T("法制审核退回", (S.UNDER_REVIEW,), S.NOTIFIED, _SYS, _58),
    "discuss": T(
        "登记集体讨论",
        (S.INVESTIGATED, S.NOTIFIED, S.CLEARED),
        None,
        _A,
        f"{_57}第二款",
        papers=("discussion_record",),
    ),
    "decide": T(
        "作出处罚决定",
        (S.INVESTIGATED, S.NOTIFIED, S.CLEARED),
        S.DECIDED,
        _A,
        _57,
        closes=(Term.DECISION, Term.STATEMENT, Term.HEARING_REQUEST),
        opens=(Term.SERVICE,),
        papers=("decision", "no_penalty_decision"),
    ),
    "serve": T(
        "送达",
        (S.DECIDED,),
        S.SERVED,
        _H,
        "《行政处罚法》第六十一条",
        closes=(Term.SERVICE,),
        opens=(Term.RECONSIDERATION,),
        may_open=(
            Term.FINE_PAYMENT,
            Term.LITIGATION,
            Term.LITIGATION_LAND,
            Term.PUBLICATION,
            Term.PUBLIC_SERVICE,
            Term.PUBLICATION_OTHER,
        ),
        papers=("service_receipt",),
    ),
    "serve_paper": T(
        "送达其他文书",
        (*_BEFORE_DECISION, *_AFTER_SERVICE),
        None,
        _H,
        "《行政处罚法》第六十一条；《民事诉讼法》第八十七条至第九十五条",
        may_open=(Term.PUBLIC_SERVICE, Term.COURT_DEMAND),
        papers=("service_receipt",),
    ),
    # performance
    "pay": T(
        "登记缴款",
        _AFTER_SERVICE,
        None,
        _H,
        "《行政处罚法》第六十七条至第七十一条",
        may_open=(Term.CASH_HANDIN, Term.CASH_BANK),
    ),
    "ask_instalment": T(
        "申请延期、分期缴款",
        (S.SERVED,),
        None,
        _H,
        "《行政处罚法》第六十六条第二款",
        papers=("instalment_approval",),
        asks=Ask.INSTALMENT,
    ),
    "recheck": T(
        "登记责令改正复查",
        _AFTER_SERVICE,
        None,
        _H,
        "《行政处罚法》第二十八条第一款、第四十二条",
    ),
    "remedy": T(
        "登记复议、诉讼",
        (S.SERVED, S.ENFORCING, S.CLOSED),
        None,
        _H,
        "《行政处罚法》第七十三条",
    ),
    "remedy_result": T(
        "登记复议、诉讼结果",
        (S.SERVED, S.ENFORCING, S.CLOSED),
        None,
        _H,
        "《行政处罚法》第四十八条第二款、第七十三条",
        may_open=(Term.LITIGATION_AFTER_RECONSIDERATION, Term.WITHDRAWAL),
    ),
    "demand": T(
        "催告",
        (S.SERVED,),
        None,
        _H,
        "《行政强制法》第三十五条、第五十四条",
        papers=("demand",),
    ),
    "enforce": T(
        "申请强制执行",
        _AFTER_SERVICE,
        None,
        _H,
        "《行政处罚法》第七十二条；《行政强制法》第三十七条、第四十四条、第五十三条",
        asks=Ask.EXECUTION,
    ),
    "approve_enforcement": T(
        "批准强制执行",
        _AFTER_SERVICE,
        S.ENFORCING,
        _A,
        "《行政强制法》第三十七条、第五十三条、第五十五条",
        papers=("court_application", "execution_decision"),
    ),
    "enforce_result": T(
        "登记执行进展", (S.ENFORCING,), None, _H, "《行政强制法》第五十六条至第五十八条"
    ),
    # interruptions
    "suspend": T("申请中止", (S.FILED, S.INVESTIGATED), None, _H, _54, asks=Ask.SUSPENSION),
    "resume": T("恢复办理", (S.FILED, S.INVESTIGATED), None, _H, _54),
    "extend": T(
        "申请延长办案期限",
        _BEFORE_DECISION,
        None,
        _H,
        "《行政处罚法》第六十条",
        asks=Ask.EXTENSION,
    ),
    "propose_termination": T("申请终止（撤销案件）", _INQUIRY, None, _H, _57, asks=Ask.TERMINATION),
    "terminate": T("批准终止", _INQUIRY, S.TERMINATED, _A, _57, papers=("termination_approval",)),
    # the end
    "propose_closing": T(
        "申请结案",
        _AFTER_SERVICE,
        None,
        _H,
        "《行政处罚法》第四十七条",
        papers=("closing_approval",),
        asks=Ask.CLOSING,
    ),
    "approve_closing": T(
        "批准结案",
        _AFTER_SERVICE,
        S.CLOSED,
        _A,
        "《行政处罚法》第四十七条",
        closes=(Term.FINE_PAYMENT,),
        opens=(Term.ARCHIVE,),
    ),
    "publish": T(
        "公示决定",
        (S.SERVED, S.ENFORCING, S.CLOSED),
        None,
        _H,
        "《行政处罚法》第四十八条；国办发〔2018〕118号",
        closes=(Term.PUBLICATION, Term.PUBLICATION_OTHER),
    ),
    "withdraw_publication": T(
        "撤回公示",
        (S.SERVED, S.ENFORCING, S.CLOSED),
        None,
        _H,
        "《行政处罚法》第四十八条第二款",
        closes=(Term.WITHDRAWAL,),
    ),
    "archive": T("归档", (S.CLOSED,), None, _H, "《行政处罚法》第四十七条", closes=(Term.ARCHIVE,)),
}
