"""How often, and on which grounds beyond the plan."""

from __future__ import annotations

import pytest

from core.errors import RuleViolation
from plans.rules.frequency import Frequency, cap, frequency
from plans.rules.grounds import LABELS, Ground, counts, require_room


@pytest.mark.parametrize(
    ("credit", "high_risk", "wanted"),
    [
        ("A", False, Frequency(1, 50)),
        ("B", False, Frequency(1, 100)),
        ("C", False, Frequency(2, 100)),
        ("D", False, Frequency(4, 100)),
        ("A", True, Frequency(2, 100)),
    ],
)
def test_a_better_grade_is_inspected_less(credit: str, high_risk: bool, wanted: Frequency):
    assert frequency(credit=credit, high_risk=high_risk, own={}) == wanted


def test_a_topics_own_rule_goes_before_the_table():
    own = {("B", False): Frequency(3, 20)}
    assert frequency(credit="B", high_risk=False, own=own) == Frequency(3, 20)
    assert frequency(credit="B", high_risk=True, own=own).times == 2


def test_a_targets_own_cap_goes_before_its_grades():
    assert (cap(credit="D", own=None), cap(credit="D", own=1)) == (4, 1)


def test_ten_grounds_do_not_count_against_the_cap():
    free = [ground for ground in LABELS if not counts(ground)]
    assert len(free) == 10
    for ground in free:
        require_room(ground, done=9, cap=1)


def test_a_planned_visit_over_the_cap_needs_a_reason_in_words():
    require_room(Ground.PLAN, done=1, cap=2)
    with pytest.raises(RuleViolation, match="已满 2 次"):
        require_room(Ground.PLAN, done=2, cap=2, exception=" ")
    require_room(Ground.PLAN, done=2, cap=2, exception="区政府部署的燃气安全整治")
