"""When a piece may be lent or booked, what is due, what a unit lacks: values alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from personnel.rules.equipment import (
    Norm,
    Piece,
    Use,
    day_due,
    fault_of,
    inspection_stage,
    loan_due,
    loan_stage,
    needs,
    series,
)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = NOW.date()
CAR = Piece("执法用车 闽E1", "vehicle", "执法用车", "in_use", "在用", TODAY + timedelta(days=10))


def code(piece: Piece, use: Use, *, starts: datetime = NOW, last: date = TODAY) -> str:
    found = fault_of(piece, use, starts, last)
    return found.code if found else ""


@pytest.mark.parametrize(
    ("change", "use", "expected"),
    [
        pytest.param({}, Use.BOOK, "", id="可以预约"),
        pytest.param({}, Use.LEND, "", id="可以领用"),
        pytest.param({"state": "faulty"}, Use.LEND, "faulty", id="故障不能领用"),
        pytest.param({"state": "repair"}, Use.BOOK, "faulty", id="维修中不能预约"),
        pytest.param({"state": "retired"}, Use.LEND, "retired", id="报废不能领用"),
        pytest.param({"kind": "uniform"}, Use.BOOK, "not_bookable", id="服装不预约"),
        pytest.param({"kind": "uniform"}, Use.LEND, "", id="服装可以领用"),
    ],
)
def test_state_and_kind(change: dict[str, str], use: Use, expected: str):
    assert code(replace(CAR, **change), use) == expected


@pytest.mark.parametrize(
    ("kind", "due", "last", "expected"),
    [
        pytest.param("vehicle", TODAY, TODAY, "", id="到期当日仍可用"),
        pytest.param("vehicle", TODAY - timedelta(1), TODAY, "inspection_due", id="逾期车辆"),
        pytest.param("camera", TODAY - timedelta(1), TODAY, "inspection_due", id="逾期记录仪"),
        pytest.param("vehicle", TODAY, TODAY + timedelta(1), "inspection_due", id="用车期间到期"),
        pytest.param("terminal", TODAY - timedelta(90), TODAY, "", id="终端不因检验停用"),
        pytest.param("vehicle", None, TODAY, "", id="未登记检验日期"),
    ],
)
def test_an_inspection_must_last_through_the_booking(kind, due, last, expected):
    piece = replace(CAR, kind=kind, inspect_due_on=due)
    assert code(piece, Use.BOOK, last=last) == expected
    found = fault_of(piece, Use.BOOK, NOW, last)
    assert found is None or found.basis.startswith("《")


def test_a_piece_on_loan_is_free_only_after_it_is_due_back():
    until = NOW + timedelta(hours=4)
    held = replace(CAR, lent_to="陈志明", lent_until=until)
    assert code(held, Use.LEND) == "lent"
    assert code(held, Use.BOOK, starts=until - timedelta(minutes=1)) == "lent"
    assert code(held, Use.BOOK, starts=until) == ""
    late = replace(held, lent_until=NOW - timedelta(hours=1), late=True)
    assert code(late, Use.BOOK, starts=NOW + timedelta(days=3)) == "lent"
    found = fault_of(late, Use.BOOK, NOW, TODAY)
    assert found is not None
    assert "陈志明" in found.message
    assert "逾期未还" in found.message


@pytest.mark.parametrize(
    ("hours", "stage"),
    [(-3, ""), (-2, "soon"), (0, "late"), (23, "late"), (24, "late-1"), (100, "late-3"),
     (168, "late-7"), (2000, "late-7")],
)  # fmt: skip
def test_stages_of_a_loan(hours: int, stage: str):
    assert loan_stage(NOW, NOW + timedelta(hours=hours)) == stage


@pytest.mark.parametrize(
    ("days", "stage"), [(31, ""), (30, "30"), (8, "30"), (7, "7"), (1, "7"), (0, "0"), (-1, "late")]
)
def test_stages_of_an_inspection(days: int, stage: str):
    assert inspection_stage(TODAY + timedelta(days=days), TODAY) == stage


def test_dates_in_words():
    assert day_due(TODAY - timedelta(2), TODAY).text == "逾期 2 天"
    assert (day_due(TODAY, TODAY).text, day_due(TODAY, TODAY).level) == ("今天到期", "soon")
    assert day_due(TODAY + timedelta(31), TODAY).level == "ok"
    assert loan_due(NOW - timedelta(hours=3), NOW).text == "已逾期"
    assert loan_due(NOW - timedelta(days=2, hours=3), NOW).text == "逾期 2 天"
    assert loan_due(NOW + timedelta(minutes=20), NOW).text == "剩不到 1 小时"
    assert loan_due(NOW + timedelta(days=3), NOW).text == "剩 3 天"


def test_two_officers_share_a_terminal_and_an_odd_one_has_his_own():
    found = {need.kind: need for need in needs(5, {"camera": 2}, {"camera": 1}, Norm())}
    assert {kind: need.wanted for kind, need in found.items()} == {
        "terminal": 3,
        "camera": 3,
        "vehicle": 1,
    }
    assert (found["camera"].short, found["camera"].usable, found["terminal"].short) == (1, 1, 3)


def test_a_unit_without_officers_needs_nothing_and_more_than_enough_is_no_shortage():
    assert [need.wanted for need in needs(0, {}, {}, Norm())] == [0, 0, 0]
    assert [need.short for need in needs(2, {"terminal": 9, "camera": 1, "vehicle": 1}, {}, Norm())
            ] == [0, 0, 0]  # fmt: skip


@given(st.integers(0, 400), st.integers(1, 10), st.integers(1, 10))
def test_everybody_is_served_by_what_is_wanted(officers: int, terminal: int, camera: int):
    found = {n.kind: n.wanted for n in needs(officers, {}, {}, Norm(terminal, camera, 1))}
    assert (found["terminal"] - 1) * terminal < officers <= found["terminal"] * terminal or (
        officers == found["terminal"] == 0
    )


def test_codes_count_up_and_keep_their_width():
    assert series("ZS-JL-008", 4) == ["ZS-JL-008", "ZS-JL-009", "ZS-JL-010", "ZS-JL-011"]
    assert series("7", 1) == ["7"]
    assert series("A99", 2) == ["A99", "A100"]


@pytest.mark.parametrize(("first", "count"), [("ZS-JL", 3), ("Z1", 0), ("Z1", 51)])
def test_a_series_that_cannot_be_made_says_what_to_do(first: str, count: int):
    with pytest.raises(RuleViolation):
        series(first, count)
