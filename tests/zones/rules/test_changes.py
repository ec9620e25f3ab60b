"""What stands against a line of an adjustment, and what an adjustment makes of an item."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from zones.rules import changes
from zones.rules.changes import Kind, Line, Proposer
from zones.rules.competence import town_power
from zones.rules.facts import Delegation, ItemFacts

DAY = date(2026, 12, 1)
TOWNS = ("石亭街道", "天宝镇", "浦南镇")


def item(*held: Delegation, city: date | None = None) -> ItemFacts:
    return ItemFacts("XC001", "擅自占道", "区城管执法局", "城管", delegations=held, city_since=city)


def line(kind: str, *held: Delegation, town: str = "天宝镇", **more) -> Line:
    return Line(Kind(kind), item(*held, city=more.pop("city", None)), town, **more)


HELD = Delegation("天宝镇", date(2024, 7, 1))


@pytest.mark.parametrize(
    ("proposed", "part"),
    [
        (line("delegate"), ""),
        (line("delegate", HELD), "对天宝镇已有赋权（2024-07-01 起），与自 2026-12-01 起的赋权重叠"),
        (line("delegate", Delegation("天宝镇", date(2024, 7, 1), DAY)), "2024-07-01 至 2026-12-01"),
        (line("delegate", Delegation("天宝镇", date(2024, 7, 1), date(2026, 11, 30))), ""),
        (line("delegate", Delegation("天宝镇", date(2027, 1, 1))), "2027-01-01 起"),
        (line("delegate", Delegation("浦南镇", date(2024, 7, 1))), ""),
        (line("delegate", town="天宝林场"), "未划入任何片区"),
        (line("delegate", city=date(2025, 1, 1)), "上收市级"),
        (line("delegate", withdrawn_on=DAY), "退出事项目录"),
        (line("end", HELD), ""),
        (line("end"), "没有可收回的赋权"),
        (line("end", Delegation("天宝镇", DAY)), "尚未开始"),
        (line("end", Delegation("天宝镇", date(2024, 7, 1), date(2026, 11, 30))), "没有可收回"),
        (line("city", HELD, town=""), ""),
        (line("city", Delegation("浦南镇", date(2027, 1, 1)), town=""), "浦南镇"),
        (line("city", town="", city=DAY), "不能再调整"),
    ],
)
def test_a_line(proposed: Line, part: str):
    fault = changes.fault_of(proposed, DAY, TOWNS)
    assert part in fault
    assert bool(part) == bool(fault)


def test_a_town_proposes_for_itself_and_a_bureau_its_own_items():
    assert "浦南镇只能提出" in changes.foreign_fault(line("delegate"), Proposer(town="浦南镇"))
    assert "主管部门" in changes.foreign_fault(line("city", town=""), Proposer(town="浦南镇"))
    assert "区水利局不能" in changes.foreign_fault(line("end"), Proposer(bureau="区水利局"))
    for own in (Proposer(), Proposer(town="天宝镇"), Proposer(bureau="区城管执法局")):
        assert changes.foreign_fault(line("delegate"), own) == ""


def test_an_item_the_city_takes_has_no_other_line():
    lines = [line("city", HELD, town=""), line("end", HELD)]
    assert "不再单列天宝镇" in changes.faults(lines, DAY, TOWNS, Proposer())[0]


def test_an_empty_set_and_a_past_day_are_refused():
    with pytest.raises(RuleViolation, match="尚未添加"):
        changes.check_set([], DAY, TOWNS, Proposer())
    with pytest.raises(RuleViolation, match="不溯及既往"):
        changes.check_day(date(2026, 11, 30), DAY)
    changes.check_day(DAY, DAY)


def test_many_faults_are_told_in_short():
    lines = [line("delegate", town=f"第{n}农场") for n in range(5)]
    with pytest.raises(RuleViolation, match=r"第2农场.*；另有 2 处"):
        changes.check_set(lines, DAY, TOWNS, Proposer())


starts = st.dates(date(2024, 1, 1), date(2027, 12, 31))
held = st.lists(
    st.builds(Delegation, st.sampled_from(TOWNS), starts), max_size=3, unique_by=lambda d: d.town
)


@given(held=held, kind=st.sampled_from(list(Kind)), town=st.sampled_from(TOWNS))
def test_applied_gives_what_it_says_and_undone_takes_it_back(held, kind, town):
    proposed = line(kind.value, *held, town="" if kind is Kind.CITY else town)
    if changes.fault_of(proposed, DAY, TOWNS):
        return
    after = changes.applied(proposed.item, [proposed], DAY)
    if kind is Kind.CITY:
        assert after.city_since == DAY
    else:
        assert bool(town_power(after, town, DAY)) == (kind is Kind.DELEGATE)
    before = date(2026, 11, 30)
    for place in TOWNS:
        assert bool(town_power(after, place, before)) == bool(
            town_power(proposed.item, place, before)
        )
    assert changes.undone(after, [proposed], DAY) == proposed.item
