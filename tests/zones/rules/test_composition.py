"""How the zones are made up."""

from dataclasses import replace

import pytest

from core.errors import RuleViolation
from tests.zones.rules.situations import DISTRICT
from zones.rules.composition import (
    DistrictComposition,
    ZoneComposition,
    check,
    violations,
)

PLAN = DistrictComposition(
    zones=(
        ZoneComposition(
            "东部片区", ("新桥街道", "巷口街道", "南坑街道"), "南坑街道", "区住建局", "区住建局"
        ),
        ZoneComposition(
            "中部片区",
            ("东铺头街道", "西桥街道", "通北街道", "芝山街道"),
            "芝山街道",
            "区城管执法局",
            "区城管执法局",
        ),
        ZoneComposition(
            "西部片区", ("石亭街道", "天宝镇", "浦南镇"), "石亭街道", "区自然资源局", "区自然资源局"
        ),
    ),
    towns=frozenset(DISTRICT.towns),
    outside=frozenset({"芗城区奶牛场", "天宝林场"}),
)
EAST, CENTRAL, WEST = PLAN.zones


def with_west(**changes):
    return replace(PLAN, zones=(EAST, CENTRAL, replace(WEST, **changes)))


def test_the_district_of_the_plan_stands():
    assert violations(PLAN) == []
    check(PLAN)


@pytest.mark.parametrize(
    ("district", "codes"),
    [
        pytest.param(with_west(towns=("石亭街道", "天宝镇")), ["town_without_zone"], id="漏一镇"),
        pytest.param(
            with_west(towns=(*WEST.towns, "芝山街道")), ["town_in_several_zones"], id="一镇两片"
        ),
        pytest.param(
            with_west(towns=(*WEST.towns, "浦南镇")), ["town_in_several_zones"], id="同片列两次"
        ),
        pytest.param(
            with_west(towns=(*WEST.towns, "天宝林场")), ["outside_in_zone"], id="林场入片区"
        ),
        pytest.param(with_west(towns=(*WEST.towns, "步文镇")), ["unknown_town"], id="外区的镇"),
        pytest.param(with_west(station="芝山街道"), ["station_outside"], id="驻点在他片"),
        pytest.param(with_west(chief_from="区城管执法局"), ["chief_bureau"], id="片长来自他局"),
        pytest.param(with_west(chief_from=None), [], id="片长空缺不算错"),
        pytest.param(with_west(name="中部片区"), ["zone_name"], id="片区重名"),
        pytest.param(
            replace(PLAN, zones=(EAST, CENTRAL), towns=PLAN.towns - frozenset(WEST.towns)),
            ["zone_count"],
            id="只有两片",
        ),
        pytest.param(
            replace(PLAN, zones=(*PLAN.zones, ZoneComposition("北部片区", (), "", ""))),
            ["zone_count", "empty_zone"],
            id="多出空片区",
        ),
    ],
)
def test_departures_from_the_plan(district, codes):
    assert [violation.code for violation in violations(district)] == codes
    if codes:
        with pytest.raises(RuleViolation) as caught:
            check(district)
        assert caught.value.code == codes[0]
        assert "二（二）" in caught.value.basis


def test_the_order_of_the_first_sentence_of_the_plan_is_not_the_order_of_the_zones():
    named = {zone.name: zone.chief_bureau for zone in PLAN.zones}
    assert named == {
        "东部片区": "区住建局",
        "中部片区": "区城管执法局",
        "西部片区": "区自然资源局",
    }
