"""Working days: weekends, the State Council's yearly notice, and what holds where none is loaded.

A year is *loaded* when the exceptions of its notice (放假安排通知) are known. For other years the
calendar falls back on weekends and the statutory days of 《全国年节及纪念日放假办法》 and says so
(``is_provisional``): such a date is 暂定, never silently guessed.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

from core.errors import RuleViolation
from core.rules.statutory_days import statutory_days

_DAY = timedelta(days=1)
_WEEKDAY_NAMES = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_SATURDAY = 5
_DECEMBER = 12
# Names as the published tables of exceptions carry them.
_CHINESE_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}
_KINDS = {"holiday_off": False, "workday_makeup": True}


@dataclass(frozen=True)
class DayException:
    """A day the notice takes out of the weekly rhythm, with the holiday it belongs to."""

    is_workday: bool
    name: str

    @property
    def label(self) -> str:
        return f"{self.name}{'调休上班' if self.is_workday else '放假'}"


def weekday_name(day: date) -> str:
    """周一 … 周日."""
    return _WEEKDAY_NAMES[day.weekday()]


def dated(day: date) -> str:
    """A date as the pages show it in a derivation: 2025-01-26（周日）."""
    return f"{day.isoformat()}（{weekday_name(day)}）"


@dataclass(frozen=True)
class WorkCalendar:
    """Exceptions by day, and the years whose notice has been loaded."""

    exceptions: Mapping[date, DayException] = field(hash=False)
    loaded_years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        """Whether offices work on ``day``."""
        exception = self.exceptions.get(day)
        if exception is not None:
            return exception.is_workday
        if day.weekday() >= _SATURDAY:
            return False
        return day.year in self.loaded_years or day not in statutory_days(day.year)

    def add_workdays(self, start: date, n: int) -> date:
        """The n-th working day after ``start``, which is not counted; negative ``n`` counts back.

        ``n`` = 0 gives ``start`` itself, working day or not.
        """
        step = _DAY if n >= 0 else -_DAY
        day, left = start, abs(n)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def next_workday(self, day: date) -> date:
        """``day`` itself if it is worked, else the first working day after it."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def workdays_between(self, a: date, b: date) -> int:
        """Working days in (a, b]; negative, counting (b, a], when ``b`` is before ``a``."""
        if b < a:
            return -self.workdays_between(b, a)
        return self._worked_until(b) - self._worked_until(a) - self._statutory_between(a, b)

    def reason_of(self, day: date) -> str:
        """Why ``day`` is or is not worked, for derivations; empty for an ordinary working day."""
        exception = self.exceptions.get(day)
        if exception is not None:
            return exception.label
        if day.year not in self.loaded_years and day in statutory_days(day.year):
            return f"{statutory_days(day.year)[day]}法定假日（暂定）"
        return "周末" if day.weekday() >= _SATURDAY else ""

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether a count over first … last passes through a year that is not loaded."""
        return bool(self._missing_years(first, last))

    def why_provisional(self, first: date, last: date) -> str:
        """The sentence beside a provisional date; empty when every year is loaded."""
        missing = self._missing_years(first, last)
        if not missing:
            return ""
        years = "、".join(str(year) for year in missing)
        is_past = bool(self.loaded_years) and missing[-1] < min(self.loaded_years)
        state = "放假安排未录入" if is_past else "放假通知尚未发布"
        return f"{years} 年{state}：按周末和《全国年节及纪念日放假办法》法定假日推算"

    def _missing_years(self, first: date, last: date) -> list[int]:
        early, late = sorted((first, last))
        return [y for y in range(early.year, late.year + 1) if y not in self.loaded_years]

    @cached_property
    def _shifts(self) -> tuple[list[date], list[int]]:
        """Days on which the notice departs from the weekly rhythm, and the running balance."""
        departures = [
            (day, 1 if exception.is_workday else -1)
            for day, exception in sorted(self.exceptions.items())
            if exception.is_workday == (day.weekday() >= _SATURDAY)
        ]
        return [day for day, _ in departures], [0, *accumulate(delta for _, delta in departures)]

    def _worked_until(self, day: date) -> int:
        weeks, rest = divmod(day.toordinal(), 7)  # ordinal 1 is a Monday
        days, balance = self._shifts
        return weeks * 5 + min(rest, 5) + balance[bisect_right(days, day)]

    def _statutory_between(self, a: date, b: date) -> int:
        """Weekdays in (a, b] that are off only by the decree (years not loaded)."""
        return sum(
            a < day <= b and day.weekday() < _SATURDAY and day not in self.exceptions
            for year in self._missing_years(a, b)
            for day in statutory_days(year)
        )


def parse_exceptions(rows: Iterable[Mapping[str, str]]) -> dict[date, DayException]:
    """Read a table of exceptions: columns date, kind (holiday_off | workday_makeup), name.

    Raises RuleViolation naming the line (the heading is line 1) when a date or kind can't be read,
    a day is given twice, or a kind says what the weekly rhythm says anyway.
    """
    exceptions: dict[date, DayException] = {}
    for line, row in enumerate(rows, start=2):
        day, exception = _parse_row(line, row)
        if day in exceptions:
            raise RuleViolation("calendar_row", f"第 {line} 行：{day} 重复", field="date")
        exceptions[day] = exception
    return exceptions


def check_notice(year: int, document: str, days: Mapping[date, DayException]) -> None:
    """Whether this can be the notice of ``year``; refuses with what is wrong.

    A notice may move days of the December before (元旦).
    """
    if not document.strip():
        raise RuleViolation("no_document", "须写明放假通知的文号", field="document")
    if not days:
        raise RuleViolation("calendar_empty", "表中没有放假或者调休的日期", field="file")
    for day in days:
        if not (day.year == year or (day.year == year - 1 and day.month == _DECEMBER)):
            raise RuleViolation("calendar_year", f"{day} 不属于 {year} 年的放假通知", field="year")


def forgotten_days(year: int, days: Mapping[date, DayException]) -> list[tuple[date, str]]:
    """Statutory days on weekdays that a notice does not name: to be looked at, not refused."""
    return [
        (day, name)
        for day, name in statutory_days(year).items()
        if day.weekday() < _SATURDAY and day not in days
    ]


def _parse_row(line: int, row: Mapping[str, str]) -> tuple[date, DayException]:
    text, kind = row.get("date", "").strip(), row.get("kind", "").strip()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = f"第 {line} 行：日期“{text}”应写作 2026-01-01 的形式"
        raise RuleViolation("calendar_row", message, field="date") from None
    if kind not in _KINDS:
        message = f"第 {line} 行：类型“{kind}”应为 holiday_off 或 workday_makeup"
        raise RuleViolation("calendar_row", message, field="kind")
    is_workday = _KINDS[kind]
    if is_workday != (day.weekday() >= _SATURDAY):
        message = f"第 {line} 行：{dated(day)}本来就{'上班' if is_workday else '休息'}，不是例外"
        raise RuleViolation("calendar_row", message, field="kind")
    name = row.get("name", "").strip()
    return day, DayException(is_workday=is_workday, name=_CHINESE_NAMES.get(name, name))
