"""Half of each bureau's officers are posted to the towns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personnel.rules.secondment import SecondmentLevel, assess

IDS = st.sets(st.integers(1, 60), max_size=40)


@pytest.mark.parametrize(
    ("total", "posted", "exempt", "level", "shortfall", "percent"),
    [
        pytest.param(10, 5, False, "met", 0, 50, id="恰为一半"),
        pytest.param(10, 4, False, "short", 1, 40, id="差一人"),
        pytest.param(9, 4, False, "short", 1, 44, id="奇数向上取整-四人不足"),
        pytest.param(9, 5, False, "met", 0, 55, id="奇数向上取整-五人达标"),
        pytest.param(1, 0, False, "short", 1, 0, id="一人也须下沉"),
        pytest.param(200, 99, False, "short", 1, 49, id="百分之四十九点五不算一半"),
        pytest.param(0, 0, False, "no_officers", 0, 0, id="尚无人员"),
        pytest.param(10, 1, True, "exempt", 0, 10, id="消防自行调配-仍显示比例"),
        pytest.param(10, 0, True, "exempt", 0, 0, id="消防未下沉不欠"),
    ],
)
def test_the_ratio_of_a_bureau(total, posted, exempt, level, shortfall, percent):
    status = assess("某局", range(total), range(posted), exempt=exempt)
    assert (status.level, status.shortfall, status.percent) == (level, shortfall, percent)


def test_somebody_posted_to_several_towns_counts_once():
    assert assess("区住建局", [1, 2, 3, 4], [1, 1, 1]).posted == 1


def test_people_of_other_bureaus_do_not_count():
    assert assess("区住建局", [1, 2], [1, 8, 9]).text == "已下沉 1 人，占 2 人的 50%，达到 50%"


def test_the_text_says_what_is_missing_or_why_nothing_is():
    assert assess("区住建局", range(9), range(3)).text == (
        "已下沉 3 人，占 9 人的 33%，低于 50%，还差 2 人"
    )
    assert "自行调配" in assess("区消防救援大队", range(9), range(3), exempt=True).text


@given(IDS, IDS)
def test_met_means_twice_the_posted_reach_the_total(officers, posted):
    status = assess("某局", officers, posted)
    sent = len(officers & posted)
    if officers:
        assert (status.level is SecondmentLevel.MET) is (2 * sent >= len(officers))
        assert (status.shortfall == 0) is (status.level is SecondmentLevel.MET)
        assert 2 * (sent + status.shortfall) >= len(officers)
