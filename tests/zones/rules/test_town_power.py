"""Why a town can or can't act, and what heads a decision."""

from datetime import date

import pytest

from tests.zones.rules.situations import DISTRICT, LAND, given, item, matter
from zones.rules.jurisdiction import heading, is_town_government, may_town_act


@pytest.mark.parametrize(
    ("subject", "town", "may", "rule"),
    [
        pytest.param(item("石亭街道"), "石亭街道", True, "delegated", id="已赋权"),
        pytest.param(item("天宝镇"), "石亭街道", False, "not_delegated", id="未赋权"),
        pytest.param(
            item(given("石亭街道", end="2025-01-31")),
            "石亭街道",
            False,
            "delegation_ended",
            id="已终止",
        ),
        pytest.param(
            item(given("石亭街道", "2026-01-01")),
            "石亭街道",
            False,
            "delegation_not_begun",
            id="未生效",
        ),
        pytest.param(
            item(statutory_town=True, bureau=LAND), "浦南镇", True, "statutory_town", id="法定"
        ),
        pytest.param(
            item("石亭街道", city_since=date(2025, 1, 1)),
            "石亭街道",
            False,
            "city_level",
            id="已上收",
        ),
        pytest.param(item("天宝镇"), "天宝林场", False, "outside_zones", id="林场"),
    ],
)
def test_why_a_town_can_or_can_not_act(subject, town, may, rule):
    can, reason = may_town_act(matter(subject, town), DISTRICT, town)
    assert (can, reason.rule) == (may, rule)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        pytest.param("天宝镇", "天宝镇人民政府", id="镇"),
        pytest.param("石亭街道", "石亭街道办事处", id="街道"),
        pytest.param("区城管执法局", "区城管执法局", id="部门"),
    ],
)
def test_what_heads_a_decision(name, head):
    assert heading(name) == head


def test_a_street_is_not_a_town_government():
    assert is_town_government("浦南镇")
    assert not is_town_government("石亭街道")
    assert not is_town_government("天宝林场")
