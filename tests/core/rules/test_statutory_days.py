"""《全国年节及纪念日放假办法》第二条, for years whose notice is not out."""

from datetime import date

import pytest

from core.rules.statutory_days import statutory_days
from tests.core.rules.notices import CALENDAR

# Lunar dates from the almanac: 除夕, 清明, 端午, 中秋.
ALMANAC = {
    2025: ("01-28", "04-04", "05-31", "10-06"),
    2026: ("02-16", "04-05", "06-19", "09-25"),
    2027: ("02-05", "04-05", "06-09", "09-15"),
    2029: ("02-12", "04-04", "06-16", "09-22"),
    2030: ("02-02", "04-05", "06-05", "09-12"),
}


def _day(year, text):
    return date.fromisoformat(f"{year}-{text}")


@pytest.mark.parametrize("year", ALMANAC)
def test_exactly_the_thirteen_days_of_the_decree_and_no_made_up_ones(year):
    eve, qingming, dragon_boat, mid_autumn = (_day(year, text) for text in ALMANAC[year])
    spring = [date.fromordinal(eve.toordinal() + n) for n in range(4)]
    fixed = [_day(year, text) for text in ("01-01", "05-01", "05-02", "10-01", "10-02", "10-03")]
    assert sorted(statutory_days(year)) == sorted(
        [*fixed, *spring, qingming, dragon_boat, mid_autumn]
    )


@pytest.mark.parametrize("year", [2028, 2031])
def test_mid_autumn_on_a_national_day_leaves_twelve_dates(year):
    days = statutory_days(year)
    assert len(days) == 12
    assert "中秋节、国庆节" in days.values()


def test_before_2025_the_older_text_gave_eleven_days():
    days = statutory_days(2024)
    assert len(days) == 11
    assert date(2024, 2, 9) not in days  # 除夕
    assert date(2024, 5, 2) not in days


def test_names_are_those_of_the_decree():
    assert set(statutory_days(2027).values()) == {
        "元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节",
    }  # fmt: skip


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_statutory_day_is_a_day_off_in_the_notice(year):
    assert not any(CALENDAR.is_workday(day) for day in statutory_days(year))
