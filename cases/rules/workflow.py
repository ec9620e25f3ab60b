"""The procedure as one frozen table: action → sources, target, who, by which article.

Pure data. Services ask `target_of`; pages and API ask `actions_from`; the process diagram in
docs and the reachability test read the same table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from core.errors import RuleViolation

VERSION = 1


class CaseState(StrEnum):
    REPORTED = "reported"
    ACCEPTED = "accepted"
    FILED = "filed"
    INVESTIGATED = "investigated"
    NOTIFIED = "notified"
    UNDER_REVIEW = "under_review"
    CLEARED = "cleared"
    DECIDED = "decided"
    SERVED = "served"
    CLOSED = "closed"
    REFUSED = "refused"
    NOT_FILED = "not_filed"
    TRANSFERRED = "transferred"


S = CaseState

LABELS: Mapping[CaseState, str] = MappingProxyType(
    {
        S.REPORTED: "待受理",
        S.ACCEPTED: "待立案",
        S.FILED: "调查中",
        S.INVESTIGATED: "调查终结",
        S.NOTIFIED: "已告知",
        S.UNDER_REVIEW: "法制审核中",
        S.CLEARED: "审核通过",
        S.DECIDED: "已决定",
        S.SERVED: "已送达",
        S.CLOSED: "已结案",
        S.REFUSED: "不予受理",
        S.NOT_FILED: "不予立案",
        S.TRANSFERRED: "已移送",
    }
)

# The way a case normally takes; shown as the progress bar of the case page.
MAIN_WAY = (
    S.REPORTED,
    S.ACCEPTED,
    S.FILED,
    S.INVESTIGATED,
    S.NOTIFIED,
    S.UNDER_REVIEW,
    S.DECIDED,
    S.SERVED,
    S.CLOSED,
)
STEP_NAMES: Mapping[CaseState, str] = MappingProxyType(
    {
        S.REPORTED: "登记",
        S.ACCEPTED: "受理",
        S.FILED: "立案调查",
        S.INVESTIGATED: "调查终结",
        S.NOTIFIED: "处罚告知",
        S.UNDER_REVIEW: "法制审核",
        S.DECIDED: "决定",
        S.SERVED: "送达",
        S.CLOSED: "结案",
    }
)
FINAL = frozenset({S.CLOSED, S.REFUSED, S.NOT_FILED, S.TRANSFERRED})
OPEN = tuple(state for state in CaseState if state not in FINAL)


class Actor(StrEnum):
    """Who may take an action; cases.policy turns it into a question about a user."""

    REGISTRAR = "registrar"  # takes reports in the town
    UNIT_OFFICER = "unit_officer"  # officer of the competent authority
    HANDLER = "handler"  # 主办、协办 of this very case
    APPROVER = "approver"  # 负责人 of the competent authority
    SYSTEM = "system"  # only as the consequence of something else

    @property
    def label(self) -> str:
        return ACTOR_LABELS[self]


ACTOR_LABELS: Mapping[Actor, str] = MappingProxyType(
    {
        Actor.REGISTRAR: "登记镇街的执法人员",
        Actor.UNIT_OFFICER: "有权机关的执法人员",
        Actor.HANDLER: "本案主办、协办",
        Actor.APPROVER: "有权机关负责人",
        Actor.SYSTEM: "系统",
    }
)


@dataclass(frozen=True)
class Transition:
    """One row. `target` None: an act within the state, which leaves a trace but does not move."""

    label: str
    sources: tuple[CaseState, ...]
    target: CaseState | None
    actor: Actor
    basis: str


TRANSITIONS: Mapping[str, Transition] = MappingProxyType(
    {
        "accept": Transition(
            "受理", (S.REPORTED,), S.ACCEPTED, Actor.REGISTRAR, "《行政处罚法》第五十四条"
        ),
        "refuse": Transition(
            "不予受理", (S.REPORTED,), S.REFUSED, Actor.REGISTRAR, "方案二（二）3（3）"
        ),
        "file": Transition(
            "立案", (S.ACCEPTED,), S.FILED, Actor.UNIT_OFFICER, "《行政处罚法》第五十四条第二款"
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
        ),
        "serve": Transition(
            "送达", (S.DECIDED,), S.SERVED, Actor.HANDLER, "《行政处罚法》第六十一条"
        ),
        "close": Transition(
            "结案", (S.SERVED,), S.CLOSED, Actor.HANDLER, "《行政处罚法》第四十七条"
        ),
    }
)


def target_of(state: CaseState, action: str) -> CaseState:
    """Where `action` leads from `state`; refuses with the reason and the article."""
    transition = TRANSITIONS[action]
    if state not in transition.sources:
        needed = "、".join(LABELS[source] for source in transition.sources)
        raise RuleViolation(
            "illegal_transition",
            f"案件现为“{LABELS[state]}”，不能{transition.label}；须在“{needed}”时办理",
            basis=transition.basis,
        )
    return transition.target or state


def actions_from(state: CaseState) -> tuple[str, ...]:
    """Actions the table allows in `state`, in table order, whoever takes them."""
    return tuple(action for action, row in TRANSITIONS.items() if state in row.sources)
