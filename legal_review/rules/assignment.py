"""Who reviews a decision.

《行政处罚法》第五十八条第二款: who begins to review must hold the national legal qualification;
who did so before the 2021 revision may go on. 第四十三条: no interest in the case.
国办发〔2018〕118号: the reviewer is not the investigator. 《片区联合执法工作方案》二（二）3（3）、
附件（六）: reviewers of the zone and of each town.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import RuleViolation

_QUALIFIED = "《行政处罚法》第五十八条第二款"
_SEPARATE = "国办发〔2018〕118号（审核与办案分离）"
_RECUSED = "《行政处罚法》第四十三条"
_PLAN = "《漳州市芗城区乡镇（街道）片区联合执法工作方案》二（二）3（3）"


@dataclass(frozen=True)
class ReviewerFacts:
    """A reviewer on the day: zones served, standing, and how many reviews wait with them.

    ``grandfathered``: reviewed before 2021-07-15 already, so no legal qualification is needed.
    """

    id: int
    name: str
    zones: frozenset[str]
    qualified: bool
    grandfathered: bool = False
    open_reviews: int = 0
    recused_from: frozenset[str] = frozenset()
    available: bool = True


@dataclass(frozen=True)
class ReviewNeed:
    """The case to be reviewed: its zone, everybody who handled it, the parties' keys."""

    zone: str
    handlers: frozenset[int]
    parties: frozenset[str] = frozenset()
    previous_reviewer: int | None = None


@dataclass(frozen=True)
class Choice:
    """The reviewer chosen, None when nobody may; ``reason`` says why, ``barred`` why others not."""

    reviewer: ReviewerFacts | None
    reason: str
    barred: tuple[tuple[ReviewerFacts, RuleViolation], ...] = ()


def bar(reviewer: ReviewerFacts, need: ReviewNeed) -> RuleViolation | None:
    """Why ``reviewer`` may not review this case; None: nothing stands against it."""
    if need.zone not in reviewer.zones:
        message = f"{reviewer.name}不是{need.zone}的法制审核员"
        return RuleViolation("reviewer_zone", message, _PLAN, "reviewer")
    if not (reviewer.qualified or reviewer.grandfathered):
        message = f"{reviewer.name}初次从事法制审核，须取得国家统一法律职业资格"
        return RuleViolation("reviewer_unqualified", message, _QUALIFIED, "reviewer")
    if reviewer.id in need.handlers:
        message = f"{reviewer.name}是本案办案人员，不能审核本案"
        return RuleViolation("reviewer_handled", message, _SEPARATE, "reviewer")
    if reviewer.recused_from & need.parties:
        message = f"{reviewer.name}与当事人有利害关系，应当回避"
        return RuleViolation("reviewer_recused", message, _RECUSED, "reviewer")
    if not reviewer.available:
        message = f"{reviewer.name}当日不在岗"
        return RuleViolation("reviewer_absent", message, "", "reviewer")
    return None


def choose_reviewer(candidates: Iterable[ReviewerFacts], need: ReviewNeed) -> Choice:
    """The zone's own reviewer with the fewest open reviews; equal loads go to the lowest id.

    Whoever returned the case before goes on with it, so that the opinion stays of one piece.
    """
    ranked = sorted(candidates, key=lambda reviewer: (reviewer.open_reviews, reviewer.id))
    barred = tuple((r, violation) for r in ranked if (violation := bar(r, need)) is not None)
    out = {reviewer.id for reviewer, _ in barred}
    able = [reviewer for reviewer in ranked if reviewer.id not in out]
    if not able:
        return Choice(None, _nobody(need, barred), barred)
    again = next((r for r in able if r.id == need.previous_reviewer), None)
    if again is not None:
        return Choice(again, f"{again.name}审核过本案上一轮，继续审核", barred)
    first = able[0]
    reason = f"{first.name}是{need.zone}法制审核员，在手审核 {first.open_reviews} 件，为最少"
    return Choice(first, reason, barred)


def _nobody(need: ReviewNeed, barred: tuple[tuple[ReviewerFacts, RuleViolation], ...]) -> str:
    own = [violation.message for r, violation in barred if need.zone in r.zones]
    why = "；".join(own) if own else "尚未确定法制审核员"
    return f"{need.zone}没有可以审核本案的人员：{why}。请区司法局指派"
