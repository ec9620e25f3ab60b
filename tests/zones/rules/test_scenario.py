"""The exchange format of the jurisdiction command."""

import json
from datetime import date

import pytest

from core.errors import RuleViolation
from tests.zones.rules.situations import DISTRICT
from zones.rules.facts import Delegation
from zones.rules.scenario import decide_scenarios, parse_scenario

SCENARIO = {
    "id": "s-1",
    "on": "2025-06-15",
    "acts": [
        {
            "item": {
                "bureau": "区城管执法局",
                "domain": "城管",
                "statutory_town": False,
                "delegations": [
                    {"town": "石亭街道", "from": "2024-07-01", "to": None},
                    {"town": "南坑街道", "from": "2024-07-01", "to": "2025-06-14"},
                ],
                "city_since": None,
            },
            "towns": ["南坑街道", "石亭街道"],
        }
    ],
    "major": False,
    "complex": False,
    "first_filed_by": "石亭街道",
    "certified_officers": {"石亭街道": 1},
}


def test_a_scenario_is_read_as_written():
    matter = parse_scenario(SCENARIO)
    assert matter.on == date(2025, 6, 15)
    assert matter.acts[0].item.delegations == (
        Delegation("石亭街道", date(2024, 7, 1), None),
        Delegation("南坑街道", date(2024, 7, 1), date(2025, 6, 14)),
    )
    assert matter.places == ("南坑街道", "石亭街道")
    assert matter.certified_officers == {"石亭街道": 1}


def test_the_answer_carries_the_id_and_the_agreed_keys():
    (answer,) = decide_scenarios([json.loads(json.dumps(SCENARIO))], DISTRICT)
    assert list(answer) == ["id", "authority_kind", "authority", "report_to", "joint", "reasons"]
    assert answer["id"] == "s-1"
    assert (answer["authority_kind"], answer["authority"]) == ("town", "石亭街道")
    assert answer["report_to"] == ["西部片区", "东部片区"]
    assert answer["joint"] is True
    assert {"delegated", "delegation_ended", "cross_town", "too_few_officers"} <= {
        reason["rule"] for reason in answer["reasons"]
    }
    json.dumps(answer, ensure_ascii=False)


def test_the_city_and_a_gap_have_no_authority():
    taken = {
        "id": 1,
        "on": "2025-06-15",
        "acts": [{"item": {"bureau": "B", "city_since": "2025-06-15"}, "towns": ["天宝镇"]}],
    }
    unknown = {"id": 2, "on": "2025-06-15", "acts": [{"item": {"bureau": "B"}, "towns": []}]}
    answers = decide_scenarios([taken, unknown], DISTRICT)
    assert [(a["authority_kind"], a["authority"]) for a in answers] == [
        ("city", None),
        ("undetermined", None),
    ]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        pytest.param({"on": None}, "on", id="缺立案日期"),
        pytest.param({"on": "2025-13-01"}, "on", id="日期不存在"),
        pytest.param({"on": 20250615}, "on", id="日期写成数字"),
        pytest.param({"acts": {}}, "acts", id="行为不是数组"),
        pytest.param({"acts": [1]}, "acts[0]", id="行为不是对象"),
        pytest.param({"acts": [{"towns": []}]}, "acts[0].item", id="缺事项"),
        pytest.param({"acts": [{"item": {}, "towns": "天宝镇"}]}, "acts[0].towns", id="镇非数组"),
        pytest.param({"acts": [{"item": {}, "towns": [3]}]}, "acts[0].towns", id="镇名是数字"),
        pytest.param(
            {"acts": [{"item": {"delegations": [{"from": "2025-01-01"}]}, "towns": []}]},
            "acts[0].item.delegations[0].town",
            id="赋权缺镇",
        ),
        pytest.param(
            {
                "acts": [
                    {
                        "item": {
                            "delegations": [
                                {"town": "天宝镇", "from": "2025-02-01", "to": "2025-01-01"}
                            ]
                        },
                        "towns": [],
                    }
                ]
            },
            "acts[0].item.delegations[0].to",
            id="赋权起止颠倒",
        ),
        pytest.param({"major": "no"}, "major", id="重大不是真假值"),
        pytest.param({"first_filed_by": 3}, "first_filed_by", id="先立案镇是数字"),
        pytest.param(
            {"certified_officers": {"天宝镇": "2"}}, "certified_officers.天宝镇", id="人数是文字"
        ),
        pytest.param({"certified_officers": []}, "certified_officers", id="人数表是数组"),
    ],
)
def test_what_can_not_be_read_is_named_by_its_path(change, path):
    with pytest.raises(RuleViolation, match="：") as caught:
        parse_scenario(SCENARIO | change)
    assert (caught.value.code, caught.value.field) == ("scenario", path)
