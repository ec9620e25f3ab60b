"""Procedure in force: handing the case on. Who gets it decides what becomes of it (`transfer`).

A proposal moves nothing; being taken over does: the case goes back to 待立案 with the receiver,
ends with the sender, rests while the police have it, or goes on beside a lead.
"""

from __future__ import annotations

from cases.rules.approvals import ApprovalKind as Ask
from cases.rules.steps import Actor, S, Transition
from cases.rules.terms import Term

_22_27 = "《行政处罚法》第二十二条、第二十七条"
_310 = "《行政执法机关移送涉嫌犯罪案件的规定》"
_WHILE = (S.ACCEPTED, S.FILED, S.INVESTIGATED)
_BEFORE_DECISION = (*_WHILE, S.NOTIFIED, S.CLEARED)
_LATER = tuple(state for state in S if state not in (S.REPORTED, S.REFUSED, S.NOT_FILED))
_U, _RECEIVER = Actor.UNIT_OFFICER, Actor.RECEIVER
T = Transition

TRANSFERRING: dict[str, Transition] = {
    "transfer": T(
        "移送",
        _WHILE,
        None,
        _U,
        _22_27,
        may_open=(Term.TRANSFER_APPROVAL,),
        papers=("transfer_letter", "crime_transfer", "transfer_list"),
        asks=Ask.TRANSFER,
    ),
    "send_transfer": T("送出移送案件", _WHILE, None, _U, f"{_310}第五条、第六条"),
    "withdraw_transfer": T("撤回移送", _WHILE, None, _U, _22_27),
    "receive_transfer": T(
        "接收移送",
        _WHILE,
        S.ACCEPTED,
        _RECEIVER,
        "《行政处罚法》第二十二条、第五十四条",
        opens=(Term.FILING,),
        papers=("transfer_receipt",),
    ),
    "return_transfer": T("退回移送", _WHILE, None, _RECEIVER, "《行政处罚法》第二十二条"),
    "record_receipt": T("登记移送回执", _LATER, None, _U, f"{_22_27}；{_310}第七条"),
    "crime_step": T("登记刑事办理情况", _BEFORE_DECISION, None, _U, f"{_310}第八条至第十二条"),
    "transfer_ended": T("移送办结", _BEFORE_DECISION, S.TRANSFERRED, Actor.SYSTEM, _22_27),
    "transfer_result": T("登记移送处理结果", _LATER, None, _U, _22_27),
}
