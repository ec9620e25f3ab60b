"""What is wanting in the staffing of zones, towns and bureaus (方案)."""

from __future__ import annotations

from typing import Any

import pytest

from personnel.rules.staffing import CHECKS, Check, UnitStaff, ZoneStaff, shortcomings


def town(**changes: Any) -> UnitStaff:
    values = {"key": "T1", "name": "石亭街道", "is_town": True, "certified": 2, "established": 3}
    return UnitStaff(**{**values, **changes})


def bureau(**changes: Any) -> UnitStaff:
    values = {"key": "A1", "name": "区住建局", "is_town": False, "established": 4}
    return UnitStaff(**{**values, **changes})


def checks(*things: UnitStaff | ZoneStaff, month: int = 3) -> list[Check]:
    zones = [thing for thing in things if isinstance(thing, ZoneStaff)]
    units = [thing for thing in things if isinstance(thing, UnitStaff)]
    return [item.check for item in shortcomings(zones, units, month=month)]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        pytest.param(town(), [], id="two-certified-are-enough-the-figure-itself-included"),
        pytest.param(town(certified=1), [Check.TWO_CERTIFIED], id="one-is-too-few"),
        pytest.param(town(certified=0), [Check.TWO_CERTIFIED], id="none"),
        pytest.param(bureau(certified=0), [], id="the-figure-is-of-towns-only"),
        pytest.param(town(has_head=False), [Check.DEPUTY], id="a-town-without-deputy-chief"),
        pytest.param(bureau(has_head=False), [Check.LIAISON], id="a-bureau-without-liaison"),
        pytest.param(town(has_reviewer=False), [Check.TOWN_REVIEWER], id="a-town-without-reviewer"),
        pytest.param(bureau(has_reviewer=False), [], id="a-bureau-needs-no-reviewer-of-the-plan"),
        pytest.param(bureau(ratio_short="低于 50%"), [Check.RATIO], id="under-half-posted"),
        pytest.param(town(bare=("甲",)), [Check.ALL_CERTIFIED], id="not-everybody-certified"),
        pytest.param(town(expiring=("甲",)), [Check.EXPIRING], id="a-certificate-about-to-end"),
    ],
)
def test_what_a_unit_lacks(unit: UnitStaff, expected: list[Check]):
    assert checks(unit) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="complete"),
        pytest.param({"has_chief": False}, [Check.CHIEF], id="no-chief"),
        pytest.param({"has_coordinator": False}, [Check.COORDINATOR], id="no-coordinator"),
        pytest.param({"has_reviewer": False}, [Check.ZONE_REVIEWER], id="no-reviewer"),
        pytest.param({"has_roster": False}, [Check.ROSTER], id="no-roster-published"),
        pytest.param({"gone": ("甲",)}, [Check.ROSTER_GAPS], id="somebody-came-off-the-roster"),
        pytest.param(
            {"has_roster": False, "gone": ("甲",)}, [Check.ROSTER], id="gaps-of-no-roster-are-none"
        ),
    ],
)
def test_what_a_zone_lacks(changes: dict[str, Any], expected: list[Check]):
    assert checks(ZoneStaff(key="Z1", name="西部片区", **changes)) == expected


@pytest.mark.parametrize(("month", "owed"), [(9, False), (10, True), (12, True)])
def test_the_years_training_is_in_arrears_only_in_the_last_quarter(month: int, owed: bool):
    assert (Check.TRAINING in checks(town(untrained=("甲",)), month=month)) is owed


def test_the_rate_of_certified_people_is_rounded_down_and_names_those_without():
    [found] = shortcomings([], [town(established=3, bare=("甲",))], month=1)
    assert "持证 2 人（66%）" in found.text
    assert "甲" in found.text


def test_every_check_says_its_basis_and_who_must_act():
    assert set(CHECKS) == set(Check)
    assert all(rule.basis and rule.duty.label for rule in CHECKS.values())
