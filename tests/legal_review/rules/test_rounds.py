"""Rounds, second signatures, versions: the rules without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.gravity import GravityFacts, PenaltyKind
from core.errors import RuleViolation
from core.rules.workdays import WorkCalendar
from legal_review.rules.checklist import OpinionKind
from legal_review.rules.countersigning import Thresholds, countersign_reasons
from legal_review.rules.rounds import Before, check_resubmission, may_ask_for_material
from legal_review.rules.versions import check_anchor, paragraph_changes

CALENDAR = WorkCalendar({}, frozenset({2026}))
AGAINST = (OpinionKind.DISAGREE, OpinionKind.EXCEEDS_AUTHORITY, OpinionKind.SUSPECTED_CRIME)


@pytest.mark.parametrize("kind", list(OpinionKind))
@pytest.mark.parametrize("dissented", [False, True])
@pytest.mark.parametrize("text", ["same", "other"])
def test_a_text_refused_as_such_comes_back_changed_or_dissented(kind, dissented, text):
    before = Before(kind, "same", dissented)
    if kind in AGAINST and text == "same" and not dissented:
        with pytest.raises(RuleViolation, match="没有改动"):
            check_resubmission(before, text)
    else:
        check_resubmission(before, text)


def test_the_first_round_asks_nothing():
    check_resubmission(None, "any")


@pytest.mark.parametrize(
    ("today", "may"),
    [
        pytest.param(date(2026, 11, 26), True, id="收到当日"),
        pytest.param(date(2026, 11, 27), True, id="次日"),
        pytest.param(date(2026, 11, 29), True, id="隔周末"),
        pytest.param(date(2026, 11, 30), False, id="第二个工作日"),
    ],
)
def test_material_is_asked_for_until_the_first_working_day_is_over(today, may):
    assert may_ask_for_material(date(2026, 11, 26), today, CALENDAR) is may


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        pytest.param(GravityFacts(fine=Decimal(49_999)), 0, id="公民未达"),
        pytest.param(GravityFacts(fine=Decimal(50_000)), 1, id="公民达到（本数在内）"),
        pytest.param(GravityFacts(fine=Decimal(60_000), is_organisation=True), 0, id="单位未达"),
        pytest.param(
            GravityFacts(
                fine=Decimal(500_000), confiscation=Decimal(500_000), is_organisation=True
            ),
            2,
            id="单位罚没均达到",
        ),
        pytest.param(GravityFacts(kinds=frozenset({PenaltyKind.REVOKE_PERMIT})), 1, id="吊销"),
        pytest.param(GravityFacts(kinds=frozenset({PenaltyKind.STOP_OPERATION})), 0, id="停产"),
    ],
)
def test_when_two_must_sign(facts, count):
    assert len(countersign_reasons(facts, Thresholds())) == count
    assert len(countersign_reasons(facts, Thresholds(), disputed=True)) == count + 1


LINES = st.lists(st.text(alphabet="甲乙丙1", min_size=1, max_size=4), max_size=6)


@given(LINES, LINES)
def test_the_changes_lead_from_the_one_text_to_the_other(old, new):
    changes = paragraph_changes("\n".join(old), "\n".join(new))
    gone = [change.before for change in changes if change.before]
    come = [change.after for change in changes if change.after]
    assert sorted([*new, *gone]) == sorted([*old, *come])
    assert (changes == ()) is (old == new)


@given(st.text(min_size=1, max_size=30), st.integers(-3, 40), st.integers(-3, 40))
def test_an_anchor_holds_only_where_its_words_stand(text, start, end):
    quote = text[max(start, 0) : max(end, 0)]
    if 0 <= start < end <= len(text):
        check_anchor(text, start, end, quote)
        with pytest.raises(RuleViolation):
            check_anchor(text, start, end, f"{quote}他")
    else:
        with pytest.raises(RuleViolation):
            check_anchor(text, start, end, quote)
