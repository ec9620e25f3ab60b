"""What an intended decision may say (第九条、第三十三条、第三十四条)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cases.rules.drafting import (
    Grade,
    Like,
    Wanted,
    check_wanted,
    deviations,
    grade_covering,
    grades_of,
    range_of,
)
from cases.rules.gravity import PenaltyKind as K
from cases.rules.outcomes import Exemption, Leniency
from core.errors import RuleViolation

LIGHT = Grade("较轻", "初次违法", None, Decimal(500))
PLAIN = Grade("一般", "其他情形", Decimal(500), Decimal(2000))
GRAVE = Grade("较重", "拒不改正", Decimal(2000), Decimal(5000))
GRADES = (LIGHT, PLAIN, GRAVE)
NOTHING = Like()


def fined(amount: int, **changes: Any) -> Wanted:
    return Wanted(**{"kind": K.FINE, "fine": Decimal(amount), **changes})


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        pytest.param(Wanted(kind=None), "no_exemption", id="no-penalty-without-a-ground"),
        pytest.param(
            Wanted(kind=None, exemption=Exemption.MINOR, fine=Decimal(1)),
            "exempt_and_penalised",
            id="no-penalty-and-a-fine",
        ),
        pytest.param(
            Wanted(kind=K.WARNING, exemption=Exemption.MINOR),
            "penalised_and_exempt",
            id="a-penalty-and-a-ground-for-none",
        ),
        pytest.param(fined(0), "no_amount", id="a-fine-without-its-sum"),
        pytest.param(
            Wanted(kind=K.WARNING, fine=Decimal(5)), "amount_without_fine", id="a-sum-without-fine"
        ),
        pytest.param(fined(500, more=(K.FINE,)), "kind_twice", id="the-same-kind-twice"),
        pytest.param(
            fined(500, confiscation=Decimal(3)), "confiscation_without_kind", id="nothing-to-take"
        ),
        pytest.param(fined(5001), "above_range", id="a-yuan-above-the-highest-grade"),
    ],
)
def test_what_a_decision_may_not_say(wanted: Wanted, code: str):
    with pytest.raises(RuleViolation) as refused:
        check_wanted(wanted, GRADES, NOTHING)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(fined(5000), id="the-highest-sum-itself"),
        pytest.param(fined(1), id="a-grade-open-downwards"),
        pytest.param(Wanted(kind=K.WARNING), id="a-warning"),
        pytest.param(Wanted(kind=None, exemption=Exemption.FIRST), id="a-first-offence"),
        pytest.param(
            fined(500, more=(K.CONFISCATE_INCOME,), confiscation=Decimal(90)), id="fine-and-taking"
        ),
    ],
)
def test_what_a_decision_may_say(wanted: Wanted):
    check_wanted(wanted, GRADES, NOTHING)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        pytest.param(fined(100, age=13), "under_14", id="a-child"),
        pytest.param(fined(100, age=14), "minor_not_lighter", id="fourteen-not-lighter"),
        pytest.param(fined(100, age=17), "minor_not_lighter", id="seventeen-not-lighter"),
        pytest.param(
            fined(5000, age=17, leniency=(Leniency.AGE,)), "minor_at_the_top", id="the-highest-sum"
        ),
        pytest.param(fined(100, age=17, leniency=(Leniency.AGE,)), None, id="seventeen-lighter"),
        pytest.param(fined(5000, age=18), None, id="eighteen"),
        pytest.param(
            Wanted(kind=None, exemption=Exemption.UNDER_14, age=13), None, id="a-child-let-off"
        ),
    ],
)
def test_from_fourteen_to_eighteen_the_penalty_is_lighter(wanted: Wanted, code: str | None):
    if code is None:
        check_wanted(wanted, GRADES, NOTHING)
        return
    with pytest.raises(RuleViolation) as refused:
        check_wanted(wanted, GRADES, NOTHING)
    assert (refused.value.code, refused.value.basis) == (code, "《行政处罚法》第三十条")


def test_below_the_lowest_grade_only_with_a_ground_and_a_reason():
    mitigated = fined(400, leniency=(Leniency.CONFESSED,))
    with pytest.raises(RuleViolation) as refused:
        check_wanted(mitigated, (PLAIN, GRAVE), NOTHING)
    assert refused.value.field == "deviation_reason"
    explained = fined(400, leniency=(Leniency.CONFESSED,), deviation_reason="主动供述，减轻")
    check_wanted(explained, (PLAIN, GRAVE), NOTHING)


@pytest.mark.parametrize(("fine", "grade"), [(100, "较轻"), (500, ""), (501, "一般"), (9000, "")])
def test_the_grade_that_holds_the_fine(fine: int, grade: str):
    assert grade_covering(Decimal(fine), GRADES) == grade


def test_without_published_figures_nothing_is_above_the_range():
    assert range_of(()) == (None, None)
    check_wanted(fined(9_999_999), (), NOTHING)


def test_a_fine_below_the_lowest_grade_is_refused_where_the_lowest_has_a_floor():
    with pytest.raises(RuleViolation) as refused:
        check_wanted(fined(499), (PLAIN, GRAVE), NOTHING)
    assert refused.value.code == "below_range"


@pytest.mark.parametrize(
    ("amount", "grade", "departs"),
    [(500, "较轻", False), (501, "较轻", True), (500, "一般", False), (2001, "一般", True)],
)
def test_a_fine_outside_the_chosen_grade_is_a_deviation(amount: int, grade: str, departs: bool):
    assert bool(deviations(fined(amount, grade=grade), GRADES, NOTHING)) is departs


@pytest.mark.parametrize(
    ("amount", "departs"),
    [(700, False), (699, True), (1000, False), (1300, False), (1301, True)],
)
def test_a_fine_three_tenths_from_the_median_of_like_cases_is_a_deviation(
    amount: int, departs: bool
):
    like = Like((Decimal(900), Decimal(1000), Decimal(4000)))
    assert bool(deviations(fined(amount), GRADES, like)) is departs


def test_two_like_cases_prove_nothing():
    assert Like((Decimal(1), Decimal(2))).middle is None


def test_a_deviation_passes_with_its_reason_and_not_without():
    with pytest.raises(RuleViolation) as refused:
        check_wanted(fined(600, grade="较轻"), GRADES, NOTHING)
    assert refused.value.field == "deviation_reason"
    check_wanted(fined(600, grade="较轻", deviation_reason="持续时间长"), GRADES, NOTHING)


def test_grades_are_read_as_stored_with_and_without_figures():
    rows = [{"grade": "轻", "text": "甲"}, {"grade": "重", "text": "乙", "fine_to": "20"}]
    assert grades_of(rows) == (Grade("轻", "甲"), Grade("重", "乙", None, Decimal(20)))
