"""Who may order a joint operation, and what it needs before (方案二（二）3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core.errors import RuleViolation
from personnel.rules.eligibility import CertificateFacts, OfficerFacts
from plans.rules import operation as rule
from plans.rules.operation import STEPS, Orderer, S, Team

DAY = date(2026, 11, 24)
START = datetime(2026, 11, 24, 1, tzinfo=UTC)
END = START + timedelta(hours=3)
TWO = (("甲", "石亭街道", ""), ("乙", "天宝镇", ""))


def team(**changes: object) -> Team:
    values: dict[str, object] = {
        "units": ("石亭街道", "天宝镇"),
        "towns": ("石亭街道",),
        "people": TWO,
    }
    return Team(**{**values, **changes})  # type: ignore[arg-type]


def test_two_certified_officers_of_two_units_are_enough():
    rule.require_strength(team())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"people": TWO[:1]}, "须两人以上，现有 1 人"),
        ({"people": (TWO[0], ("丙", "石亭街道", ""))}, "须来自两个以上单位"),
        ({"people": (TWO[0], ("乙", "天宝镇", "证件到期"))}, "乙（天宝镇）不能参加：证件到期"),
        ({"units": ("石亭街道",)}, "参加单位须两个以上"),
        ({"towns": ()}, "还没有行动地点"),
        ({"towns": ("石亭街道", "浦南镇")}, "浦南镇是行动地点，其人员须参加"),
    ],
)
def test_what_is_wanting_is_named_before_it_may_be_ordered(changes: dict, words: str):
    with pytest.raises(RuleViolation, match=words):
        rule.require_strength(team(**changes))


def test_simple_work_inside_the_zone_needs_no_chief():
    assert rule.orderers(zones=1, days=1, from_report=False) == (Orderer.CHIEF, Orderer.DEPUTY)


@pytest.mark.parametrize(
    ("zones", "days", "reported"), [(1, 2, False), (1, 1, True), (2, 1, False)]
)
def test_what_is_not_simple_is_never_ordered_by_a_deputy_chief(zones, days, reported):
    allowed = rule.orderers(zones=zones, days=days, from_report=reported)
    assert Orderer.CHIEF in allowed
    assert Orderer.DEPUTY not in allowed


def test_over_several_zones_the_coordination_office_may_order():
    assert Orderer.OFFICE in rule.orderers(zones=2, days=1, from_report=False)
    assert Orderer.OFFICE not in rule.orderers(zones=1, days=5, from_report=False)


def officer(*domains: str, **changes: object) -> OfficerFacts:
    paper = CertificateFacts("3506001", frozenset(domains), DAY, DAY + timedelta(days=9))
    values: dict[str, object] = {
        "id": 1,
        "name": "甲",
        "certificates": (paper,),
        "units": frozenset({"T1"}),
        "places": frozenset({"T1"}),
    }
    return OfficerFacts(**{**values, **changes})  # type: ignore[arg-type]


def test_everybody_comes_in_the_field_of_their_own_certificate():
    assert rule.bar(rule.Sent(officer("农业农村"), "T1", "T1"), DAY) is None
    assert rule.bar(rule.Sent(officer(), "T1", "T1"), DAY) is None


@pytest.mark.parametrize(
    ("who", "day", "code"),
    [
        (officer(certificates=()), DAY, "certificate_missing"),
        (officer("农业农村"), DAY + timedelta(days=10), "certificate_expired"),
        (officer(units=frozenset({"T2"})), DAY, "not_of_unit"),
    ],
    ids=["no paper", "paper has ended", "of another unit"],
)
def test_who_is_not_certified_that_day_or_not_of_the_unit_does_not_come(who, day, code):
    found = rule.bar(rule.Sent(who, "T1", "T1"), day)
    assert found is not None
    assert found.code == code


def test_every_state_is_reached_and_only_the_last_ones_are_never_left():
    reached = {S.DRAFT} | {step.target for step in STEPS.values() if step.target}
    left = {source for step in STEPS.values() if step.target for source in step.sources}
    assert reached == set(S)
    assert set(S) - left == rule.OVER


def test_a_step_out_of_turn_says_where_the_operation_stands():
    with pytest.raises(RuleViolation, match="联合行动已取消，不能下达"):
        rule.require_step(S.CANCELLED, "order")


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        (END, START, "period_order"),
        (START - timedelta(days=2), START - timedelta(days=1), "already_past"),
        (START, START + timedelta(days=16), "too_long"),
    ],
)
def test_times_are_in_order_ahead_and_not_too_long(starts, ends, code):
    with pytest.raises(RuleViolation) as refused:
        rule.check_times(starts, ends, now=START)
    assert refused.value.code == code


def test_checking_in_is_open_from_two_hours_before_until_the_end():
    rule.check_arrival(START, END, START - timedelta(hours=2))
    rule.check_arrival(START, END, END)
    with pytest.raises(RuleViolation, match="两小时"):
        rule.check_arrival(START, END, START - timedelta(hours=2, seconds=1))
    with pytest.raises(RuleViolation, match="已过"):
        rule.check_arrival(START, END, END + timedelta(seconds=1))


def test_late_is_counted_in_full_minutes_after_the_start():
    assert rule.minutes_late(START, None) == 0
    assert rule.minutes_late(START, START) == 0
    assert rule.minutes_late(START, START + timedelta(minutes=7, seconds=59)) == 7


def test_the_report_waits_for_every_unit():
    rule.require_told(["甲镇"], ["检查 3 户"])
    with pytest.raises(RuleViolation, match="乙镇还没有填报结果"):
        rule.require_told(["甲镇", "乙镇"], ["检查 3 户", " "])
