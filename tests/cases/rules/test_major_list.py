"""Which cases a line of the list covers, and what material a case needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cases.rules.gravity import GravityFacts, PenaltyKind
from cases.rules.major_list import Listed, listed_reasons
from cases.rules.review_materials import MATERIALS, MaterialFacts, check

DAY = date(2026, 3, 1)
LINE = Listed("吊销许可证件", "目录第一项", "芗司〔2026〕12号", starts_on=date(2026, 1, 1))
FACTS = GravityFacts(
    is_organisation=True,
    kinds=frozenset({PenaltyKind.FINE}),
    fine=Decimal(20_000),
)


@pytest.mark.parametrize(
    ("line", "covered"),
    [
        pytest.param(LINE, True, id="都不限"),
        pytest.param(replace(LINE, domain="城管"), True, id="领域相符"),
        pytest.param(replace(LINE, domain="消防"), False, id="领域不符"),
        pytest.param(replace(LINE, item=7), True, id="事项相符"),
        pytest.param(replace(LINE, item=8), False, id="事项不符"),
        pytest.param(replace(LINE, party="organisation"), True, id="单位"),
        pytest.param(replace(LINE, party="citizen"), False, id="公民"),
        pytest.param(replace(LINE, kinds=frozenset({PenaltyKind.FINE})), True, id="罚款"),
        pytest.param(replace(LINE, kinds=frozenset({PenaltyKind.CLOSE})), False, id="关闭"),
        pytest.param(replace(LINE, amount_from=Decimal(20_000)), True, id="金额达到，本数在内"),
        pytest.param(replace(LINE, amount_from=Decimal(20_001)), False, id="金额未达"),
        pytest.param(replace(LINE, ends_on=DAY), True, id="失效当日仍有效"),
        pytest.param(replace(LINE, ends_on=date(2026, 2, 28)), False, id="已失效"),
        pytest.param(replace(LINE, starts_on=date(2026, 3, 2)), False, id="未施行"),
    ],
)
def test_every_condition_that_is_written_must_hold(line, covered):
    found = listed_reasons([line], FACTS, domain="城管", item=7, on=DAY)
    assert bool(found) is covered
    assert all("芗司〔2026〕12号" in reason.text for reason in found)


def test_what_is_not_proposed_yet_meets_no_sum():
    line = replace(LINE, amount_from=Decimal(1))
    assert listed_reasons([line], GravityFacts(), domain="", item=1, on=DAY) == ()


WHOLE = MaterialFacts(
    draft=True,
    grounds=True,
    records=True,
    evidence=True,
    report=True,
    certified=True,
    notice=True,
    party_answered=True,
)


def lacking(facts: MaterialFacts, *confirmed: str) -> list[str]:
    return [row.material.code for row in check(facts, confirmed) if not row.there]


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        pytest.param(WHOLE, ["true"], id="齐全而未确认"),
        pytest.param(replace(WHOLE, notice=False), ["notice", "true"], id="未告知"),
        pytest.param(
            replace(WHOLE, no_penalty=True, notice=False, party_answered=False, grounds=False),
            ["true"],
            id="不予处罚无须告知",
        ),
        pytest.param(
            replace(WHOLE, hearing_asked=True),
            ["hearing_record", "hearing_report", "true"],
            id="听证材料",
        ),
        pytest.param(replace(WHOLE, sampled=True), ["appraisal", "true"], id="抽样未检测"),
        pytest.param(replace(WHOLE, sampled=True, tested=True), ["true"], id="抽样已检测"),
        pytest.param(replace(WHOLE, measures=True), ["recordings", "true"], id="查封扣押"),
    ],
)
def test_what_a_case_still_lacks(facts, missing):
    assert lacking(facts) == missing


def test_a_person_confirms_only_what_the_platform_cannot_see():
    facts = replace(WHOLE, sampled=True, measures=True, records=False)
    assert lacking(facts, "true", "appraisal", "recordings", "records") == ["records"]


def test_every_material_says_what_to_do_where_it_lacks():
    assert all(row.todo and (row.present or row.by_hand) for row in MATERIALS)
