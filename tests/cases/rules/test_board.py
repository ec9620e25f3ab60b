"""Columns of the board, how heavy a case is, how long it stands, when one may remind."""

from __future__ import annotations

from datetime import date

import pytest

from cases.rules import board, urging
from cases.rules.board import LANES, Risk, lane_of, risk_of
from cases.rules.workflow import OPEN
from cases.rules.workflow import CaseState as S
from core.errors import RuleViolation

TODAY = date(2026, 11, 24)


def test_every_open_state_stands_in_exactly_one_column():
    places = [state for lane in LANES for state in lane.states]
    assert sorted(places) == sorted(OPEN)


@pytest.mark.parametrize(
    ("state", "reporting", "lane"),
    [
        pytest.param(S.FILED, "", "inquire", id="办理中按状态归列"),
        pytest.param(S.FILING, "", "file", id="立案待审批仍属待立案"),
        pytest.param(S.ENFORCING, "arranged", "perform", id="已安排的按状态归列"),
        pytest.param(S.FILED, "routed", "arrange", id="片长尚未安排的归待安排"),
        pytest.param(S.REPORTED, "pending", "arrange", id="正在转送的也归待安排"),
    ],
)
def test_in_which_column_a_case_stands(state, reporting, lane):
    assert lane_of(state, reporting) == lane


@pytest.mark.parametrize(
    ("facts", "risk"),
    [
        pytest.param({}, Risk.LOW, id="无任何情形的为一般"),
        pytest.param({"major": True}, Risk.HIGH, id="重大案件为高"),
        pytest.param({"circumstances": ["crime"]}, Risk.HIGH, id="涉嫌犯罪为高"),
        pytest.param({"circumstances": ["safety"]}, Risk.HIGH, id="危及公共安全为高"),
        pytest.param({"circumstances": ["dispute"]}, Risk.MIDDLE, id="管辖争议为中"),
        pytest.param({"complex_": True}, Risk.MIDDLE, id="复杂疑难为中"),
        pytest.param({"reporting": "arranged"}, Risk.MIDDLE, id="上报过片长的为中"),
        pytest.param({"review": True}, Risk.MIDDLE, id="须法制审核的为中"),
    ],
)
def test_how_heavy_a_case_is(facts, risk):
    plain = {"major": False, "complex_": False, "circumstances": [], "reporting": ""}
    assert risk_of(**{**plain, "review": False, **facts}) is risk


@pytest.mark.parametrize(
    ("days", "words", "level"),
    [(0, "今天进入", ""), (14, "本阶段 14 天", ""), (15, "本阶段 15 天", "slow"),
     (30, "本阶段 30 天", "stalled")],
)  # fmt: skip
def test_how_long_it_has_stood_is_said_in_words_and_marked(days, words, level):
    assert board.standing_words("file", days) == words
    assert board.standing_level(days) == level


def test_what_waits_for_the_chief_says_so():
    assert board.standing_words("arrange", 3) == "等候安排 3 天"
    assert board.standing_words("arrange", 0) == "今天上报"


@pytest.mark.parametrize(
    ("last", "may"),
    [
        pytest.param(None, True, id="从未催办"),
        pytest.param(date(2026, 11, 23), True, id="昨天催办过"),
        pytest.param(TODAY, False, id="今天已催办"),
    ],
)
def test_a_case_is_urged_at_most_once_a_day(last, may):
    assert urging.may_urge(last, TODAY) is may


@pytest.mark.parametrize(
    ("ids", "message", "code"),
    [
        pytest.param([], "请办理", "no_case", id="没有勾选"),
        pytest.param([1], "  ", "no_message", id="没有内容"),
        pytest.param(list(range(51)), "请办理", "too_many", id="一次超过五十件"),
    ],
)
def test_a_round_of_reminders_needs_cases_and_words(ids, message, code):
    with pytest.raises(RuleViolation) as refused:
        urging.check(ids, message)
    assert refused.value.code == code


def test_the_card_says_how_often_and_when_last():
    assert urging.words(2, TODAY) == "催办 2 次，最近 2026-11-24"
