"""Compulsory execution: after what, by whom, when, how (《行政强制法》第十三条至第五十八条)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cases.rules import execution as rule
from cases.rules.court import application_window
from cases.rules.execution import ExecutionFacts, Kind
from core.errors import RuleViolation
from core.rules.workdays import DayException, WorkCalendar

HOLIDAY = date(2026, 10, 1)
CALENDAR = WorkCalendar(
    {HOLIDAY: DayException(is_workday=False, name="国庆节")}, frozenset({2025, 2026, 2027})
)
ENDED = date(2026, 9, 2)  # the time to sue
COURT = ExecutionFacts(
    Kind.COURT,
    owes=True,
    content="罚款 4000 元及加处罚款 4000 元",
    remedies_end=ENDED,
    window=application_window(ENDED, CALENDAR),  # 2026-09-03 … 2026-12-02
    demanded_on=date(2026, 9, 7),
    court="漳州市芗城区人民法院",
)
DEMOLITION = ExecutionFacts(
    Kind.OWN,
    owes=True,
    content="强制拆除违法建筑物",
    remedies_end=ENDED,
    demanded_on=date(2026, 9, 7),
    legal_basis="《城乡规划法》第六十五条",
    announced_on=date(2026, 9, 8),
    comply_by=date(2026, 9, 20),
)
SUBSTITUTE = ExecutionFacts(
    Kind.SUBSTITUTE,
    owes=True,
    content="清除堆放的渣土，恢复路面",
    demanded_on=date(2026, 9, 7),
    ground="traffic",
    executor="芗城某市政公司",
)
DAY = date(2026, 9, 22)  # eleven working days after the demand


@pytest.mark.parametrize("facts", [COURT, DEMOLITION, SUBSTITUTE], ids=lambda f: f.kind.value)
def test_with_everything_in_order_it_may_be_asked_for(facts):
    rule.check_execution(facts, DAY, CALENDAR)


@pytest.mark.parametrize(
    ("facts", "changes", "code"),
    [
        (COURT, {"owes": False}, "nothing_owed"),
        (COURT, {"demanded_on": None}, "no_demand"),
        (COURT, {"demanded_on": date(2026, 9, 10)}, "demand_runs"),
        (COURT, {"remedy_runs": True}, "remedy_runs"),
        (COURT, {"window": None}, "no_window"),
        (COURT, {"window": application_window(date(2026, 10, 9), CALENDAR)}, "too_early"),
        (COURT, {"window": application_window(date(2026, 6, 9), CALENDAR)}, "too_late"),
        (COURT, {"court": ""}, "no_court"),
        (DEMOLITION, {"legal_basis": "《福建省城乡规划条例》第一条"}, "no_power"),
        (DEMOLITION, {"legal_basis": ""}, "no_power"),
        (DEMOLITION, {"announced_on": None}, "not_announced"),
        (DEMOLITION, {"comply_by": DAY}, "announcement_runs"),
        (DEMOLITION, {"comply_by": date(2026, 9, 1)}, "comply_before"),
        (DEMOLITION, {"remedies_end": date(2026, 11, 1)}, "remedies_open"),
        (DEMOLITION, {"remedies_end": None}, "remedies_open"),
        (SUBSTITUTE, {"ground": ""}, "no_ground"),
        (SUBSTITUTE, {"executor": " "}, "no_executor"),
        (SUBSTITUTE, {"demanded_on": date(2026, 9, 17)}, "demand_runs"),
    ],
)
def test_what_is_missing_is_refused_with_its_article(facts, changes, code):
    with pytest.raises(RuleViolation) as refused:
        rule.check_execution(replace(facts, **changes), DAY, CALENDAR)
    assert refused.value.code == code
    assert refused.value.basis


def test_the_window_has_its_first_and_last_day():
    late = replace(COURT, demanded_on=date(2026, 8, 3))
    rule.check_execution(late, date(2026, 9, 3), CALENDAR)
    rule.check_execution(late, date(2026, 12, 2), CALENDAR)
    for day, code in ((date(2026, 9, 2), "too_early"), (date(2026, 12, 3), "too_late")):
        with pytest.raises(RuleViolation) as refused:
            rule.check_execution(late, day, CALENDAR)
        assert refused.value.code == code


def test_ten_whole_working_days_after_the_demand():
    assert rule.demand_over_on(Kind.COURT, date(2026, 9, 7), CALENDAR) == date(2026, 9, 22)
    assert rule.demand_over_on(Kind.SUBSTITUTE, date(2026, 9, 7), CALENDAR) == date(2026, 9, 11)


@pytest.mark.parametrize(
    "words", ["停止供水", "断电处理", "切断燃气", "停水停电", "中断供热", "限制供电"]
)
def test_no_household_is_cut_off(words):
    with pytest.raises(RuleViolation, match="停止供水"):
        rule.check_means(f"对当事人住宅{words}")
    rule.check_means("划拨存款，查封厂房，停止施工用的电动机械已搬离")


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (moment(2026, 9, 22, 22, 0), "at_night"),
        (moment(2026, 9, 22, 5, 59), "at_night"),
        (moment(2026, 9, 26, 10, 0), "day_off"),  # Saturday
        (moment(2026, 10, 1, 10, 0), "day_off"),
        (moment(2026, 9, 22, 6, 0), ""),
        (moment(2026, 9, 22, 21, 59), ""),
    ],
)
def test_not_at_night_nor_on_a_day_off_unless_urgent(at, code):
    if code:
        with pytest.raises(RuleViolation) as refused:
            rule.check_moment(at, CALENDAR, urgent_why="")
        assert refused.value.code == code
        rule.check_moment(at, CALENDAR, urgent_why="墙体随时可能倒塌")
    else:
        rule.check_moment(at, CALENDAR, urgent_why="")


def test_a_demand_waits_for_the_time_to_perform():
    due = date(2026, 9, 7)
    with pytest.raises(RuleViolation, match="逾期仍不履行"):
        rule.check_demand(owes=True, perform_by=due, today=due)
    rule.check_demand(owes=True, perform_by=due, today=date(2026, 9, 8))
    with pytest.raises(RuleViolation, match="无须催告"):
        rule.check_demand(owes=False, perform_by=due, today=date(2026, 9, 8))


def test_the_court_accepts_in_five_working_days_and_rules_in_seven_or_thirty():
    steps = rule.court_steps(date(2026, 9, 22), date(2026, 9, 24), CALENDAR)
    assert [step.due_on for step in steps] == [
        date(2026, 9, 29),
        date(2026, 10, 6),  # of the holiday only 10-01 is a day off in this calendar
        date(2026, 10, 24),
    ]
