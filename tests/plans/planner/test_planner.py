"""The planner: lawful always, good where the instance allows it, the same from the same seed."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.planner.model import Solution
from plans.planner.reading import InstanceError, instance_from
from plans.planner.samples import SIZES, Size, sample
from plans.planner.solving import Search, solve
from plans.planner.writing import solution_as_json
from tests.plans.planner.checker import faults, figures


def planned(instance: dict, **limits) -> dict:
    search = Search(**{"time_limit": 60, **limits})
    return solution_as_json(solve(instance_from(instance), search))


def small(seed: int, *, officers: int = 6, targets: int = 5, days: int = 8) -> dict:
    """Often infeasible: few officers, few days, narrow windows, low caps."""
    rng = Random(seed)
    working = [date(2027, 3, 1) + timedelta(days=n) for n in range(days + 4)]
    working = [d.isoformat() for d in working if d.weekday() < 5][:days]
    domains = ["消防", "市容环卫"]
    topics = [
        {"id": f"T{n}", "domain": domains[n % 2], "minutes": rng.choice((60, 90, 120))}
        for n in range(3)
    ]
    return {
        "year": 2027,
        "seed": seed,
        "calendar": {"working_days": working},
        "slots_per_day": rng.choice((1, 2)),
        "slot_minutes": 180,
        "vehicles": rng.choice((1, 2)),
        "topics": topics,
        "officers": [officer(n, working, rng) for n in range(officers)],
        "targets": [target(n, topics, working, rng) for n in range(targets)],
    }


def officer(n: int, working: list[str], rng: Random) -> dict:
    return {
        "id": f"P{n}",
        "authority": rng.choice(("A", "B")),
        "domains": rng.choice((["消防"], ["市容环卫"], ["消防", "市容环卫"])),
        "towns": rng.choice((["甲镇"], ["甲镇", "乙镇"])),
        "unavailable": rng.sample(working, rng.randrange(3)),
        "certificate_expires": rng.choice(("2027-12-31", working[-2])),
        "max_visits_per_day": rng.choice((1, 2)),
        "max_visits_per_week": rng.choice((2, 4)),
    }


def target(n: int, topics: list[dict], working: list[str], rng: Random) -> dict:
    duties = []
    for topic in rng.sample(topics, rng.randint(1, 3)):
        first = rng.randrange(len(working))
        duties.append(
            {
                "topic": topic["id"],
                "authority": rng.choice(("A", "B")),
                "times": rng.choice((1, 1, 2)),
                "not_before": working[first],
                "not_after": working[min(first + rng.randrange(8), len(working) - 1)],
            }
        )
    return {
        "id": f"O{n}",
        "town": rng.choice(("甲镇", "乙镇")),
        "annual_cap": rng.choice((1, 2, 3)),
        "min_gap_days": rng.choice((0, 2, 5)),
        "recused": rng.sample(["P0", "P1"], rng.randrange(2)),
        "duties": duties,
    }


def test_a_zone_year_meets_every_duty_within_the_bars():
    instance = sample(Size(3, 120, 5, 6, 3), seed=3)
    solution = planned(instance)
    assert faults(instance, solution) == []
    assert solution["unmet"] == []
    found = figures(instance, solution)
    assert found["visits"] == found["visits_lower_bound"]
    assert found["load_spread"] <= 2
    assert found["month_max_over_mean"] <= 1.15


def test_the_report_says_what_an_independent_count_says():
    instance = sample(Size(2, 60, 4, 4, 2), seed=5)
    solution = planned(instance)
    counted = figures(instance, solution)
    for name in ("visits", "visits_lower_bound", "load_spread", "town_days"):
        assert solution["report"][name] == counted[name], name
    assert solution["report"]["month_max_over_mean"] == pytest.approx(
        counted["month_max_over_mean"], abs=1e-3
    )


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6))
def test_no_hard_rule_is_broken_on_any_instance_infeasible_ones_included(seed: int):
    instance = small(seed, officers=Random(seed).randint(2, 8))
    assert faults(instance, planned(instance, time_limit=10)) == []


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6))
def test_one_officer_more_never_leaves_more_undone(seed: int):
    instance = small(seed)
    more = deepcopy(instance)
    more["officers"].append(officer(99, instance["calendar"]["working_days"], Random(seed)))
    missing = [sum(r["missing"] for r in planned(i)["unmet"]) for i in (instance, more)]
    assert missing[1] <= missing[0]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_gives_the_same_plan_another_seed_draws_others(seed: int):
    instance = sample(Size(2, 60, 4, 4, 2), seed=seed)
    first, second = planned(instance), planned(instance)
    assert first["visits"] == second["visits"]
    other = planned({**instance, "seed": seed + 100})
    assert other["visits"] != first["visits"]


@pytest.mark.parametrize("after", [0.0, 0.01, 0.05, 0.2])
def test_a_search_that_is_stopped_early_leaves_a_lawful_plan(after: float):
    instance = sample(SIZES["zone"], seed=11)
    assert faults(instance, planned(instance, time_limit=after)) == []


def test_a_cancelled_search_says_what_it_had_reached():
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 3

    instance = sample(SIZES["zone"], seed=12)
    solution = planned(instance, cancelled=cancelled)
    assert faults(instance, solution) == []
    assert solution["report"]["seconds"] < 30


def test_progress_rises_and_ends_at_the_whole():
    told = []
    planned(sample(Size(2, 40, 4, 4, 2), seed=1), on_progress=told.append)
    done = [row.done for row in told]
    assert done == sorted(done)
    assert done[-1] == 1.0
    assert told[-1].unmet == 0


def only_duty(**changes) -> dict:
    """One target, one duty; two officers who can do it."""
    people = {
        "authority": "A",
        "domains": ["消防"],
        "towns": ["石亭街道"],
        "unavailable": [],
        "certificate_expires": "2027-12-31",
        "max_visits_per_day": 2,
        "max_visits_per_week": 8,
    }
    instance = {
        "year": 2027,
        "seed": 1,
        "calendar": {"working_days": ["2027-03-01", "2027-03-02", "2027-03-03"]},
        "slots_per_day": 1,
        "slot_minutes": 180,
        "vehicles": 1,
        "topics": [{"id": "消防检查", "domain": "消防", "minutes": 60}],
        "officers": [{"id": f"P{n}", **people} for n in range(2)],
        "targets": [
            {
                "id": "某厂",
                "town": "石亭街道",
                "annual_cap": 2,
                "min_gap_days": 1,
                "recused": [],
                "duties": [
                    {
                        "topic": "消防检查",
                        "authority": "A",
                        "times": 1,
                        "not_before": "2027-03-01",
                        "not_after": "2027-03-31",
                    }
                ],
            }
        ],
    }
    for path, value in changes.items():
        where, key = path.split("__")
        row = instance["targets"][0]["duties"][0] if where == "duty" else instance[where][0]
        if key:
            row[key] = value
    return instance


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"duty__not_before": "2027-03-06"}, "期间没有工作日"),
        ({"topics__minutes": 200}, "该事项需 200 分钟，一次检查最多 180 分钟"),
        ({"duty__times": 3}, "该对象全年最多检查 2 次，本事项要求 3 次"),
        ({"officers__domains": []}, "持证人员仅 1 名，需 2 名"),
        ({"targets__recused": ["P0"]}, "仅 1 名（1 人应回避），需 2 名"),
        (
            {"officers__unavailable": ["2027-03-01", "2027-03-02", "2027-03-03"]},
            "每天最多 1 名在岗且证件有效，需 2 名",
        ),
        (
            {"duty__times": 2, "targets__min_gap_days": 60},
            "每次间隔 60 天，期间只有 3 天，排不下",
        ),
    ],
    ids=["no day", "too long", "cap", "one officer", "recused", "away", "distance"],
)
def test_what_is_unmet_is_explained_with_numbers(changes: dict, said: str):
    instance = only_duty(**changes)
    solution = planned(instance)
    assert faults(instance, solution) == []
    assert said in solution["unmet"][0]["reason"]


def test_where_all_teams_are_out_the_reason_counts_the_days():
    instance = only_duty()
    first = instance["targets"][0]
    instance["targets"] = [{**first, "id": f"厂{n}"} for n in range(4)]
    solution = planned(instance)
    assert faults(instance, solution) == []
    assert [row["missing"] for row in solution["unmet"]] == [1]
    assert "3 天车辆已全部派出（同时最多 1 组）" in solution["unmet"][0]["reason"]


def test_duties_of_several_authorities_are_merged_into_one_visit():
    instance = only_duty()
    instance["topics"].append({"id": "市容检查", "domain": "市容环卫", "minutes": 60})
    person = instance["officers"][0]
    instance["officers"] += [
        {**person, "id": f"B{n}", "authority": "B", "domains": ["市容环卫"]} for n in range(2)
    ]
    duty = instance["targets"][0]["duties"][0]
    instance["targets"][0]["duties"].append({**duty, "topic": "市容检查", "authority": "B"})
    solution = planned(instance)
    assert faults(instance, solution) == []
    assert len(solution["visits"]) == 1
    assert solution["report"]["separate_visits"] == 2


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"calendar": {}}, "calendar.working_days"),
        ({"vehicles": -1}, "vehicles"),
        ({"topics": [{"id": "T", "domain": "", "minutes": 1}]}, "topics[0].domain"),
        ({"targets": [{"id": "O"}]}, "targets[0].town"),
    ],
)
def test_a_wrong_instance_is_refused_with_the_place_of_the_fault(change: dict, where: str):
    with pytest.raises(InstanceError) as refused:
        instance_from({**only_duty(), **change})
    assert refused.value.where == where


def test_an_instance_survives_the_json_edge():
    instance = sample(Size(2, 20, 3, 3, 2), seed=1)
    again = json.loads(json.dumps(instance))
    solution = solve(instance_from(again), Search(time_limit=5))
    assert isinstance(solution, Solution)
