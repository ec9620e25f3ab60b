"""The words of the due badge."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.rules.deadlines import Level, Remaining, Unit, remaining, remaining_time
from tests.core.rules.notices import CALENDAR


@pytest.mark.parametrize(
    ("due", "today", "unit", "text", "level"),
    [
        pytest.param("2025-10-13", "2025-09-30", "workday", "剩 4 个工作日", "ok", id="跨国庆"),
        pytest.param("2025-10-13", "2025-10-01", "workday", "剩 4 个工作日", "ok", id="假日里看"),
        pytest.param("2025-10-13", "2025-10-09", "workday", "剩 3 个工作日", "soon", id="三日内"),
        pytest.param("2025-10-13", "2025-10-13", "workday", "今天到期", "soon", id="当日"),
        pytest.param("2025-09-30", "2025-10-08", "workday", "逾期 8 天", "late", id="逾期按天"),
        pytest.param("2025-10-03", "2025-09-25", "day", "剩 8 天", "ok", id="自然日八天"),
        pytest.param("2025-10-03", "2025-09-26", "day", "剩 7 天", "soon", id="自然日七天"),
        pytest.param("2025-10-03", "2025-10-02", "day", "剩 1 天", "soon", id="自然日一天"),
        pytest.param("2025-10-03", "2025-10-05", "day", "逾期 2 天", "late", id="自然日逾期"),
        pytest.param("2026-03-02", "2025-10-05", "month", "剩 148 天", "ok", id="月按天"),
        pytest.param("2025-10-05", "2025-10-04", "workday", "剩 1 天", "soon", id="止于休息日"),
    ],
)
def test_what_is_left_is_told_in_the_unit_of_the_term(due, today, unit, text, level):
    shown = remaining(date.fromisoformat(due), date.fromisoformat(today), CALENDAR, Unit(unit))
    assert shown == Remaining(text, Level(level))


@pytest.mark.parametrize(
    ("left", "text", "level"),
    [
        pytest.param(timedelta(hours=100), "剩 4 天", "ok", id="多日"),
        pytest.param(timedelta(hours=24), "剩 24 小时", "ok", id="一昼夜"),
        pytest.param(timedelta(hours=6, minutes=59), "剩 6 小时", "ok", id="近七小时"),
        pytest.param(timedelta(hours=6), "剩 6 小时", "soon", id="六小时"),
        pytest.param(timedelta(minutes=20, seconds=30), "剩 20 分钟", "soon", id="二十分钟"),
        pytest.param(timedelta(seconds=20), "剩 0 分钟", "soon", id="不足一分钟"),
        pytest.param(timedelta(), "逾期 0 分钟", "late", id="时刻已到"),
        pytest.param(timedelta(hours=-3), "逾期 3 小时", "late", id="逾期三小时"),
    ],
)
def test_terms_in_hours_are_told_in_hours(left, text, level):
    now = datetime(2025, 9, 30, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert remaining_time(now + left, now) == Remaining(text, Level(level))
