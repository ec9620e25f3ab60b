"""Days and moments of the demo year.

A moment is a whole number of seconds in the district's own time since day 0 (`date` ordinals), so
that arithmetic is cheap; all work is done between 08:30 and midnight, hence the day in UTC, in
which the trail is hashed, is the same day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from core.rules.workdays import WorkCalendar

DAY = 86_400
_OPENS = 8 * 3600 + 1800
_OFFICE_SECONDS = 9 * 3600
_LATEST = 20 * 3600
_UTC_OFFSET = 8 * 3600  # Asia/Shanghai; no summer time since 1991

Draw = Callable[[], float]


@lru_cache(maxsize=4096)
def day_of(ordinal: int) -> date:
    return date.fromordinal(ordinal)


@lru_cache(maxsize=4096)
def iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


_TIMES = [f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in range(DAY - _UTC_OFFSET)]


def stamp(moment: int, micro: int) -> str:
    """The moment as `core.evidence_chain` hashes it: UTC with microseconds."""
    ordinal, second = divmod(moment, DAY)
    return f"{iso(ordinal)}T{_TIMES[second - _UTC_OFFSET]}.{micro:06d}Z"


@dataclass
class Clock:
    """Working time between the first day of the demo and the morning of `today`."""

    first: date
    today: date
    calendar: WorkCalendar

    def __post_init__(self) -> None:
        start = self.first.toordinal()
        end = self.today.toordinal() + 60
        self._base = start
        self._worked = [
            self.calendar.next_workday(day_of(ordinal)).toordinal() for ordinal in range(start, end)
        ]
        # Nothing is dated today: the demo ends last night, so that at whatever hour it is loaded
        # nothing lies in the future.
        self.limit = self.today.toordinal() * DAY

    def report(self, ordinal: int, place: int, of: int) -> int:
        """When the report stands at that place among those of its day, working day or not."""
        return ordinal * DAY + _OPENS + int((place + 0.5) / of * _OFFICE_SECONDS)

    def later(self, moment: int, soonest: int, latest: int, draw: Draw) -> int:
        """A moment in office hours, that many days on, moved to the next working day."""
        today, second = divmod(moment, DAY)
        ordinal = today + soonest + int(draw() * (latest - soonest + 1))
        ordinal = self._worked[min(ordinal - self._base, len(self._worked) - 1)]
        if ordinal > today:
            return ordinal * DAY + _OPENS + int(draw() * _OFFICE_SECONDS)
        second += 600 + int(draw() * 2400)
        if second > _LATEST:
            return self.later(moment, 1, 1, draw)
        return today * DAY + second


def demo_year(today: date) -> date:
    """The first day: a year back, but not before the plan took effect."""
    return max(today - timedelta(days=365), date(2024, 7, 1))
