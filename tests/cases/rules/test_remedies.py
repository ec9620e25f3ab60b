"""What reconsideration and litigation leave, and when the court may be asked after them."""

from __future__ import annotations

from datetime import date

import pytest

from cases.rules.remedies import Contest, Served, check_filing, court_window, remedies_end
from core.errors import RuleViolation
from core.rules.workdays import WorkCalendar

CALENDAR = WorkCalendar({}, frozenset({2025, 2026, 2027}))
SERVED = Served(date(2026, 3, 2))
R, L = "reconsideration", "litigation"


def contest(kind: str, result: str = "", on: str = "2026-06-01") -> Contest:
    day = date.fromisoformat(on) if result else None
    return Contest(kind, date(2026, 4, 1), result, day)


@pytest.mark.parametrize(
    ("served", "contests", "end"),
    [
        (SERVED, [], date(2026, 9, 2)),
        (Served(date(2026, 3, 2), land=True), [], date(2026, 3, 17)),
        (Served(date(2026, 3, 2), simple=True), [], date(2026, 5, 1)),
        (SERVED, [contest(R)], None),
        (SERVED, [contest(R, "upheld")], date(2026, 6, 16)),
        (SERVED, [contest(R, "changed")], date(2026, 6, 16)),
        (SERVED, [contest(R, "withdrawn")], date(2026, 9, 2)),
        (SERVED, [contest(R, "upheld"), contest(L)], None),
        (SERVED, [contest(L, "upheld", "2026-11-02")], date(2026, 11, 2)),
        (SERVED, [contest(L, "withdrawn", "2026-11-02")], date(2026, 11, 2)),
    ],
)
def test_when_the_time_to_contest_is_over(served, contests, end):
    found = remedies_end(served, contests, CALENDAR)
    assert found == end
    window = court_window(served, contests, CALENDAR)
    if end is None:
        assert window is None
    else:
        assert window is not None
        assert (window.opens_on - end).days == 1


def test_the_window_is_three_months():
    window = court_window(SERVED, [], CALENDAR)
    assert window is not None
    assert (window.opens_on, window.closes_on) == (date(2026, 9, 3), date(2026, 12, 2))


def test_payment_put_off_beyond_it_moves_the_window():
    later = Served(date(2026, 3, 2), deferred_until=date(2026, 12, 31))
    window = court_window(later, [], CALENDAR)
    assert window is not None
    assert (window.opens_on, window.closes_on) == (date(2027, 1, 1), date(2027, 3, 31))
    sooner = Served(date(2026, 3, 2), deferred_until=date(2026, 5, 31))
    assert court_window(sooner, [], CALENDAR) == court_window(SERVED, [], CALENDAR)


@pytest.mark.parametrize("result", ["revoked", "void"])
def test_of_a_decision_taken_away_nothing_is_enforced(result):
    assert court_window(SERVED, [contest(R, result)], CALENDAR) is None


@pytest.mark.parametrize(
    ("kind", "contests", "simple", "code"),
    [
        (R, [], False, ""),
        (L, [], False, ""),
        (L, [], True, "reconsideration_first"),
        (L, [contest(R, "upheld")], True, ""),
        (L, [contest(R)], False, "reconsidering"),
        (R, [contest(L)], False, "sued_already"),
        (R, [contest(R)], False, "runs_already"),
        (L, [contest(R, "revoked")], False, "annulled"),
    ],
)
def test_the_order_of_reconsideration_and_suit(kind, contests, simple, code):
    if not code:
        check_filing(kind, contests, simple=simple)
        return
    with pytest.raises(RuleViolation) as refused:
        check_filing(kind, contests, simple=simple)
    assert refused.value.code == code
