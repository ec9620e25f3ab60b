"""What holds for every term and every start."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.rules.deadlines import TERM_RULES, Unit, due_date, due_on
from core.rules.periods import Period
from core.rules.workdays import DayException, WorkCalendar
from tests.core.rules.notices import CALENDAR, exceptions

STARTS = st.dates(date(2024, 1, 1), date(2027, 6, 30))
LENGTHS = st.integers(0, 120)
DATED = [term for term, rule in TERM_RULES.items() if rule.unit is not Unit.HOUR]
FORWARD = [term for term in DATED if not TERM_RULES[term].backwards]
WORKDAYS = [term for term in FORWARD if TERM_RULES[term].unit is Unit.WORKDAY]
PLAIN_DAYS = [
    term for term in FORWARD
    if TERM_RULES[term].unit is Unit.DAY and not TERM_RULES[term].rolls_over
]  # fmt: skip
ROLLING = [term for term in FORWARD if TERM_RULES[term].rolls_over]
no_deadline = settings(deadline=None)


@no_deadline
@given(st.sampled_from(DATED), STARTS, LENGTHS)
def test_the_short_way_and_the_derived_way_agree(term, start, length):
    due = due_date(term, start, CALENDAR, length=length)
    assert due.due_on == due_on(term, start, CALENDAR, length=length)
    assert due.provisional is bool(due.why)
    assert due.derivation[0].startswith(start.isoformat())


@no_deadline
@given(st.sampled_from(FORWARD), STARTS, LENGTHS, st.integers(1, 30))
def test_a_longer_term_never_ends_earlier(term, start, length, more):
    assert due_on(term, start, CALENDAR, length=length) <= due_on(
        term, start, CALENDAR, length=length + more
    )


@no_deadline
@given(st.sampled_from(FORWARD), STARTS, st.integers(1, 30))
def test_a_later_start_never_ends_earlier(term, start, later):
    assert due_on(term, start, CALENDAR) <= due_on(term, start + timedelta(days=later), CALENDAR)


@no_deadline
@given(st.sampled_from(WORKDAYS + ROLLING), STARTS, st.integers(1, 120))
def test_working_day_terms_and_rolling_terms_never_end_on_a_day_off(term, start, length):
    assert CALENDAR.is_workday(due_on(term, start, CALENDAR, length=length))


@no_deadline
@given(st.sampled_from(ROLLING), STARTS)
def test_rolling_over_only_passes_days_off(term, start):
    end = due_on(term, start, CALENDAR)
    before = end - timedelta(days=1)
    plain = due_date(term, start, CALENDAR).derivation
    rolled = sum("顺延" in step for step in plain)
    for n in range(rolled):
        assert not CALENDAR.is_workday(before - timedelta(days=n))


@no_deadline
@given(st.sampled_from(PLAIN_DAYS), STARTS, st.integers(1, 60), st.data())
def test_suspending_n_days_moves_the_due_date_by_n_days(term, start, n, data):
    end = due_on(term, start, CALENDAR)
    first = start + timedelta(days=data.draw(st.integers(1, (end - start).days)))
    pause = Period(first, first + timedelta(days=n - 1))
    suspended = due_date(term, start, CALENDAR, suspended=[pause])
    assert suspended.due_on == end + timedelta(days=n)


@no_deadline
@given(st.sampled_from(WORKDAYS), STARTS, st.integers(1, 20))
def test_suspending_from_the_next_day_is_starting_at_the_end_of_the_suspension(term, start, n):
    pause = Period(start + timedelta(days=1), start + timedelta(days=n))
    suspended = due_date(term, start, CALENDAR, suspended=[pause]).due_on
    assert suspended == due_on(term, start + timedelta(days=n), CALENDAR)


@no_deadline
@given(
    st.sampled_from(DATED),
    STARTS,
    st.dictionaries(st.dates(date(2027, 1, 1), date(2028, 12, 31)), st.booleans(), max_size=40),
)
def test_a_final_date_never_moves_when_a_later_notice_is_loaded(term, start, notice):
    due = due_date(term, start, CALENDAR)
    later = {day: DayException(worked, "通知") for day, worked in notice.items()}
    loaded = WorkCalendar(exceptions() | later, CALENDAR.loaded_years | {2027, 2028})
    if not due.provisional:
        assert due_on(term, start, loaded) == due.due_on
