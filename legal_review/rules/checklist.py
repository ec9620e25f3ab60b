"""Points a reviewer judges and what an opinion leads to.

国办发〔2018〕118号 (重大执法决定法制审核); 《行政处罚法》第五十八条: no decision without a passed
review. Of the six kinds of opinion only 同意 passes; each round leaves its trace.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from core.errors import RuleViolation

BASIS = "《行政处罚法》第五十八条；国办发〔2018〕118号"


class Point(StrEnum):
    """What is reviewed."""

    SUBJECT = "subject"
    AUTHORITY = "authority"
    PROCEDURE = "procedure"
    FACTS = "facts"
    LAW = "law"
    DISCRETION = "discretion"
    PAPERS = "papers"

    @property
    def label(self) -> str:
        return POINTS[self].label


@dataclass(frozen=True)
class PointText:
    """A point's short name and the question put to the reviewer."""

    label: str
    question: str


POINTS: Mapping[Point, PointText] = MappingProxyType(
    {
        Point.SUBJECT: PointText("主体", "执法主体是否合法，执法人员是否具备执法资格"),
        Point.AUTHORITY: PointText("权限", "是否超越执法主体的法定权限"),
        Point.PROCEDURE: PointText("程序", "执法程序是否合法，告知、听证、回避是否到位"),
        Point.FACTS: PointText("事实证据", "案件事实是否清楚，证据是否合法充分"),
        Point.LAW: PointText("依据", "适用法律、法规、规章是否准确"),
        Point.DISCRETION: PointText("裁量", "裁量基准运用是否适当"),
        Point.PAPERS: PointText(
            "文书、移送", "执法文书是否完备规范，违法行为涉嫌犯罪的是否需要移送司法机关"
        ),
    }
)


class Consequence(StrEnum):
    """Where the case goes after an opinion."""

    PASSED = "passed"
    RETURNED = "returned"
    TRANSFER_ORGAN = "transfer_organ"
    TRANSFER_JUSTICE = "transfer_justice"


# What the handlers are told to do; "" where the decision may be made.
FOLLOW_UPS: Mapping[Consequence, str] = MappingProxyType(
    {
        Consequence.PASSED: "",
        Consequence.RETURNED: "请按意见修改、补充后再报",
        Consequence.TRANSFER_ORGAN: "本机关无权处理，请移送有权机关（《行政处罚法》第二十二条）",
        Consequence.TRANSFER_JUSTICE: "涉嫌犯罪，请移送司法机关（《行政处罚法》第二十七条）",
    }
)


class OpinionKind(StrEnum):
    """Kinds of opinion; only AGREE passes."""

    AGREE = "agree"
    SUPPLEMENT = "supplement"
    CORRECT = "correct"
    DISAGREE = "disagree"
    EXCEEDS_AUTHORITY = "exceeds_authority"
    SUSPECTED_CRIME = "suspected_crime"

    @property
    def label(self) -> str:
        return OPINIONS[self].label

    @property
    def consequence(self) -> Consequence:
        return OPINIONS[self].consequence

    @property
    def follow_up(self) -> str:
        """What the handlers do next, in words; "" after 同意."""
        return FOLLOW_UPS[self.consequence]

    @property
    def passes(self) -> bool:
        """Whether the decision may be made."""
        return self.consequence is Consequence.PASSED


@dataclass(frozen=True)
class OpinionRule:
    """An opinion's label, what follows, and the points of which one must be found wanting."""

    label: str
    consequence: Consequence
    needs_fault_in: frozenset[Point] = frozenset()


OPINIONS: Mapping[OpinionKind, OpinionRule] = MappingProxyType(
    {
        OpinionKind.AGREE: OpinionRule("同意", Consequence.PASSED),
        OpinionKind.SUPPLEMENT: OpinionRule("建议补充调查或者补正材料", Consequence.RETURNED),
        OpinionKind.CORRECT: OpinionRule("纠正", Consequence.RETURNED),
        OpinionKind.DISAGREE: OpinionRule("不同意", Consequence.RETURNED),
        OpinionKind.EXCEEDS_AUTHORITY: OpinionRule(
            "超越权限，移送有权机关",
            Consequence.TRANSFER_ORGAN,
            frozenset({Point.SUBJECT, Point.AUTHORITY}),
        ),
        OpinionKind.SUSPECTED_CRIME: OpinionRule(
            "涉嫌犯罪，移送司法机关", Consequence.TRANSFER_JUSTICE
        ),
    }
)


def opinion_violations(
    kind: OpinionKind, points: Mapping[Point, bool], text: str
) -> tuple[RuleViolation, ...]:
    """Everything that keeps the opinion from being given; ``points`` maps a point to 合格 or not.

    To agree, every point must have been judged and found in order; every other opinion must say
    in ``text`` what is to be done.
    """
    found = []
    if kind.passes:
        found += _agreement_violations(points)
    elif not text.strip():
        message = f"意见为“{kind.label}”的，须写明具体问题和处理要求"
        found.append(RuleViolation("opinion_text", message, BASIS, "text"))
    needed = OPINIONS[kind].needs_fault_in
    if needed and all(points.get(point, True) for point in needed):
        names = "或者".join(point.label for point in Point if point in needed)
        message = f"意见为“{kind.label}”的，审核要点“{names}”应有一项判定为不合格"
        found.append(RuleViolation("opinion_contradicts", message, BASIS, "points"))
    return tuple(found)


def validate(kind: OpinionKind, points: Mapping[Point, bool], text: str) -> Consequence:
    """What the opinion leads to; raises the first of ``opinion_violations``."""
    for violation in opinion_violations(kind, points, text):
        raise violation
    return kind.consequence


def _agreement_violations(points: Mapping[Point, bool]) -> list[RuleViolation]:
    open_points = [point.label for point in Point if point not in points]
    faulty = [point.label for point in Point if points.get(point) is False]
    found = []
    if open_points:
        message = f"尚未判定：{'、'.join(open_points)}"
        found.append(RuleViolation("points_open", message, BASIS, "points"))
    if faulty:
        message = f"{'、'.join(faulty)}不合格，不能出具同意意见"
        found.append(RuleViolation("points_faulty", message, BASIS, "points"))
    return found
