"""Numbers of cases and papers for bulk loading: without gaps, and in the order of their days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from core import numbering
from xiangcheng_enforcement.demo.clock import day_of
from xiangcheng_enforcement.demo.world import Unit

NOTICE = "罚告"
DECISION = "罚决"
ARCHIVE = "档"
PaperKey = tuple[str, str, int]  # kind, key of the unit, day


class PaperNumbers:
    """Gives each paper the next number of its organ, kind, year and day.

    Cases are written in the order of their reports, their papers leave in another; so the survey
    counts the papers of each day, and each day has its own block of the year's numbers.
    """

    def __init__(self, counts: Mapping[PaperKey, int]) -> None:
        self._next: dict[PaperKey, int] = {}
        by_sequence: dict[tuple[str, str, int], Counter[int]] = defaultdict(Counter)
        for (kind, unit, day), count in counts.items():
            by_sequence[kind, unit, day_of(day).year][day] += count
        for (kind, unit, year), days in sorted(by_sequence.items()):
            numbers = iter(numbering.reserve(f"{kind}:{unit}", year, days.total()))
            for day, count in sorted(days.items()):
                self._next[kind, unit, day] = next(numbers)
                for _ in range(count - 1):
                    next(numbers)

    def take(self, kind: str, unit: Unit, day: int) -> str:
        """The number as papers have it."""
        return f"{unit.prefix}{kind}〔{day_of(day).year}〕{self.running(kind, unit, day)}号"

    def running(self, kind: str, unit: Unit, day: int) -> int:
        """The bare running number."""
        key = (kind, unit.key, day)
        number = self._next[key]
        self._next[key] = number + 1
        return number


class CaseNumbers:
    """Case numbers of each year, in the order of the reports."""

    def __init__(self, counts: Mapping[int, int]) -> None:
        self._next = {
            year: numbering.reserve("case", year, count).start for year, count in counts.items()
        }

    def take(self, year: int) -> str:
        number = self._next[year]
        self._next[year] = number + 1
        return f"芗执案〔{year}〕{number}号"
