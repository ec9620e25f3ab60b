"""Who may act for a holder on leave."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from core.rules.periods import Period
from personnel.rules.acting import ActingFacts, check_acting, first_uncovered

DAY = date(2026, 3, 2)


def days(first: int, last: int | None) -> Period:
    return Period(DAY + timedelta(days=first), None if last is None else DAY + timedelta(days=last))


FACTS = ActingFacts(
    role="zone_chief",
    label="片长",
    holder="徐某",
    person="代某",
    same_person=False,
    starts_on=DAY,
    ends_on=DAY + timedelta(days=4),
    holds=Period(date(2024, 7, 1)),
    leaves=(days(0, 6),),
)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        pytest.param(FACTS, None, id="请假期间代理片长"),
        pytest.param(replace(FACTS, leaves=(days(0, 1), days(2, 4))), None, id="两次请假相连"),
        pytest.param(
            replace(FACTS, role="town_officer"), "no_acting_office", id="执法人员不设代理"
        ),
        pytest.param(replace(FACTS, role="coordinator"), "no_acting_office", id="协作组长不设代理"),
        pytest.param(replace(FACTS, same_person=True), "acting_self", id="本人代理自己"),
        pytest.param(replace(FACTS, ends_on=None), "acting_no_end", id="无止期"),
        pytest.param(replace(FACTS, ends_on=date(2026, 3, 1)), "period_reversed", id="止早于起"),
        pytest.param(replace(FACTS, leaves=()), "acting_without_leave", id="没有请假"),
        pytest.param(
            replace(FACTS, leaves=(days(0, 3),)), "acting_without_leave", id="超出请假一天"
        ),
        pytest.param(
            replace(FACTS, leaves=(days(0, 1), days(3, 4))),
            "acting_without_leave",
            id="中间一天未请假",
        ),
        pytest.param(replace(FACTS, holds=days(1, None)), "acting_outside_office", id="早于原任职"),
        pytest.param(replace(FACTS, holds=days(-9, 3)), "acting_outside_office", id="晚于原任职"),
        pytest.param(replace(FACTS, others=(days(4, 9),)), "acting_taken", id="已有代理"),
        pytest.param(replace(FACTS, others=(days(5, 9),)), None, id="前后两位代理"),
        pytest.param(
            replace(FACTS, role="agency_leader", unit="区住建局", home="区水利局"),
            "not_own_staff",
            id="负责人由外单位代理",
        ),
    ],
)
def test_acting(facts: ActingFacts, code: str | None):
    if code is None:
        check_acting(facts)
        return
    with pytest.raises(RuleViolation) as refused:
        check_acting(facts)
    assert refused.value.code == code


PERIODS = st.builds(
    lambda first, length: days(first, first + length), st.integers(0, 20), st.integers(0, 8)
)


@given(PERIODS, st.lists(PERIODS, max_size=5))
def test_the_first_uncovered_day_is_the_first_that_lies_in_no_leave(period, leaves):
    day = period.starts_on
    while period.covers(day) and any(leave.covers(day) for leave in leaves):
        day += timedelta(days=1)
    assert first_uncovered(period, leaves) == (day if period.covers(day) else None)
