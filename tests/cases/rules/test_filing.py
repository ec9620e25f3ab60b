"""Conditions of filing, limitation, simple procedure, identity of the party."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cases.rules.filing import (
    FilingFacts,
    PartyKind,
    check_filing,
    check_party,
    check_simple_procedure,
    filing_violations,
    limitation_ends,
)
from cases.rules.gravity import PenaltyKind
from core.errors import RuleViolation

ON = date(2026, 3, 2)
GOOD = FilingFacts(
    item="占道经营",
    towns=("石亭街道",),
    party="林某",
    found_on=date(2026, 2, 25),
    ended_on=date(2026, 2, 25),
)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        pytest.param({"item": ""}, "no_item", "item", id="未选事项"),
        pytest.param({"towns": ()}, "no_place", "towns", id="案发地不明"),
        pytest.param({"party": "  "}, "no_party", "party", id="当事人未填"),
        pytest.param({"found_on": None}, "no_discovery", "found_on", id="发现日期未填"),
        pytest.param({"found_on": date(2026, 3, 3)}, "found_later", "found_on", id="发现晚于立案"),
        pytest.param({"ended_on": None}, "no_act_date", "ended_on", id="行为日期未填"),
        pytest.param({"ended_on": date(2026, 3, 3)}, "act_later", "ended_on", id="行为晚于立案"),
        pytest.param({"ended_on": date(2024, 2, 24)}, "time_barred", "ended_on", id="超过两年"),
        pytest.param(
            {"ended_on": date(2021, 2, 24), "grave_harm": True},
            "time_barred",
            "ended_on",
            id="危害生命健康超过五年",
        ),
    ],
)
def test_what_stands_against_filing_is_said_at_its_field(change, code, field):
    (violation,) = filing_violations(replace(GOOD, **change), on=ON)
    assert (violation.code, violation.field) == (code, field)
    assert violation.basis.startswith("《行政处罚法》")
    with pytest.raises(RuleViolation) as caught:
        check_filing(replace(GOOD, **change), on=ON)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({}, id="条件齐备"),
        pytest.param({"ended_on": date(2024, 2, 25)}, id="恰在两年末日被发现"),
        pytest.param({"ended_on": date(2021, 2, 25), "grave_harm": True}, id="五年末日被发现"),
        pytest.param({"ended_on": None, "continuing": True}, id="违法行为仍在继续"),
        pytest.param({"ended_on": date(2020, 1, 1), "continuing": True}, id="持续状态不起算"),
    ],
)
def test_a_case_that_meets_the_conditions_is_filed(change):
    check_filing(replace(GOOD, **change), on=ON)


def test_discovery_within_two_years_is_enough_even_when_filing_comes_later():
    facts = replace(GOOD, ended_on=date(2024, 2, 26), found_on=date(2026, 2, 26))
    check_filing(facts, on=date(2026, 6, 30))


def test_everything_wrong_is_told_at_once():
    empty = FilingFacts(item="", towns=(), party="", found_on=None, ended_on=None)
    assert [v.field for v in filing_violations(empty, on=ON)] == [
        "item",
        "towns",
        "party",
        "found_on",
    ]


def test_two_years_after_a_leap_day_end_on_the_last_day_of_february():
    assert limitation_ends(date(2024, 2, 29), grave_harm=False) == date(2026, 2, 28)
    assert limitation_ends(date(2024, 2, 29), grave_harm=True) == date(2029, 2, 28)


FINE, WARNING = PenaltyKind.FINE, PenaltyKind.WARNING


@pytest.mark.parametrize(
    ("kinds", "fine", "party", "code"),
    [
        pytest.param({FINE}, 200, PartyKind.CITIZEN, None, id="公民200元"),
        pytest.param({FINE}, 201, PartyKind.CITIZEN, "over_simple_limit", id="公民201元"),
        pytest.param({FINE}, 201, PartyKind.SOLE_TRADER, "over_simple_limit", id="个体户按公民"),
        pytest.param({FINE}, 3000, PartyKind.ORGANISATION, None, id="单位3000元"),
        pytest.param({FINE}, 3001, PartyKind.ORGANISATION, "over_simple_limit", id="单位3001元"),
        pytest.param({WARNING}, None, PartyKind.CITIZEN, None, id="警告"),
        pytest.param({WARNING, FINE}, 100, PartyKind.CITIZEN, None, id="警告并罚款"),
        pytest.param({FINE}, None, PartyKind.CITIZEN, "no_fine", id="罚款未填金额"),
        pytest.param(set(), None, PartyKind.CITIZEN, "no_kind", id="未选种类"),
        pytest.param(
            {PenaltyKind.CRITICISM}, None, PartyKind.CITIZEN, "not_simple_kind", id="通报批评不能"
        ),
        pytest.param(
            {FINE, PenaltyKind.CONFISCATE_PROPERTY},
            100,
            PartyKind.CITIZEN,
            "not_simple_kind",
            id="没收不能",
        ),
    ],
)
def test_limits_of_the_simple_procedure(kinds, fine, party, code):
    amount = None if fine is None else Decimal(fine)
    if code is None:
        check_simple_procedure(frozenset(kinds), amount, party)
        return
    with pytest.raises(RuleViolation) as caught:
        check_simple_procedure(frozenset(kinds), amount, party)
    assert (caught.value.code, caught.value.basis) == (code, "《行政处罚法》第五十一条")


def test_a_citizen_gives_an_identity_number_and_an_organisation_a_credit_code():
    citizen = check_party(
        PartyKind.CITIZEN, id_number="11010519491231002x", phone="138-0000-0000", on=ON
    )
    assert citizen == ("11010519491231002X", "13800000000")
    firm = check_party(PartyKind.ORGANISATION, id_number="91350100M000100Y43", phone="", on=ON)
    assert firm == ("91350100M000100Y43", "")
    for kind in (PartyKind.ORGANISATION, PartyKind.SOLE_TRADER):
        with pytest.raises(RuleViolation, match="统一社会信用代码") as caught:
            check_party(kind, id_number="11010519491231002X", phone="", on=ON)
        assert caught.value.field == "id_number"


def test_without_a_document_the_number_may_stay_empty_but_a_given_one_is_checked():
    assert check_party(PartyKind.CITIZEN, id_number="", phone="", on=ON, proves_identity=False) == (
        "",
        "",
    )
    with pytest.raises(RuleViolation, match="居民身份证号"):
        check_party(PartyKind.CITIZEN, id_number="123", phone="", on=ON, proves_identity=False)
    with pytest.raises(RuleViolation, match="电话") as caught:
        check_party(PartyKind.CITIZEN, id_number="11010519491231002X", phone="1", on=ON)
    assert caught.value.field == "phone"
