"""Points of review and what an opinion leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from legal_review.rules.checklist import (
    OPINIONS,
    POINTS,
    Consequence,
    OpinionKind,
    Point,
    opinion_violations,
    validate,
)

IN_ORDER = dict.fromkeys(Point, True)


@pytest.mark.parametrize(
    ("kind", "points", "text", "codes"),
    [
        pytest.param("agree", IN_ORDER, "", [], id="同意-各点合格可不写意见"),
        pytest.param("agree", {}, "", ["points_open"], id="同意-未逐项判定"),
        pytest.param(
            "agree", IN_ORDER | {Point.LAW: False}, "同意", ["points_faulty"], id="同意-依据不合格"
        ),
        pytest.param(
            "agree", {Point.LAW: False}, "", ["points_open", "points_faulty"], id="同意-两错并报"
        ),
        pytest.param("supplement", {}, "补充询问笔录", [], id="补正-写明即可"),
        pytest.param("supplement", IN_ORDER, "  ", ["opinion_text"], id="补正-空白意见"),
        pytest.param("correct", {Point.DISCRETION: False}, "", ["opinion_text"], id="纠正-未写明"),
        pytest.param("disagree", IN_ORDER, "事实不能成立", [], id="不同意"),
        pytest.param(
            "exceeds_authority", {Point.AUTHORITY: False}, "应由区住建局处理", [], id="超越权限"
        ),
        pytest.param(
            "exceeds_authority",
            IN_ORDER,
            "应由区住建局处理",
            ["opinion_contradicts"],
            id="超越权限-而权限判定合格",
        ),
        pytest.param("suspected_crime", {}, "涉嫌非法占用农用地罪", [], id="涉嫌犯罪"),
    ],
)
def test_what_an_opinion_must_hold(kind, points, text, codes):
    opinion = OpinionKind(kind)
    assert [v.code for v in opinion_violations(opinion, points, text)] == codes
    if codes:
        with pytest.raises(RuleViolation) as caught:
            validate(opinion, points, text)
        assert caught.value.code == codes[0]
    else:
        assert validate(opinion, points, text) is opinion.consequence


@pytest.mark.parametrize(
    ("kind", "consequence"),
    [
        pytest.param("agree", "passed", id="同意"),
        pytest.param("supplement", "returned", id="补正"),
        pytest.param("correct", "returned", id="纠正"),
        pytest.param("disagree", "returned", id="不同意"),
        pytest.param("exceeds_authority", "transfer_organ", id="超越权限"),
        pytest.param("suspected_crime", "transfer_justice", id="涉嫌犯罪"),
    ],
)
def test_what_follows_from_each_kind(kind, consequence):
    assert OpinionKind(kind).consequence == consequence


def test_only_agreement_passes():
    assert [kind for kind in OpinionKind if kind.passes] == [OpinionKind.AGREE]


def test_every_point_and_kind_is_in_its_table():
    assert set(POINTS) == set(Point)
    assert len(Point) == 7
    assert set(OPINIONS) == set(OpinionKind)
    assert all(text.question for text in POINTS.values())


@given(
    st.sampled_from(list(OpinionKind)),
    st.dictionaries(st.sampled_from(list(Point)), st.booleans()),
    st.text(max_size=5),
)
def test_nothing_passes_with_a_point_open_or_faulty_and_nothing_returns_without_words(
    kind, points, text
):
    try:
        consequence = validate(kind, points, text)
    except RuleViolation:
        return
    if consequence is Consequence.PASSED:
        assert all(points.get(point) is True for point in Point)
    else:
        assert text.strip()
