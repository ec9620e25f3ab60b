"""The pure rules of study meetings: who convenes, which step when, what the minutes hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.rules import study as rule
from cases.rules import study_minutes as words
from cases.rules.paper_language import Shape, blocks
from cases.rules.study import Convener, Effect, StudyState
from core.errors import RuleViolation

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("by", "zones", "may"),
    [
        (Convener(frozenset({1})), [1], True),
        (Convener(frozenset({1})), [2], False),
        (Convener(frozenset({1, 2})), [1, 2], False),
        (Convener(district=True), [1, 2], True),
        (Convener(district=True), [1], True),
        (Convener(), [], False),
    ],
    ids=["own", "another", "across", "office across", "office in one", "nobody"],
)
def test_one_zone_is_convened_by_its_own_several_by_the_office(by: Convener, zones, may: bool):
    assert rule.may_convene(by, zones) is may


def test_every_state_is_reached_and_every_open_one_is_left():
    reached = {StudyState.DRAFT} | {step.target for step in rule.STEPS.values() if step.target}
    assert reached == set(StudyState)
    left = {source for step in rule.STEPS.values() if step.target for source in step.sources}
    assert left == {StudyState.DRAFT, StudyState.CALLED, StudyState.HELD}


@pytest.mark.parametrize("state", [StudyState.CONCLUDED, StudyState.CANCELLED])
def test_after_the_end_nothing_is_said_or_changed(state: StudyState):
    for step in ("revise", "agenda", "opine", "resolve", "minute", "sign", "cancel"):
        with pytest.raises(RuleViolation, match="不能办理"):
            rule.require_step(step, state)


def test_a_meeting_lies_ahead_and_ends_after_it_begins_within_a_day():
    hour = timedelta(hours=1)
    rule.check_times(NOON + hour, NOON + 2 * hour, NOON)
    for start, end, field in (
        (NOON, NOON + hour, "starts_at"),
        (NOON + hour, NOON + hour, "ends_at"),
        (NOON + hour, NOON + 26 * hour, "ends_at"),
    ):
        with pytest.raises(RuleViolation) as refused:
            rule.check_times(start, end, NOON)
        assert refused.value.field == field


def test_it_is_not_held_before_it_was_called_nor_in_the_future():
    rule.check_held(NOON, NOON + timedelta(seconds=30), NOON + timedelta(minutes=1))
    for at in (NOON - timedelta(minutes=1), NOON + timedelta(minutes=2)):
        with pytest.raises(RuleViolation):
            rule.check_held(at, NOON, NOON + timedelta(minutes=1))


def test_a_closed_case_takes_advice_but_no_order():
    day = date(2026, 11, 24)
    rule.check_conclusion(Effect.ADVISORY, commands=True, finish_by=None, today=day, closed=True)
    with pytest.raises(RuleViolation, match="已经办结"):
        rule.check_conclusion(Effect.BINDING, commands=True, finish_by=day, today=day, closed=True)


def test_what_people_write_is_never_read_as_a_mark_of_the_paper():
    said = [words.Said("甲", "石亭街道", "# 不是标题\n|不是|表格|", dissents=True)]
    text = words.of_case("如何定性？", said, words.Concluded(Effect.ADVISORY, "> 靠左"))
    shapes = [block.shape for block in blocks(text)]
    assert shapes.count(Shape.HEADING) == 4
    assert not {Shape.FORM, Shape.LIST, Shape.RIGHT} & set(shapes)


def test_the_minutes_say_by_whom_and_until_when_an_order_is_carried_out():
    concluded = words.Concluded(Effect.BINDING, "并案。", "石亭街道", date(2026, 12, 1))
    text = words.of_case("能否并案？", [], concluded)
    assert "（交办落实）并案。" in text
    assert "由石亭街道于2026年12月1日前落实" in text
    assert rule.NOT_INSTEAD in text
