"""How much of a term is left, in the words and the three levels of the due badge."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cases.rules.terms import Unit
from core.rules.workdays import WorkCalendar

SOON_WORKDAYS = 3
SOON_DAYS = 7
SOON_HOURS = 6


class Level(StrEnum):
    """How urgent a due badge is."""

    OK = "ok"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True)
class Remaining:
    """The badge's Chinese text and its level."""

    text: str
    level: Level


def remaining(due_on: date, today: date, calendar: WorkCalendar, unit: Unit) -> Remaining:
    """What is left of a term that ends on ``due_on``, seen on ``today``.

    Terms in working days are told in working days, all others in natural days; what is overdue is
    always told in natural days.
    """
    days = (due_on - today).days
    if days < 0:
        return Remaining(f"逾期 {-days} 天", Level.LATE)
    if days == 0:
        return Remaining("今天到期", Level.SOON)
    left = calendar.workdays_between(today, due_on) if unit is Unit.WORKDAY else 0
    if left:
        level = Level.SOON if left <= SOON_WORKDAYS else Level.OK
        return Remaining(f"剩 {left} 个工作日", level)
    return Remaining(f"剩 {days} 天", Level.SOON if days <= SOON_DAYS else Level.OK)


def remaining_time(due_at: datetime, now: datetime) -> Remaining:
    """What is left of a term in hours; whole hours, under an hour minutes, rounded down."""
    minutes = int((due_at - now).total_seconds() // 60)
    if due_at <= now:
        return Remaining(f"逾期 {_span(int((now - due_at).total_seconds() // 60))}", Level.LATE)
    level = Level.SOON if minutes <= SOON_HOURS * 60 else Level.OK
    return Remaining(f"剩 {_span(minutes)}", level)


def _span(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if hours >= 72:
        return f"{hours // 24} 天"
    return f"{hours} 小时" if hours else f"{rest} 分钟"
