"""Who reviews a decision."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legal_review.rules.assignment import ReviewerFacts, ReviewNeed, bar, choose_reviewer

WEST = "西部片区"
ZHANG = ReviewerFacts(1, "张某", frozenset({WEST}), qualified=True, open_reviews=3)
LI = ReviewerFacts(2, "李某", frozenset({WEST}), qualified=True, open_reviews=1)
ZHAO = ReviewerFacts(3, "赵某", frozenset({WEST, "东部片区"}), qualified=True, open_reviews=1)
NEED = ReviewNeed(WEST, handlers=frozenset({11, 12}), parties=frozenset({"p1"}))


@pytest.mark.parametrize(
    ("reviewer", "code"),
    [
        pytest.param(ZHANG, None, id="本片区有资格"),
        pytest.param(replace(ZHANG, serves=frozenset({"东部片区"})), "reviewer_zone", id="他片区"),
        pytest.param(replace(ZHANG, qualified=False), "reviewer_unqualified", id="新任无法考"),
        pytest.param(replace(ZHANG, qualified=False, grandfathered=True), None, id="老人老办法"),
        pytest.param(replace(ZHANG, id=11), "reviewer_handled", id="本案办案人"),
        pytest.param(
            replace(ZHANG, recused_from=frozenset({"p1"})), "reviewer_recused", id="应回避"
        ),
        pytest.param(replace(ZHANG, recused_from=frozenset({"p2"})), None, id="回避他案当事人"),
        pytest.param(replace(ZHANG, available=False), "reviewer_absent", id="不在岗"),
    ],
)
def test_who_may_review(reviewer, code):
    violation = bar(reviewer, NEED)
    assert (violation.code if violation else None) == code
    choice = choose_reviewer([reviewer], NEED)
    assert (choice.reviewer is None) is (code is not None)


def test_the_least_loaded_reviewer_is_chosen_and_ties_go_to_the_lowest_id():
    choice = choose_reviewer([ZHAO, ZHANG, LI], NEED)
    assert choice.reviewer is LI
    assert choice.reason == "李某是西部片区法制审核员，在手审核 1 件，为最少"


def test_whoever_returned_the_case_goes_on_with_it():
    again = replace(NEED, previous_reviewer=1)
    assert choose_reviewer([LI, ZHANG], again).reviewer is ZHANG
    away = replace(ZHANG, available=False)
    assert choose_reviewer([LI, away], again).reviewer is LI


def test_when_nobody_may_review_the_reason_says_why_each_may_not():
    choice = choose_reviewer([replace(ZHANG, id=11), replace(LI, qualified=False)], NEED)
    assert choice.reviewer is None
    assert "张某是本案办案人员" in choice.reason
    assert "李某初次从事法制审核" in choice.reason
    assert choice.reason.endswith("请区司法局指派")


def test_a_zone_without_a_reviewer_is_named():
    choice = choose_reviewer([], NEED)
    assert choice.reason == ("西部片区没有可以审核本案的人员：尚未确定法制审核员。请区司法局指派")


REVIEWERS = st.lists(
    st.builds(
        ReviewerFacts,
        id=st.integers(1, 15),
        name=st.just("某"),
        serves=st.sets(st.sampled_from([WEST, "东部片区"])).map(frozenset),
        qualified=st.booleans(),
        grandfathered=st.booleans(),
        open_reviews=st.integers(0, 5),
        recused_from=st.sets(st.sampled_from(["p1", "p2"])).map(frozenset),
        available=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda reviewer: reviewer.id,
)


@given(REVIEWERS, st.randoms(use_true_random=False))
def test_the_choice_is_able_least_loaded_and_independent_of_order(candidates, random):
    choice = choose_reviewer(candidates, NEED)
    shuffled = random.sample(candidates, len(candidates))
    assert choose_reviewer(shuffled, NEED).reviewer == choice.reviewer
    able = [reviewer for reviewer in candidates if bar(reviewer, NEED) is None]
    assert (choice.reviewer is None) is (not able)
    if choice.reviewer:
        assert choice.reviewer in able
        assert choice.reviewer.open_reviews == min(r.open_reviews for r in able)
        assert choice.reviewer.id not in NEED.handlers


def test_whoever_is_out_of_this_round_is_told_why():
    excluded = replace(NEED, excluded={2: "已就本案申请回避"})
    assert choose_reviewer([LI, ZHANG], excluded).reviewer is ZHANG
    assert bar(LI, excluded).message == "李某已就本案申请回避"


def test_a_second_reviewer_may_come_from_another_place_but_the_own_come_first():
    east = replace(LI, id=9, serves=frozenset({"东部片区"}), open_reviews=0)
    elsewhere = replace(NEED, elsewhere=True)
    assert choose_reviewer([east, ZHANG], elsewhere).reviewer is ZHANG
    alone = replace(elsewhere, excluded={1: "已审核本件"})
    assert choose_reviewer([east, ZHANG], alone).reviewer is east
    assert choose_reviewer([east], NEED).reviewer is None


def test_who_stands_in_for_somebody_on_leave_is_named_as_such():
    away, acting = replace(LI, available=False), replace(ZHANG, acting=True)
    choice = choose_reviewer([away, acting], NEED)
    assert choice.reviewer is acting
    assert "（代理）" in choice.reason


@given(REVIEWERS, st.sets(st.integers(1, 15)), st.booleans())
def test_never_a_handler_never_recused_never_unqualified(candidates, handlers, elsewhere):
    need = ReviewNeed(WEST, frozenset(handlers), frozenset({"p1"}), elsewhere=elsewhere)
    chosen = choose_reviewer(candidates, need).reviewer
    if chosen is not None:
        assert chosen.id not in handlers
        assert "p1" not in chosen.recused_from
        assert chosen.qualified or chosen.grandfathered
        assert chosen.available
        assert elsewhere or WEST in chosen.serves


@given(
    st.integers(1, 6),
    st.lists(st.integers(0, 3), min_size=1, max_size=60),
    st.integers(1, 20),
)
def test_reviews_of_equal_length_are_shared_within_one(people, arrivals, length):
    """`arrivals`: how many come each day; each is done `length` days after it came."""
    waiting: list[tuple[int, int]] = []  # (done on, reviewer)
    taken = dict.fromkeys(range(1, people + 1), 0)
    for day, count in enumerate(arrivals):
        waiting = [(done, who) for done, who in waiting if done > day]
        for _ in range(count):
            facts = [
                ReviewerFacts(
                    pk,
                    f"审核员{pk}",
                    frozenset({WEST}),
                    qualified=True,
                    open_reviews=sum(1 for _, who in waiting if who == pk),
                    taken=taken[pk],
                )
                for pk in taken
            ]
            chosen = choose_reviewer(facts, ReviewNeed(WEST, frozenset())).reviewer
            assert chosen is not None
            waiting.append((day + length, chosen.id))
            taken[chosen.id] += 1
            assert max(taken.values()) - min(taken.values()) <= 1
