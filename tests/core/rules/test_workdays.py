"""Working days by the State Council's notices, and what holds where no notice is loaded."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from core.rules.workdays import DayException, WorkCalendar, parse_exceptions
from tests.core.rules.notices import CALENDAR, exceptions

DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))
UNLOADED = WorkCalendar({}, frozenset())


@pytest.mark.parametrize(
    ("day", "worked", "reason"),
    [
        pytest.param("2025-01-24", True, "", id="普通周五"),
        pytest.param("2025-01-25", False, "周末", id="普通周六"),
        pytest.param("2025-01-26", True, "春节调休上班", id="春节前调休的周日"),
        pytest.param("2025-01-28", False, "春节放假", id="除夕"),
        pytest.param("2025-02-04", False, "春节放假", id="春节假期最后一天"),
        pytest.param("2025-02-08", True, "春节调休上班", id="春节后调休的周六"),
        pytest.param("2024-02-09", True, "", id="2024年除夕是工作日"),
        pytest.param("2025-10-04", False, "周末", id="国庆假期里的周六"),
        pytest.param("2025-10-08", False, "国庆节放假", id="国庆中秋八天的最后一天"),
        pytest.param("2025-10-11", True, "国庆节调休上班", id="国庆后调休的周六"),
        pytest.param("2026-01-04", True, "元旦调休上班", id="元旦后调休的周日"),
        pytest.param("2027-01-01", False, "元旦法定假日（暂定）", id="未发布通知年份的元旦"),
        pytest.param("2027-02-09", True, "", id="未发布通知年份不推定补假"),
        pytest.param("2027-10-09", False, "周末", id="未发布通知年份不推定调休上班"),
    ],
)
def test_the_notice_says_which_days_are_worked(day, worked, reason):
    assert CALENDAR.is_workday(date.fromisoformat(day)) is worked
    assert CALENDAR.reason_of(date.fromisoformat(day)) == reason


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        pytest.param("2025-01-24", 0, "2025-01-24", id="零日即当日"),
        pytest.param("2025-01-25", 0, "2025-01-25", id="零日即当日-休息日也不移动"),
        pytest.param("2025-01-24", 1, "2025-01-26", id="次日周六不计-调休周日计入"),
        pytest.param("2025-01-24", 5, "2025-02-07", id="跨2025年春节五个工作日"),
        pytest.param("2026-02-12", 7, "2026-02-28", id="跨2026年春节七个工作日-止于调休周六"),
        pytest.param("2025-09-26", 7, "2025-10-13", id="跨2025年国庆中秋七个工作日"),
        pytest.param("2025-12-30", 3, "2026-01-05", id="跨年三个工作日"),
        pytest.param("2025-02-07", -5, "2025-01-24", id="自春节后倒数五个工作日"),
        pytest.param("2025-10-09", -1, "2025-09-30", id="自国庆后首日倒数一个工作日"),
    ],
)
def test_counting_working_days_across_holidays(start, n, end):
    assert CALENDAR.add_workdays(date.fromisoformat(start), n) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2025-10-01", "2025-10-09", id="国庆首日顺延至节后"),
        pytest.param("2025-10-11", "2025-10-11", id="调休上班的周六不顺延"),
        pytest.param("2025-05-31", "2025-06-03", id="端午周六顺延至周二"),
        pytest.param("2026-12-31", "2026-12-31", id="工作日不动"),
    ],
)
def test_the_next_working_day(day, expected):
    assert CALENDAR.next_workday(date.fromisoformat(day)) == date.fromisoformat(expected)


def test_only_unloaded_years_make_a_count_provisional():
    assert not CALENDAR.is_provisional(date(2024, 1, 1), date(2026, 12, 31))
    assert CALENDAR.is_provisional(date(2026, 12, 31), date(2027, 1, 4))
    assert CALENDAR.is_provisional(date(2027, 1, 4), date(2026, 12, 31))
    assert CALENDAR.why_provisional(date(2026, 1, 1), date(2026, 2, 1)) == ""


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        pytest.param(
            "2026-12-31",
            "2027-01-04",
            "2027 年放假通知尚未发布：按周末和《全国年节及纪念日放假办法》法定假日推算",
            id="下一年",
        ),
        pytest.param(
            "2026-12-31",
            "2028-01-04",
            "2027、2028 年放假通知尚未发布：按周末和《全国年节及纪念日放假办法》法定假日推算",
            id="连续两年",
        ),
        pytest.param(
            "2023-05-01",
            "2023-05-09",
            "2023 年放假安排未录入：按周末和《全国年节及纪念日放假办法》法定假日推算",
            id="以前年度",
        ),
    ],
)
def test_a_provisional_date_says_why(first, last, text):
    assert CALENDAR.why_provisional(date.fromisoformat(first), date.fromisoformat(last)) == text


@given(DAYS, DAYS)
def test_counting_between_two_days_agrees_with_counting_day_by_day(a, b):
    early, late = sorted((a, b))
    days = (early + timedelta(days=n) for n in range(1, (late - early).days + 1))
    worked = sum(CALENDAR.is_workday(day) for day in days)
    assert CALENDAR.workdays_between(early, late) == worked
    assert CALENDAR.workdays_between(late, early) == -worked


@given(DAYS, st.integers(1, 120))
def test_adding_and_counting_are_inverse(start, n):
    forward = CALENDAR.add_workdays(start, n)
    assert CALENDAR.is_workday(forward)
    assert CALENDAR.workdays_between(start, forward) == n
    back = CALENDAR.add_workdays(forward, -n)
    assert CALENDAR.is_workday(back)
    assert back <= start


@given(DAYS)
def test_without_any_notice_weekends_and_statutory_days_are_off(day):
    if day.weekday() >= 5:
        assert not UNLOADED.is_workday(day)


def test_an_exception_that_a_later_notice_brings_into_an_unloaded_year_counts():
    day = date(2027, 12, 31)
    calendar = WorkCalendar({day: DayException(False, "元旦")}, frozenset({2028}))
    assert not calendar.is_workday(day)
    assert calendar.workdays_between(date(2027, 12, 30), date(2028, 1, 3)) == 1


def _row(day="2025-01-26", kind="workday_makeup", name="Spring Festival"):
    return {"date": day, "kind": kind, "name": name}


def test_a_table_of_exceptions_is_read_with_chinese_names():
    assert parse_exceptions([_row(), _row("2025-10-06", "holiday_off", "中秋节")]) == {
        date(2025, 1, 26): DayException(True, "春节"),
        date(2025, 10, 6): DayException(False, "中秋节"),
    }


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param([_row("2025/1/26")], "第 2 行：日期“2025/1/26”应写作", id="日期格式"),
        pytest.param([_row(kind="off")], "第 2 行：类型“off”应为", id="类型不识"),
        pytest.param([_row(), _row()], "第 3 行：2025-01-26 重复", id="同日两行"),
        pytest.param(
            [_row("2025-01-27")], "第 2 行：2025-01-27（周一）本来就上班", id="周一不需调休上班"
        ),
        pytest.param(
            [_row("2025-01-25", "holiday_off")],
            "第 2 行：2025-01-25（周六）本来就休息",
            id="周六不需放假",
        ),
    ],
)
def test_a_wrong_row_is_named_by_line(rows, message):
    with pytest.raises(RuleViolation, match="第") as caught:
        parse_exceptions(rows)
    assert message in caught.value.message


def test_the_notices_of_three_years_hold_75_exceptions():
    assert len(exceptions()) == 75
    for day, exception in exceptions().items():
        assert exception.is_workday is (day.weekday() >= 5), day
