"""Periods of validity."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from core.rules.periods import Period

DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@st.composite
def periods(draw):
    start = draw(DAYS)
    length = draw(st.none() | st.integers(0, 400))
    return Period(start, None if length is None else start + timedelta(days=length))


def test_both_ends_belong_to_the_period():
    period = Period(date(2025, 3, 1), date(2025, 3, 31))
    assert period.covers(date(2025, 3, 1))
    assert period.covers(date(2025, 3, 31))
    assert not period.covers(date(2025, 2, 28))
    assert not period.covers(date(2025, 4, 1))


def test_an_open_end_runs_on():
    assert Period(date(2025, 3, 1)).covers(date(2125, 3, 1))


def test_ending_before_it_starts_is_refused_at_the_end_field():
    with pytest.raises(RuleViolation, match="结束日期不能早于开始日期") as caught:
        Period(date(2025, 3, 2), date(2025, 3, 1))
    assert caught.value.field == "ends_on"


def test_following_one_another_is_not_overlapping():
    first = Period(date(2025, 1, 1), date(2025, 6, 30))
    assert not first.overlaps(Period(date(2025, 7, 1)))
    assert first.overlaps(Period(date(2025, 6, 30)))


def test_next_boundary_is_the_first_day_that_changes_the_answer():
    period = Period(date(2025, 3, 1), date(2025, 3, 31))
    assert period.next_boundary(date(2025, 1, 1)) == date(2025, 3, 1)
    assert period.next_boundary(date(2025, 3, 1)) == date(2025, 4, 1)
    assert period.next_boundary(date(2025, 3, 31)) == date(2025, 4, 1)
    assert period.next_boundary(date(2025, 4, 1)) is None
    assert Period(date(2025, 3, 1)).next_boundary(date(2025, 3, 1)) is None


@given(periods(), periods())
def test_overlapping_is_mutual_and_means_a_common_day(one, other):
    assert one.overlaps(other) is other.overlaps(one)
    later_start = max(one.starts_on, other.starts_on)
    assert one.overlaps(other) is (one.covers(later_start) and other.covers(later_start))


@given(periods(), DAYS)
def test_the_answer_changes_at_the_boundary_and_not_before(period, day):
    boundary = period.next_boundary(day)
    if boundary is not None:
        assert boundary > day
        eve = boundary - timedelta(days=1)
        assert period.covers(eve) is period.covers(day)
        assert period.covers(boundary) is not period.covers(eve)
