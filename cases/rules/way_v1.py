"""The procedure as it was at first (version 1). Cases that began with it end with it.

It had no approval of filing and closing, and nothing after service but closing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cases.rules.steps import Actor, S, Transition
from cases.rules.terms import Term

TABLE: Mapping[str, Transition] = MappingProxyType(
    {
        "accept": Transition(
            "受理",
            (S.REPORTED,),
            S.ACCEPTED,
            Actor.REGISTRAR,
            "《行政处罚法》第五十四条",
            closes=(Term.ACK,),
            opens=(Term.FILING,),
        ),
        "refuse": Transition(
            "不予受理", (S.REPORTED,), S.REFUSED, Actor.REGISTRAR, "方案二（二）3（3）"
        ),
        "file": Transition(
            "立案",
            (S.ACCEPTED,),
            S.FILED,
            Actor.UNIT_OFFICER,
            "《行政处罚法》第五十四条第二款",
            closes=(Term.FILING,),
            opens=(Term.DECISION,),
        ),
        "decline_filing": Transition(
            "不予立案", (S.ACCEPTED,), S.NOT_FILED, Actor.UNIT_OFFICER, "《行政处罚法》第五十四条"
        ),
        "transfer": Transition(
            "移送",
            (S.ACCEPTED, S.FILED, S.INVESTIGATED),
            S.TRANSFERRED,
            Actor.UNIT_OFFICER,
            "《行政处罚法》第二十二条、第二十七条",
        ),
        "escalate": Transition(
            "上报片长",
            (S.ACCEPTED, S.FILED, S.INVESTIGATED, S.NOTIFIED),
            None,
            Actor.UNIT_OFFICER,
            "方案二（二）3（3）",
        ),
        "record": Transition(
            "登记调查记录", (S.FILED,), None, Actor.HANDLER, "《行政处罚法》第五十五条"
        ),
        "conclude": Transition(
            "调查终结", (S.FILED,), S.INVESTIGATED, Actor.HANDLER, "《行政处罚法》第五十七条"
        ),
        "notify": Transition(
            "处罚告知", (S.INVESTIGATED,), S.NOTIFIED, Actor.HANDLER, "《行政处罚法》第四十四条"
        ),
        "hear_statement": Transition(
            "登记陈述申辩", (S.NOTIFIED,), None, Actor.HANDLER, "《行政处罚法》第四十五条"
        ),
        "redraft": Transition(
            "修改拟作决定",
            (S.NOTIFIED, S.CLEARED),
            S.NOTIFIED,
            Actor.HANDLER,
            "《行政处罚法》第五十八条、第五十九条",
        ),
        "reinvestigate": Transition(
            "补充调查",
            (S.INVESTIGATED, S.NOTIFIED, S.CLEARED),
            S.FILED,
            Actor.HANDLER,
            "《行政处罚法》第五十四条",
        ),
        "submit_for_review": Transition(
            "提请法制审核", (S.NOTIFIED,), S.UNDER_REVIEW, Actor.HANDLER, "《行政处罚法》第五十八条"
        ),
        "review_passed": Transition(
            "法制审核通过", (S.UNDER_REVIEW,), S.CLEARED, Actor.SYSTEM, "《行政处罚法》第五十八条"
        ),
        "review_returned": Transition(
            "法制审核退回", (S.UNDER_REVIEW,), S.NOTIFIED, Actor.SYSTEM, "《行政处罚法》第五十八条"
        ),
        "decide": Transition(
            "作出处罚决定",
            (S.NOTIFIED, S.CLEARED),
            S.DECIDED,
            Actor.APPROVER,
            "《行政处罚法》第五十七条",
            closes=(Term.DECISION, Term.STATEMENT),
            opens=(Term.SERVICE,),
        ),
        "serve": Transition(
            "送达",
            (S.DECIDED,),
            S.SERVED,
            Actor.HANDLER,
            "《行政处罚法》第六十一条",
            closes=(Term.SERVICE,),
            opens=(Term.RECONSIDERATION,),
        ),
        "close": Transition(
            "结案",
            (S.SERVED,),
            S.CLOSED,
            Actor.HANDLER,
            "《行政处罚法》第四十七条",
            closes=(Term.FINE_PAYMENT,),
        ),
    }
)
