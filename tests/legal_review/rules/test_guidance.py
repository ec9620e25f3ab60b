"""挂钩指导: who answers, whether a step fits, who is reminded when."""

from __future__ import annotations

from datetime import date

import pytest

from cases.rules.workflow import FINAL, CaseState
from core.errors import RuleViolation
from core.rules.workdays import WorkCalendar
from legal_review.rules import guidance as rule
from legal_review.rules.guidance import Asked, Guide, Stage, State

TOWN, ZONE = 11, 3
OF_TOWN = Guide(1, "镇街审核员", towns=frozenset({TOWN}))
OF_ZONE = Guide(2, "片区审核员", zones=frozenset({ZONE}))
ELSEWHERE = Guide(3, "外片区审核员", zones=frozenset({9}))
ASKED = Asked(asker=100, town=TOWN, zone=ZONE)


def test_the_towns_own_reviewer_comes_before_the_zones():
    routed = rule.route([OF_ZONE, ELSEWHERE, OF_TOWN], ASKED)
    assert routed.guide == OF_TOWN
    assert "镇街法制审核员" in routed.reason


def test_without_a_reviewer_of_the_town_the_zones_answers():
    assert rule.route([ELSEWHERE, OF_ZONE], ASKED).guide == OF_ZONE


def test_whoever_is_on_leave_is_passed_over_for_the_stand_in():
    away = Guide(1, "请假的", towns=frozenset({TOWN}), away=True)
    stand_in = Guide(4, "代理的", towns=frozenset({TOWN}), acting=True, waiting=9)
    routed = rule.route([away, OF_ZONE, stand_in], ASKED)
    assert routed.guide == stand_in
    assert "（代理）" in routed.reason


def test_on_leave_without_a_stand_in_the_zones_reviewer_answers():
    away = Guide(1, "请假的", towns=frozenset({TOWN}), away=True)
    assert rule.route([away, OF_ZONE], ASKED).guide == OF_ZONE


def test_of_two_in_the_same_office_the_one_with_less_waiting():
    busy = Guide(5, "忙的", zones=frozenset({ZONE}), waiting=2)
    free = Guide(6, "闲的", zones=frozenset({ZONE}), waiting=1)
    assert rule.route([busy, free], ASKED).guide == free


@pytest.mark.parametrize(
    ("guide", "asked"),
    [
        (OF_TOWN, Asked(asker=1, town=TOWN)),
        (OF_TOWN, Asked(asker=100, town=TOWN, handlers=frozenset({1}))),
        (
            Guide(1, "甲", towns=frozenset({TOWN}), recused_from=frozenset({"某店"})),
            Asked(asker=100, town=TOWN, parties=frozenset({"某店"})),
        ),
        (ELSEWHERE, ASKED),
    ],
    ids=["asks themself", "handles the case", "has an interest", "guides another zone"],
)
def test_nobody_able_leaves_it_with_the_justice_bureau(guide: Guide, asked: Asked):
    routed = rule.route([guide], asked)
    assert routed.guide is None
    assert "区司法局" in routed.reason


@pytest.mark.parametrize("state", [CaseState.UNDER_REVIEW, *sorted(FINAL)])
def test_a_case_under_review_or_over_is_not_asked_about(state: CaseState):
    with pytest.raises(RuleViolation):
        rule.check_case(state)


@pytest.mark.parametrize("state", [CaseState.REPORTED, CaseState.FILED, CaseState.SERVED])
def test_a_case_with_something_to_do_is_asked_about(state: CaseState):
    rule.check_case(state)


@pytest.mark.parametrize(
    ("step", "state"),
    [
        ("answer", State.SOLVED),
        ("answer", State.WITHDRAWN),
        ("follow", State.SOLVED),
        ("forward", State.ANSWERED),
        ("solve", State.OPEN),
        ("withdraw", State.ANSWERED),
    ],
)
def test_a_step_that_does_not_fit_is_refused_with_the_state(step: str, state: State):
    with pytest.raises(RuleViolation, match="不能再"):
        rule.check_step(step, state)


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2026, 3, 5), None),
        (date(2026, 3, 6), Stage.DUE),
        (date(2026, 3, 8), Stage.LATE),
        (date(2026, 3, 9), Stage.LATE),
        (date(2026, 3, 10), Stage.ESCALATED),
    ],
)
def test_the_reviewer_is_reminded_and_then_the_justice_bureau(today: date, stage: Stage | None):
    """Due on a Friday: the weekend and Monday are the reviewer's, Tuesday tells 区司法局."""
    calendar = WorkCalendar(exceptions={}, loaded_years=frozenset({2026}))
    assert rule.stage_on(date(2026, 3, 6), today, calendar) is stage
