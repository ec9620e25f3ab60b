"""The columns of a zone's board, how heavy a case is, and how long it has stood still.

Aids to the eye of the chief: none of this is a step of the procedure or a statutory term.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from cases.rules.circumstances import Circumstance
from cases.rules.workflow import CaseState as S

WAITING = "arrange"
WAITING_FOR_CHIEF = ("pending", "routed")  # how far the report to the chief is
STALLED_DAYS = 30
SLOW_DAYS = 15
LANE_SIZE = 6
MOST_IN_LANE = 200


@dataclass(frozen=True)
class Lane:
    """One column: the states that stand in it, and what is expected there."""

    key: str
    label: str
    states: tuple[S, ...]
    expects: str


LANES = (
    Lane(WAITING, "待安排", (), "片长安排"),
    Lane("accept", "待受理", (S.REPORTED,), "登记镇街受理"),
    Lane("file", "待立案", (S.ACCEPTED, S.FILING), "承办机关立案"),
    Lane("inquire", "调查中", (S.FILED,), "调查取证"),
    Lane("tell", "待告知", (S.INVESTIGATED,), "处罚告知"),
    Lane("submit", "已告知", (S.NOTIFIED,), "提请审核或者决定"),
    Lane("review", "待审核", (S.UNDER_REVIEW,), "法制审核"),
    Lane("decide", "待决定", (S.CLEARED,), "负责人决定"),
    Lane("serve", "待送达", (S.DECIDED,), "送达决定书"),
    Lane("perform", "待执行", (S.SERVED, S.ENFORCING), "履行、执行、结案"),
)
LANE_KEYS = tuple(lane.key for lane in LANES)


def lane_of(state: S, reporting: str) -> str:
    """The column of an open case; until the chief has arranged it, it waits for that alone."""
    if reporting in WAITING_FOR_CHIEF:
        return WAITING
    return next(lane.key for lane in LANES if state in lane.states)


class Risk(StrEnum):
    """How heavy a case is, from why it is reported and reviewed (gravity)."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"

    @property
    def label(self) -> str:
        return {"high": "高", "middle": "中", "low": "一般"}[self.value]


# A circumstance that alone makes a case heavy.
HEAVY = (Circumstance.SAFETY.value, Circumstance.ATTENTION.value, Circumstance.CRIME.value)


def risk_of(
    *, major: bool, complex_: bool, circumstances: Collection[str], reporting: str, review: bool
) -> Risk:
    """High: major, or safety, public attention or a crime. Middle: complex, reported, reviewed."""
    if major or any(one in HEAVY for one in circumstances):
        return Risk.HIGH
    return Risk.MIDDLE if complex_ or circumstances or reporting or review else Risk.LOW


def standing_words(lane: str, days: int) -> str:
    """How long a case has been in its column, in whole days."""
    if days <= 0:
        return "今天上报" if lane == WAITING else "今天进入"
    return f"{'等候安排' if lane == WAITING else '本阶段'} {days} 天"


def standing_level(days: int) -> str:
    """slow after 15 days, stalled after 30; "" before: words beside it say the same."""
    return "stalled" if days >= STALLED_DAYS else "slow" if days >= SLOW_DAYS else ""
