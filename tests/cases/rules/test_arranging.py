"""Which way of arranging fits a report, and what contradicts itself."""

from __future__ import annotations

import pytest

from cases.models import Arrangement
from cases.rules.arranging import ArrangeFacts, Mode, Wanted, check, check_simple, suggest
from core.errors import RuleViolation


def facts(*reasons: str, **changes: object) -> ArrangeFacts:
    return ArrangeFacts(reasons=frozenset(reasons), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "mode", "why"),
    [
        pytest.param(facts("MAJOR"), Mode.LOCAL, "由其办理", id="一个镇街的重大案件由属地办理"),
        pytest.param(
            facts("CROSS_TOWN", towns=2), Mode.JOINT, "涉及 2 个镇街", id="跨镇街联合执法"
        ),
        pytest.param(
            facts("CROSS_TOWN", towns=2, zones=2), Mode.JOINT, "跨 2 个片区", id="跨片区联合执法"
        ),
        pytest.param(
            facts("CROSS_TOWN", "UNDELEGATED", towns=2, competent="bureau"),
            Mode.BUREAU,
            "未赋权",
            id="未赋权的转部门，跨镇街也是",
        ),
        pytest.param(facts("COMPLEX"), Mode.STUDY, "疑难", id="疑难的先研讨"),
        pytest.param(facts("COMPLEX", studied=True), Mode.LOCAL, "由其办理", id="研讨过的不再研讨"),
        pytest.param(
            facts("CAPACITY", short_of_officers=True), Mode.JOINT, "不足两人", id="力量不足联合执法"
        ),
        pytest.param(
            facts("JURIS_DISPUTE", "CROSS_TOWN", towns=2), Mode.LEAD_TOWN, "牵头", id="片区内有争议"
        ),
        pytest.param(
            facts("JURIS_DISPUTE", "CROSS_TOWN", towns=2, zones=2),
            Mode.COORDINATION,
            "指导单位",
            id="跨片区有争议",
        ),
    ],
)
def test_the_way_that_fits(given: ArrangeFacts, mode: Mode, why: str):
    found = suggest(given)
    assert found.mode is mode
    assert why in found.why
    assert found.basis


def wanted(mode: Mode, **changes: object) -> Wanted:
    values: dict[str, object] = {"lead_is_place": True, "has_bureau": False, "others": 1}
    return Wanted(mode=mode, **{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("order", "code", "field"),
    [
        pytest.param(wanted(Mode.JOINT, others=0), "joint_alone", "asks", id="独自联合"),
        pytest.param(
            wanted(Mode.LEAD_TOWN, lead_is_place=False),
            "lead_elsewhere",
            "lead_town",
            id="他处牵头",
        ),
        pytest.param(wanted(Mode.BUREAU), "no_bureau_named", "lead_agency", id="没有部门"),
        pytest.param(
            wanted(Mode.LOCAL, finish_by_past=True), "finish_by_past", "finish_by", id="已过的时限"
        ),
    ],
)
def test_an_order_that_contradicts_itself_is_refused_at_its_field(order, code, field):
    with pytest.raises(RuleViolation) as refused:
        check(order)
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("mode", [Mode.LOCAL, Mode.STUDY, Mode.COORDINATION])
def test_modes_that_ask_nobody_need_nobody(mode: Mode):
    check(wanted(mode, others=0))


@pytest.mark.parametrize(
    ("must_report", "zones", "others", "code"),
    [
        (["跨乡镇（街道）"], ["1"], 1, "not_simple"),
        ([], ["1", "2"], 1, "other_zone"),
        ([], ["1"], 0, "joint_alone"),
    ],
)
def test_what_the_deputy_chief_may_not_order_alone(must_report, zones, others, code):
    with pytest.raises(RuleViolation) as refused:
        check_simple(must_report=must_report, zones=zones, others=others)
    assert refused.value.code == code


def test_the_stored_modes_are_those_of_the_rule():
    assert dict(Arrangement.Mode.choices) == {mode.value: mode.label for mode in Mode}
