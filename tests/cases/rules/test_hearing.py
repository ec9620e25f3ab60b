"""The hearing (第六十三条至第六十五条)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cases.rules import hearing as rule
from core.errors import RuleViolation

TOLD = date(2026, 3, 2)
LAST = date(2026, 3, 9)  # five working days: 3-3, 3-4, 3-5, 3-6, 3-9


@pytest.mark.parametrize(
    ("on", "code"),
    [
        pytest.param(date(2026, 3, 1), "asked_before_told", id="the-day-before-it-was-told"),
        pytest.param(date(2026, 3, 2), "", id="on-the-day-it-was-told"),
        pytest.param(date(2026, 3, 9), "", id="on-the-last-day"),
        pytest.param(date(2026, 3, 10), "asked_too_late", id="the-day-after"),
    ],
)
def test_a_hearing_is_asked_for_in_time(on: date, code: str):
    if not code:
        rule.check_request(on, TOLD, LAST)
        return
    with pytest.raises(RuleViolation) as refused:
        rule.check_request(on, TOLD, LAST)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("held", "code"),
    [
        pytest.param(date(2026, 3, 10), "hearing_before_notice", id="on-the-day-of-the-notice"),
        pytest.param(date(2026, 3, 19), "notice_too_short", id="a-day-too-early"),
        pytest.param(date(2026, 3, 20), "", id="after-seven-whole-working-days"),
    ],
)
def test_the_notice_is_served_long_enough_before(held: date, code: str):
    at = datetime.combine(held, datetime.min.time())
    if not code:
        rule.check_notice(date(2026, 3, 10), at, date(2026, 3, 20))
        return
    with pytest.raises(RuleViolation) as refused:
        rule.check_notice(date(2026, 3, 10), at, date(2026, 3, 20))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("chair", "code"),
    [
        pytest.param(rule.Chair(3, "丙", frozenset({1, 2})), "", id="somebody-else"),
        pytest.param(rule.Chair(1, "甲", frozenset({1, 2})), "chair_investigates", id="a-handler"),
        pytest.param(
            rule.Chair(3, "丙", frozenset({1}), recused=True), "chair_recused", id="an-interest"
        ),
    ],
)
def test_nobody_who_investigated_or_has_an_interest_chairs(chair: rule.Chair, code: str):
    if not code:
        rule.check_chair(chair)
        return
    with pytest.raises(RuleViolation) as refused:
        rule.check_chair(chair)
    assert refused.value.code == code


def test_a_hearing_is_public_unless_one_of_the_three_grounds_is_named():
    grounds = ("国家秘密", "商业秘密", "个人隐私")
    rule.check_openness(is_public=True, why="", grounds=grounds)
    rule.check_openness(is_public=False, why="个人隐私", grounds=grounds)
    with pytest.raises(RuleViolation):
        rule.check_openness(is_public=False, why="不便公开", grounds=grounds)
