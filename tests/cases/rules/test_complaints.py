"""Complaints: what may be done where they stand; likeness; the code; words for the reporter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Complaint
from cases.rules import complaints as rule
from cases.rules import duplicates, follow_code
from cases.rules.complaints import Outcome, Standing
from cases.rules.fingerprint import alike, print_of
from core.errors import RuleViolation

P = pytest.param


@pytest.mark.parametrize(
    ("standing", "allowed"),
    [
        P(
            Standing("received"),
            {"register", "link", "accept", "transfer", "merge", "refuse"},
            id="刚收到",
        ),
        P(
            Standing("transferred", inside=True),
            {"register", "link", "accept", "transfer", "merge", "refuse", "send_back"},
            id="平台内转来的可以退回",
        ),
        P(Standing("transferred"), {"answer"}, id="转平台外的只剩告知"),
        P(
            Standing("accepted"),
            {"register", "link", "transfer", "merge", "answer"},
            id="受理核查中",
        ),
        P(Standing("accepted", has_case=True), {"answer"}, id="已有案件"),
        P(Standing("refused"), {"answer"}, id="不予受理也要答复"),
        P(Standing("merged"), {"answer"}, id="并入的也要答复"),
        P(Standing("answered", answered=True), set(), id="已答复"),
    ],
)
def test_what_may_be_done_where_it_stands(standing: Standing, allowed: set[str]):
    assert set(rule.actions_at(standing)) == allowed
    for action in set(rule.LABELS) - allowed:
        with pytest.raises(RuleViolation):
            rule.check(action, standing)


def test_the_stored_states_are_those_of_the_rule():
    assert dict(Complaint.Status.choices) == dict(rule.STATUS_LABELS)


def test_texts_about_the_same_place_are_alike_others_are_not():
    here, same = print_of("丹霞路北段12号门前"), print_of("丹霞路北段 12 号门口")
    other = print_of("浦南镇松洲村养殖场")
    assert alike(here, same) > 0.6
    assert alike(here, other) < 0.1
    assert alike(here, here) == 1.0


def test_the_print_has_only_signs_that_every_locale_takes_for_letters():
    assert all(
        part.isascii() and part.isalnum() for part in print_of("占道经营，ＡＢ １２").split()
    )
    assert print_of("ＡＢ") == print_of("ab")
    assert print_of("，。！") == ""


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_the_same_both_ways_and_between_0_and_1(first: str, second: str):
    one, two = print_of(first), print_of(second)
    assert alike(one, two) == alike(two, one)
    assert 0.0 <= alike(one, two) <= 1.0


@pytest.mark.parametrize(
    ("place", "content", "party", "likely"),
    [
        P(0.9, 0.2, None, True, id="同一地点"),
        P(0.1, 0.2, None, False, id="地点内容都不近"),
        P(0.5, 0.1, 1.0, True, id="地点相近且被反映人相同"),
        P(0.0, 0.1, 1.0, False, id="只有被反映人相同"),
    ],
)
def test_when_two_are_probably_the_same(place, content, party, likely):
    match = duplicates.compare(place=place, content=content, party=party)
    assert match.is_likely is likely


def test_why_is_said_in_words():
    match = duplicates.compare(place=0.97, content=0.42, party=None)
    assert match.reasons == ("地点相同", "内容相近 42%")


@given(st.binary(min_size=16, max_size=32))
def test_the_code_has_ten_signs_without_look_alikes_and_is_read_back(digest: bytes):
    code = follow_code.code_of(digest)
    assert len(code) == 10
    assert not set(code) & set("01OIL")
    assert follow_code.normal(follow_code.shown(code).lower()) == code
    assert follow_code.normal(f" {code[:5]} {code[5:]} ") == code


TOWN, DAY = "石亭街道办事处", date(2026, 11, 2)


@pytest.mark.parametrize(
    ("status", "more", "words"),
    [
        P("received", {}, "已收到", id="待处理"),
        P("transferred", {"unit": "区水利局"}, "已转交区水利局", id="转平台内"),
        P("answered", {"elsewhere": "市生态环境局"}, "已转交市生态环境局", id="转外后答复"),
        P("answered", {"refusal": "dispute"}, "民事纠纷", id="不予受理后答复"),
        P("refused", {"refusal": "other"}, "理由见答复", id="其他理由"),
        P("accepted", {"has_case": True}, "正在依法办理", id="已立项办理"),
        P("accepted", {"has_case": True, "case_ended": True}, "办理完毕", id="案件办结"),
        P("accepted", {}, "正在核查", id="核查中"),
    ],
)
def test_the_state_in_plain_words(status: str, more: dict[str, Any], words: str):
    told = Outcome(**{"status": status, "unit": TOWN, "received_on": DAY, **more})
    assert words in rule.public_words(told)
    assert "2026-11-02" in rule.proposed_answer(told, "丹霞路北段")
