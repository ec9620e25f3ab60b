"""下沉: who may be posted to a town; each bureau posts at least half of its field officers.

《片区联合执法工作方案》附件（二）. Counted by bureau, each person once however many towns they
serve; the fire brigade disposes of its people itself: its ratio is shown but owes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.errors import RuleViolation
from core.rules.periods import Period

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


@dataclass(frozen=True)
class Posting:
    """One person's time in one town."""

    officer: int
    period: Period


@dataclass(frozen=True)
class Turn:
    """A day on which the bureau crosses the ratio; ``expired``: postings that ran out."""

    day: date
    falls: bool
    expired: int
    posted: int
    total: int
    text: str


def projection(
    officers: Iterable[int],
    postings: Iterable[Posting],
    *,
    on: date,
    days: int = 400,
    exempt: bool = False,
) -> tuple[Turn, ...]:
    """The days in (on, on + days] on which a bureau falls under 50 % or is back at it.

    Only the people of today are counted; whom the ratio does not bind has no such day.
    """
    staff = frozenset(officers)
    own = [posting for posting in postings if posting.officer in staff]
    if exempt or not staff:
        return ()
    horizon = on + timedelta(days=days)
    turns: list[Turn] = []
    for day in _days_of_change(own, on, horizon):
        before, after = _posted(own, day - timedelta(days=1)), _posted(own, day)
        met = 2 * len(after) >= len(staff)
        if met != (2 * len(before) >= len(staff)):
            turns.append(_turn(day, len(before - after), len(after), len(staff), met=met))
    return tuple(turns)


def _days_of_change(postings: Sequence[Posting], on: date, horizon: date) -> list[date]:
    days: set[date] = set()
    for posting in postings:
        days.add(posting.period.starts_on)
        if posting.period.ends_on is not None:
            days.add(posting.period.ends_on + timedelta(days=1))
    return sorted(day for day in days if on < day <= horizon)


def _posted(postings: Sequence[Posting], day: date) -> frozenset[int]:
    return frozenset(p.officer for p in postings if p.period.covers(day))


def _turn(day: date, expired: int, posted: int, total: int, *, met: bool) -> Turn:
    if met:
        text = f"{day} 起恢复到 50%（下沉 {posted} 人，共 {total} 人）"
    else:
        text = f"{day} 起低于 50%（{expired} 人下沉到期）"
    return Turn(day, not met, expired, posted, total, text)


@dataclass(frozen=True)
class SecondmentFacts:
    """A posting to be made. ``others``: the same person's other postings to the same town."""

    person: str
    home: str
    bureau: str
    town: str
    town_in_zone: bool
    is_field: bool
    certified: bool
    tasks: int
    document: str
    starts_on: date
    ends_on: date | None = None
    others: tuple[Period, ...] = ()


def check_secondment(facts: SecondmentFacts) -> None:
    """Raise what stands first against the posting.

    Codes: ``foreign_staff``, ``not_field``, ``no_certificate``, ``no_zone``, ``no_tasks``,
    ``no_document``, ``period_reversed``, ``posted_already``.
    """
    for fails, code, message, field in _conditions(facts):
        if fails:
            raise RuleViolation(code, message, BASIS, field)
    period = Period(facts.starts_on, facts.ends_on)
    if any(period.overlaps(other) for other in facts.others):
        message = f"{facts.person}在此期间已下沉{facts.town}，请先终止或者办理续期"
        raise RuleViolation("posted_already", message, BASIS, "starts_on")


def _conditions(facts: SecondmentFacts) -> Sequence[tuple[bool, str, str, str]]:
    who = facts.person
    return (
        (
            facts.home != facts.bureau,
            "foreign_staff",
            f"{who}属{facts.home}，{facts.bureau}只能派出本部门人员",
            "officer",
        ),
        (
            not facts.is_field,
            "not_field",
            f"{who}未列为本领域行政执法人员，请先在人员档案中更正",
            "officer",
        ),
        (
            not facts.certified,
            "no_certificate",
            f"{who}在 {facts.starts_on} 没有有效的行政执法证，不能下沉执法",
            "officer",
        ),
        (
            not facts.town_in_zone,
            "no_zone",
            f"{facts.town}未划入片区，不能作为下沉地点",
            "township",
        ),
        (facts.tasks == 0, "no_tasks", "请至少选择一项下沉任务", "tasks"),
        (not facts.document.strip(), "no_document", "须填写下沉文号", "document"),
    )
