"""问答库 and 常见错误: searching Chinese, what may be published, which points failed."""

from __future__ import annotations

import pytest

from core.errors import RuleViolation
from legal_review.rules import knowledge as rule
from legal_review.rules.checklist import Point
from legal_review.rules.failings import Trend, failed_points, remark_on, trend_of


def found(query: str, *texts: str) -> bool:
    return set(rule.wanted_grams(query)) <= set(rule.grams_of(*texts))


@pytest.mark.parametrize(
    "query", ["告知", "听证告知", "处罚法 44", "《行政处罚法》", "证", "ＡＢ3"]
)
def test_a_text_is_found_by_its_words_wherever_they_stand(query: str):
    assert found(query, "《行政处罚法》第44条：听证告知后取证，AB3 号物品")


@pytest.mark.parametrize("query", ["证告", "送达", "45"])
def test_a_text_without_the_words_is_not_found(query: str):
    assert not found(query, "告知与取证", "处罚法 445")


def test_the_title_nearest_to_what_is_typed_comes_first():
    wanted = rule.wanted_grams("占道经营的现场证据怎么固定")
    near = rule.likeness(wanted, rule.grams_of("占道经营现场证据如何固定"))
    far = rule.likeness(wanted, rule.grams_of("罚款缴纳期限的证据"))
    assert near > far > 0
    assert rule.likeness(wanted, rule.grams_of("送达")) == 0


GOOD = {"question": "占道能否当场处罚", "answer": "可以", "articles": "第五十一条"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"question": " "}, "question_text"),
        ({"answer": ""}, "answer_text"),
        ({"articles": ""}, "articles"),
        ({"answer": "见芗城石亭罚〔2026〕12号"}, "answer_text"),
        ({"question": "张三丰占道怎么办"}, "question_text"),
    ],
    ids=["no question", "no answer", "no article", "a number of a paper", "a party's name"],
)
def test_an_entry_that_says_too_little_or_too_much_is_not_published(changes, field):
    with pytest.raises(RuleViolation) as refused:
        rule.check_ready(**{**GOOD, **changes}, identity=["张三丰"])
    assert refused.value.field == field


def test_an_entry_free_of_the_case_is_published():
    rule.check_ready(**GOOD, identity=["张三丰", ""])


@pytest.mark.parametrize(
    ("points", "failed"),
    [
        ({"law": False, "subject": True, "facts": False}, (Point.FACTS, Point.LAW)),
        ({"law": {"ok": False, "note": "引错款"}, "facts": {"ok": True}}, (Point.LAW,)),
        ({"law": None, "facts": "?"}, ()),
        ([], ()),
        (None, ()),
    ],
)
def test_failed_points_are_read_however_an_opinion_keeps_them(points, failed):
    assert failed_points(points) == failed


def test_the_remark_to_a_point_is_read_where_there_is_one():
    assert remark_on({"law": {"ok": False, "note": "引错款"}}, Point.LAW) == "引错款"
    assert remark_on({"law": False}, Point.LAW) == ""


@pytest.mark.parametrize(
    ("now", "before", "trend"),
    [(3, 1, Trend.UP), (1, 3, Trend.DOWN), (2, 2, Trend.SAME), (2, 0, Trend.NEW)],
)
def test_a_number_is_compared_with_the_period_before(now, before, trend):
    assert trend_of(now, before) is trend
