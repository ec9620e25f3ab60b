"""下沉比例: each bureau posts at least half of the officers of its field to the towns.

《片区联合执法工作方案》附件（二）. Counted by bureau, each person once however many towns they
serve; the fire brigade disposes of its people itself: its ratio is shown but owes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

BASIS = "《漳州市芗城区乡镇（街道）片区联合执法工作方案》附件（二）"


class SecondmentLevel(StrEnum):
    """Whether the bureau meets the ratio."""

    MET = "met"
    SHORT = "short"
    EXEMPT = "exempt"
    NO_OFFICERS = "no_officers"


@dataclass(frozen=True)
class SecondmentStatus:
    """A bureau's ratio in whole percent (rounded down), what it owes and what is missing."""

    bureau: str
    total: int
    posted: int
    percent: int
    required: int
    shortfall: int
    level: SecondmentLevel
    text: str


def assess(
    bureau: str, officers: Iterable[int], posted: Iterable[int], *, exempt: bool = False
) -> SecondmentStatus:
    """Judge a bureau by the ids of its officers and of those posted that day.

    Ids of other bureaus among ``posted`` are ignored; half of an odd number is rounded up.
    """
    staff = frozenset(officers)
    sent = staff.intersection(posted)
    total, count = len(staff), len(sent)
    required = 0 if exempt else (total + 1) // 2
    shortfall = max(required - count, 0)
    percent = count * 100 // total if total else 0
    level = _level(total, count, exempt=exempt)
    return SecondmentStatus(
        bureau=bureau,
        total=total,
        posted=count,
        percent=percent,
        required=required,
        shortfall=shortfall,
        level=level,
        text=_text(level, total, count, percent, shortfall),
    )


def _level(total: int, posted: int, *, exempt: bool) -> SecondmentLevel:
    if exempt:
        return SecondmentLevel.EXEMPT
    if total == 0:
        return SecondmentLevel.NO_OFFICERS
    return SecondmentLevel.MET if 2 * posted >= total else SecondmentLevel.SHORT


def _text(level: SecondmentLevel, total: int, posted: int, percent: int, shortfall: int) -> str:
    if total == 0:
        return "尚未登记执法人员"
    figures = f"已下沉 {posted} 人，占 {total} 人的 {percent}%"
    if level is SecondmentLevel.EXEMPT:
        return f"{figures}；人员由其自行调配，不受 50% 比例限制"
    if level is SecondmentLevel.SHORT:
        return f"{figures}，低于 50%，还差 {shortfall} 人"
    return f"{figures}，达到 50%"
