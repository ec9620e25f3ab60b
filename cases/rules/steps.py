"""States of a case, who acts, and what one row of the table of transitions holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cases.rules.approvals import ApprovalKind
from cases.rules.terms import Term


class CaseState(StrEnum):
    REPORTED = "reported"
    ACCEPTED = "accepted"
    FILING = "filing"
    FILED = "filed"
    INVESTIGATED = "investigated"
    NOTIFIED = "notified"
    UNDER_REVIEW = "under_review"
    CLEARED = "cleared"
    DECIDED = "decided"
    SERVED = "served"
    ENFORCING = "enforcing"
    CLOSED = "closed"
    REFUSED = "refused"
    NOT_FILED = "not_filed"
    TRANSFERRED = "transferred"
    TERMINATED = "terminated"


S = CaseState

LABELS: Mapping[CaseState, str] = MappingProxyType(
    {
        S.REPORTED: "待受理",
        S.ACCEPTED: "待立案",
        S.FILING: "立案待审批",
        S.FILED: "调查中",
        S.INVESTIGATED: "调查终结",
        S.NOTIFIED: "已告知",
        S.UNDER_REVIEW: "法制审核中",
        S.CLEARED: "审核通过",
        S.DECIDED: "已决定",
        S.SERVED: "已送达",
        S.ENFORCING: "强制执行中",
        S.CLOSED: "已结案",
        S.REFUSED: "不予受理",
        S.NOT_FILED: "不予立案",
        S.TRANSFERRED: "已移送",
        S.TERMINATED: "已终止",
    }
)

STATE_CHOICES = [(state.value, label) for state, label in LABELS.items()]

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
# Where a state beside the main way stands on the progress bar.
STANDS_AT: Mapping[CaseState, CaseState] = MappingProxyType(
    {S.FILING: S.ACCEPTED, S.CLEARED: S.UNDER_REVIEW, S.ENFORCING: S.SERVED}
)
FINAL = frozenset({S.CLOSED, S.REFUSED, S.NOT_FILED, S.TRANSFERRED, S.TERMINATED})
OPEN = tuple(state for state in CaseState if state not in FINAL)


class Actor(StrEnum):
    """Who may take an action; cases.policy turns it into a question about a user."""

    REGISTRAR = "registrar"  # takes reports in the town
    UNIT_OFFICER = "unit_officer"  # officer of the competent authority
    HANDLER = "handler"  # 主办、协办 of this very case
    APPROVER = "approver"  # 负责人 of the competent authority
    RECEIVER = "receiver"  # officer of the unit a transfer waits for
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
        Actor.RECEIVER: "受移送单位的执法人员",
        Actor.SYSTEM: "系统",
    }
)


@dataclass(frozen=True)
class Transition:
    """One row. `target` None: an act within the state, which leaves a trace but does not move.

    `closes` and `opens` are terms that end and begin with the step on its day; `may_open` are
    those that begin only in some cases (the service knows). `papers` are kinds of paper made
    here; `asks` is the approval it asks of the head of the organ.
    """

    label: str
    sources: tuple[CaseState, ...]
    target: CaseState | None
    actor: Actor
    basis: str
    closes: tuple[Term, ...] = ()
    opens: tuple[Term, ...] = ()
    may_open: tuple[Term, ...] = ()
    papers: tuple[str, ...] = ()
    asks: ApprovalKind | None = None
