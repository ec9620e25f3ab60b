"""Periods of validity: both ends belong to the period, an open end means "until further notice"."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import RuleViolation


@dataclass(frozen=True, order=False)
class Period:
    """From ``starts_on`` to ``ends_on``, both inclusive; ``ends_on`` None: no end fixed.

    Raises RuleViolation ``period_reversed`` when it would end before it starts.
    """

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise RuleViolation(
                "period_reversed", "结束日期不能早于开始日期", basis="", field="ends_on"
            )

    def covers(self, day: date) -> bool:
        """Whether ``day`` lies in the period."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two periods share at least one day."""
        starts_in_time = other.ends_on is None or self.starts_on <= other.ends_on
        ends_late_enough = self.ends_on is None or other.starts_on <= self.ends_on
        return starts_in_time and ends_late_enough

    def next_boundary(self, after: date) -> date | None:
        """The first day later than ``after`` on which ``covers`` gives another answer."""
        if after < self.starts_on:
            return self.starts_on
        if self.ends_on is None or after > self.ends_on:
            return None
        return self.ends_on + timedelta(days=1)
