"""Who looks first, who decides, and who reads again.

《行政处罚法》第五十八条第二款: who begins to review must hold the national legal qualification;
who did so before the 2021 revision may go on. 第四十三条: no interest in the case.
国办发〔2018〕118号: the reviewer is not the investigator. 《片区联合执法工作方案》二（二）3（3）、
附件（六）: reviewers of the zone and of each town. One rule serves all three tiers: the place is
the town for the first look, the zone for the review.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.errors import RuleViolation

_QUALIFIED = "《行政处罚法》第五十八条第二款"
_SEPARATE = "国办发〔2018〕118号（审核与办案分离）"
_RECUSED = "《行政处罚法》第四十三条"
_PLAN = "《漳州市芗城区乡镇（街道）片区联合执法工作方案》二（二）3（3）、附件（六）"
GRANDFATHERED = "原已从事"  # how a reviewer of before 2021-07-15 is registered


@dataclass(frozen=True)
class ReviewerFacts:
    """A reviewer on the day: the places served, standing, and the work done.

    ``grandfathered``: reviewed before 2021-07-15 already, so no legal qualification is needed.
    ``open_reviews`` wait with them now, ``taken`` they were given this year. ``acting``: serves in
    the place of somebody on leave.
    """

    id: int
    name: str
    serves: frozenset[str]
    qualified: bool
    grandfathered: bool = False
    open_reviews: int = 0
    taken: int = 0
    recused_from: frozenset[str] = frozenset()
    available: bool = True
    acting: bool = False


@dataclass(frozen=True)
class ReviewNeed:
    """The case to be reviewed: its place, everybody who handled it, the parties' keys.

    ``excluded``: id → why this person is out of this very round (recused, reviewed it first).
    ``elsewhere``: reviewers of other places may be asked too, after the place's own.
    """

    place: str
    handlers: frozenset[int]
    parties: frozenset[str] = frozenset()
    previous_reviewer: int | None = None
    excluded: Mapping[int, str] = field(default_factory=dict)
    elsewhere: bool = False


@dataclass(frozen=True)
class Choice:
    """The reviewer chosen, None when nobody may; ``reason`` says why, ``barred`` why others not."""

    reviewer: ReviewerFacts | None
    reason: str
    barred: tuple[tuple[ReviewerFacts, RuleViolation], ...] = ()


def bar(reviewer: ReviewerFacts, need: ReviewNeed) -> RuleViolation | None:
    """Why ``reviewer`` may not review this case; None: nothing stands against it."""
    name = reviewer.name
    found = (
        (
            need.place not in reviewer.serves and not need.elsewhere,
            ("reviewer_zone", f"{name}不是{need.place}的法制审核员", _PLAN),
        ),
        (
            not (reviewer.qualified or reviewer.grandfathered),
            (
                "reviewer_unqualified",
                f"{name}初次从事法制审核，须取得国家统一法律职业资格",
                _QUALIFIED,
            ),
        ),
        (
            reviewer.id in need.handlers,
            ("reviewer_handled", f"{name}是本案办案人员，不能审核本案", _SEPARATE),
        ),
        (
            bool(reviewer.recused_from & need.parties),
            ("reviewer_recused", f"{name}与当事人有利害关系，应当回避", _RECUSED),
        ),
        (
            reviewer.id in need.excluded,
            ("reviewer_excluded", f"{name}{need.excluded.get(reviewer.id, '')}", _RECUSED),
        ),
        (not reviewer.available, ("reviewer_absent", f"{name}当日不在岗", "")),
    )
    first = next((told for stands, told in found if stands), None)
    return RuleViolation(*first, "officer") if first else None


def choose_reviewer(candidates: Iterable[ReviewerFacts], need: ReviewNeed) -> Choice:
    """The place's own reviewer with the fewest open reviews, then the fewest given this year.

    With reviews of equal length nobody is so ever more than one ahead of another. Whoever
    returned the case before goes on with it, so that the opinion stays of one piece.
    """
    ranked = sorted(
        candidates,
        key=lambda r: (need.place not in r.serves, r.open_reviews, r.taken, r.id),
    )
    barred = tuple((r, violation) for r in ranked if (violation := bar(r, need)) is not None)
    out = {reviewer.id for reviewer, _ in barred}
    able = [reviewer for reviewer in ranked if reviewer.id not in out]
    if not able:
        return Choice(None, _nobody(need, barred), barred)
    again = next((r for r in able if r.id == need.previous_reviewer), None)
    if again is not None:
        return Choice(again, f"{again.name}审核过本案上一轮，继续审核", barred)
    return Choice(able[0], _because(able[0], need), barred)


def _because(chosen: ReviewerFacts, need: ReviewNeed) -> str:
    own = need.place in chosen.serves
    where = need.place if own else "、".join(sorted(chosen.serves))
    post = f"{chosen.name}是{where}法制审核员{'（代理）' if chosen.acting else ''}"
    return f"{post}，在手审核 {chosen.open_reviews} 件，为最少"


def _nobody(need: ReviewNeed, barred: tuple[tuple[ReviewerFacts, RuleViolation], ...]) -> str:
    own = [violation.message for r, violation in barred if need.place in r.serves or need.elsewhere]
    why = "；".join(own) if own else "尚未确定法制审核员"
    return f"{need.place}没有可以审核本案的人员：{why}。请区司法局指派"
