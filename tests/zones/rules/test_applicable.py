"""从旧兼从轻: which wording applies, by the day of the act and the day of the decision."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from zones.rules.applicable import Wording, applicable

CODE_BEGINS = date(2026, 8, 15)
OLD = Wording(1, date(2021, 7, 15), date(2026, 8, 14), "《大气法》第一百一十八条", "500-2万")
NEW = Wording(2, CODE_BEGINS, None, "《生态环境法典》第一千一百三十二条", "500-5000")
BOTH = (OLD, NEW)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("acted", "decided", "continuing", "keys", "choice"),
    [
        # the day before: the old law, as long as the decision is made under it too
        (CODE_BEGINS - DAY, CODE_BEGINS - DAY, False, (1,), False),
        # act the day before, decision on the day the law changes: a person compares
        (CODE_BEGINS - DAY, CODE_BEGINS, False, (1, 2), True),
        (date(2026, 3, 1), date(2026, 11, 20), False, (1, 2), True),
        # on the day and after it: the new law
        (CODE_BEGINS, CODE_BEGINS, False, (2,), False),
        (CODE_BEGINS + DAY, date(2026, 11, 20), False, (2,), False),
        # an act still going on is one of the day of the decision
        (date(2026, 3, 1), CODE_BEGINS - DAY, True, (1,), False),
        (date(2026, 3, 1), CODE_BEGINS, True, (2,), False),
        # before the catalogue knows any law
        (date(2021, 7, 14), date(2026, 8, 20), False, (), False),
        (date(2021, 7, 14), date(2021, 7, 20), True, (1,), False),
    ],
)
def test_which_wording_applies(acted, decided, continuing, keys, choice):
    answer = applicable(BOTH, acted_on=acted, decided_on=decided, continuing=continuing)
    assert tuple(wording.key for wording in answer.wordings) == keys
    assert answer.needs_choice is choice
    assert "第三十七条" in answer.basis
    assert answer.reason


def test_a_repealed_provision_is_put_to_a_person():
    answer = applicable((OLD,), acted_on=date(2026, 8, 1), decided_on=date(2026, 9, 1))
    assert answer.wordings == (OLD,)
    assert answer.needs_choice
    assert "不再处罚" in answer.reason


def test_nothing_to_choose_when_only_the_bureau_changed():
    later = Wording(3, CODE_BEGINS, None, OLD.legal_basis, OLD.penalty)
    answer = applicable((OLD, later), acted_on=date(2026, 8, 1), decided_on=date(2026, 9, 1))
    assert answer.wordings == (OLD,)
    assert not answer.needs_choice


def test_a_wording_between_act_and_decision_does_not_count():
    middle = Wording(2, CODE_BEGINS, date(2026, 9, 30), "《过渡规定》第一条", "")
    last = Wording(3, date(2026, 10, 1), None, "《后法》第一条", "")
    answer = applicable(
        (OLD, middle, last), acted_on=date(2026, 8, 1), decided_on=date(2026, 10, 5)
    )
    assert answer.wordings == (OLD, last)


def test_a_decision_before_the_act_is_refused():
    with pytest.raises(RuleViolation) as refusal:
        applicable(BOTH, acted_on=date(2026, 8, 2), decided_on=date(2026, 8, 1))
    assert refusal.value.code == "decided_before_act"


@given(
    acted=st.dates(date(2020, 1, 1), date(2028, 1, 1)),
    later=st.integers(0, 1500),
    continuing=st.booleans(),
)
def test_the_law_of_a_day_after_the_decision_never_applies(acted, later, continuing):
    decided = acted + timedelta(days=later)
    answer = applicable(BOTH, acted_on=acted, decided_on=decided, continuing=continuing)
    assert all(wording.valid_from <= decided for wording in answer.wordings)
    assert answer.needs_choice == (len(answer.wordings) == 2)
