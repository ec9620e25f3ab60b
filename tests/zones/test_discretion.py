"""Grades of discretion as they are typed, stored and shown (第三十四条)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.rules.discretion import Grade, grades_of, parse, write


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("较轻：初次违法", Grade("较轻", "初次违法")),
        ("较轻（200—500）：初次违法", Grade("较轻", "初次违法", Decimal(200), Decimal(500))),
        ("一般(500-2,000元): 其他", Grade("一般", "其他", Decimal(500), Decimal(2000))),
        ("较重（1至5万元）：拒不改正", Grade("较重", "拒不改正", Decimal(10000), Decimal(50000))),
        ("较轻（500元以下）：初次", Grade("较轻", "初次", None, Decimal(500))),
        ("严重（10万以上）：再犯", Grade("严重", "再犯", Decimal(100000), None)),
        ("较轻（公民）（20—50）：初次", Grade("较轻（公民）", "初次", Decimal(20), Decimal(50))),
        ("较重（造成后果）：甲", Grade("较重（造成后果）", "甲")),
    ],
)
def test_how_a_grade_is_typed(line: str, expected: Grade):
    assert grades_of(parse(line)) == (expected,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("没有冒号", "档次：内容"),
        ("较轻：", "档次：内容"),
        ("较轻（500—200）：甲", "下限大于上限"),
        ("较轻（5折）：甲", "罚款幅度写成"),
        ("较轻：甲\n较轻：乙", "写了两次"),
        ("较轻（0—600）：甲\n一般（500—900）：乙", "重叠"),
        ("较轻（600以上）：甲\n一般（700—900）：乙", "重叠"),
    ],
)
def test_what_is_told_to_the_person_who_typed_it(text: str, said: str):
    with pytest.raises(ValueError, match=said):
        parse(text)


def test_grades_that_touch_and_grades_of_other_parties_do_not_overlap():
    parse("较轻（0—500）：甲\n一般（500—900）：乙")
    parse("较轻（公民）（20—50）：甲\n较轻（单位）（20—90）：乙")


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9), st.booleans()), min_size=1, max_size=6)
)
def test_what_is_written_is_read_back(steps: list[tuple[int, int, bool]]):
    rows, at = [], 0
    for number, (gap, width, figured) in enumerate(steps):
        row = {"grade": f"第{number}档", "text": "内容"}
        if figured:
            row |= {"fine_from": str(at + gap), "fine_to": str(at + gap + width)}
            at += gap + width
        rows.append(row)
    assert parse(write(rows)) == rows


@pytest.mark.parametrize(
    ("grade", "span"),
    [
        (Grade("甲", "乙"), ""),
        (Grade("甲", "乙", None, Decimal("500.00")), "500 元以下"),
        (Grade("甲", "乙", Decimal(50000)), "50000 元以上"),
        (Grade("甲", "乙", Decimal(0), Decimal("0.5")), "0 至 0.5 元"),
    ],
)
def test_the_figures_in_words(grade: Grade, span: str):
    assert grade.span == span
