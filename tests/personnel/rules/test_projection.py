"""On which days a bureau falls under half, and who may be posted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from core.rules.periods import Period
from personnel.rules.secondment import (
    Posting,
    SecondmentFacts,
    assess,
    check_secondment,
    projection,
)

TODAY = date(2026, 11, 23)


def until(officer: int, ends_on: date | None, starts_on: date = date(2024, 7, 1)) -> Posting:
    return Posting(officer, Period(starts_on, ends_on))


FEBRUARY = date(2027, 2, 28)


@pytest.mark.parametrize(
    ("postings", "texts"),
    [
        pytest.param([until(1, None), until(2, None), until(3, None)], [], id="都未定止期"),
        pytest.param(
            [until(n, FEBRUARY) for n in (1, 2, 3)],
            ["2027-03-01 起低于 50%（3 人下沉到期）"],
            id="同日到期三人",
        ),
        pytest.param(
            [until(1, FEBRUARY), until(2, None), until(3, None), until(4, None)],
            [],
            id="余三人仍达标",
        ),
        pytest.param(
            [until(1, FEBRUARY), until(1, None), until(2, None), until(3, None)],
            [],
            id="一人两处-一处到期仍计",
        ),
        pytest.param(
            [until(1, FEBRUARY), until(2, None), until(3, None), until(4, None, date(2027, 3, 1))],
            [],
            id="次日有人接替",
        ),
        pytest.param(
            [until(1, FEBRUARY), until(2, None), until(3, None), until(4, None, date(2027, 4, 1))],
            [
                "2027-03-01 起低于 50%（1 人下沉到期）",
                "2027-04-01 起恢复到 50%（下沉 3 人，共 6 人）",
            ],
            id="一个月后才接替",
        ),
        pytest.param(
            [until(n, TODAY + timedelta(days=400)) for n in (1, 2, 3)], [], id="第四百零一天才低于"
        ),
        pytest.param(
            [until(n, TODAY + timedelta(days=399)) for n in (1, 2, 3)],
            ["2027-12-28 起低于 50%（3 人下沉到期）"],
            id="第四百天低于",
        ),
        pytest.param([until(99, FEBRUARY)], [], id="外单位人员不计"),
    ],
)
def test_the_words_of_what_comes(postings: list[Posting], texts: list[str]):
    assert [turn.text for turn in projection(range(1, 7), postings, on=TODAY)] == texts


def test_the_fire_brigade_has_no_such_day():
    gone = [until(1, FEBRUARY)]
    assert projection([1, 2], gone, on=TODAY, exempt=True) == ()
    assert len(projection([1, 2], gone, on=TODAY)) == 1


DAYS = st.integers(-10, 60).map(lambda n: TODAY + timedelta(days=n))
POSTINGS = st.builds(
    lambda officer, first, length: Posting(
        officer, Period(first, None if length is None else first + timedelta(days=length))
    ),
    st.integers(1, 8),
    DAYS,
    st.none() | st.integers(0, 40),
)


@given(st.sets(st.integers(1, 8), min_size=1), st.lists(POSTINGS, max_size=8))
def test_the_turns_are_those_that_looking_at_every_day_finds(officers, postings):
    def level(day: date) -> bool:
        posted = [p.officer for p in postings if p.period.covers(day)]
        return assess("某局", officers, posted).level == "met"

    found = {turn.day: turn for turn in projection(officers, postings, on=TODAY, days=120)}
    for n in range(1, 121):
        day = TODAY + timedelta(days=n)
        before, after = level(day - timedelta(days=1)), level(day)
        assert (day in found) is (before != after)
        if day in found:
            assert found[day].falls is before
            assert found[day].expired >= (1 if before else 0)


FACTS = SecondmentFacts(
    person="林某",
    home="区住建局",
    bureau="区住建局",
    town="天宝镇",
    town_in_zone=True,
    is_field=True,
    certified=True,
    tasks=2,
    document="芗住建〔2026〕8号",
    starts_on=TODAY,
)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        pytest.param(FACTS, None, id="本局持证人员"),
        pytest.param(replace(FACTS, home="天宝镇"), "foreign_staff", id="非本局人员"),
        pytest.param(replace(FACTS, is_field=False), "not_field", id="非执法人员"),
        pytest.param(replace(FACTS, certified=False), "no_certificate", id="无有效证件"),
        pytest.param(replace(FACTS, town_in_zone=False), "no_zone", id="农林场"),
        pytest.param(replace(FACTS, tasks=0), "no_tasks", id="无任务"),
        pytest.param(replace(FACTS, document=" "), "no_document", id="无文号"),
        pytest.param(replace(FACTS, ends_on=date(2026, 1, 1)), "period_reversed", id="止早于起"),
        pytest.param(replace(FACTS, others=(Period(TODAY),)), "posted_already", id="已在该镇"),
    ],
)
def test_who_may_be_posted(facts: SecondmentFacts, code: str | None):
    if code is None:
        check_secondment(facts)
        return
    with pytest.raises(RuleViolation) as refused:
        check_secondment(facts)
    assert refused.value.code == code
