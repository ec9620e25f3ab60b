"""Days of absence. Their legal ground lies outside the platform: it only keeps people off duty."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.errors import RuleViolation

BACK_DAYS = 30  # how late an absence may still be recorded
MOST_DAYS = 190  # the longest leave there is: maternity leave in 福建, 180 days, and a margin


class Ending(StrEnum):
    """What cancelling (销假) does to a leave."""

    NEVER_TAKEN = "never_taken"
    CUT_SHORT = "cut_short"


@dataclass(frozen=True)
class Span:
    """From a day to a day, both counted."""

    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


def check_span(span: Span, today: date) -> None:
    """Raise RuleViolation unless these days may be recorded today."""
    if span.ends_on < span.starts_on:
        raise RuleViolation("dates", "止日不得早于起日", field="ends_on")
    if span.days > MOST_DAYS:
        text = f"一次请假不超过 {MOST_DAYS} 天，更长的请分次登记"
        raise RuleViolation("too_long", text, field="ends_on")
    if span.starts_on < today - timedelta(days=BACK_DAYS):
        text = f"只能补登 {BACK_DAYS} 天以内的请假，更早的不再补登"
        raise RuleViolation("too_late", text, field="starts_on")


def ending_of(span: Span, today: date) -> Ending:
    """Cancelled before it began it was never taken; later it ends with yesterday.

    RuleViolation when it is over: nothing is left to cancel.
    """
    if span.ends_on < today:
        raise RuleViolation("leave_over", f"该请假已于 {span.ends_on} 结束，无须销假")
    return Ending.NEVER_TAKEN if span.starts_on >= today else Ending.CUT_SHORT
