"""Whether a decision is made public, and how long (第四十八条, 国办发〔2018〕118号)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cases.rules.disclosure import Exclusion, Matter, Periods, longest, propose, shown_until
from cases.rules.gravity import PenaltyKind as K
from cases.rules.terms import TERM_RULES, Term, Unit

DAY = date(2026, 3, 2)
LARGE = Decimal(5000)


def matter(*kinds: K, **changes: object) -> Matter:
    return Matter(frozenset(kinds), **changes)  # type: ignore[arg-type]


def test_penalties_are_due_in_seven_other_decisions_in_twenty_working_days():
    penalty, other = propose(matter(K.FINE)), propose(matter())
    assert (penalty.term, other.term) == (Term.PUBLICATION, Term.PUBLICATION_OTHER)
    for term, days in ((Term.PUBLICATION, 7), (Term.PUBLICATION_OTHER, 20), (Term.WITHDRAWAL, 3)):
        assert (TERM_RULES[term].length, TERM_RULES[term].unit) == (days, Unit.WORKDAY)


@pytest.mark.parametrize(
    ("given", "exclusion"),
    [
        (matter(K.FINE), None),
        (matter(K.WARNING, K.FINE), None),
        (matter(K.WARNING), Exclusion.WARNING_ONLY),
        (matter(K.WARNING, influence=("重大案件",)), None),
        (matter(), Exclusion.NO_PENALTY),
        (matter(K.FINE, age=17), Exclusion.MINOR),
        (matter(K.FINE, age=17, influence=("重大案件",)), Exclusion.MINOR),
        (matter(K.FINE, age=18), None),
    ],
)
def test_what_is_proposed(given: Matter, exclusion: Exclusion | None):
    found = propose(given)
    assert found.exclusion == exclusion
    assert found.publish is (exclusion is None)
    assert found.basis


def test_every_exclusion_names_its_article():
    assert all("《" in ground.basis for ground in Exclusion)


@pytest.mark.parametrize(
    ("given", "last"),
    [
        (matter(K.FINE, fine=Decimal(4999)), date(2026, 6, 2)),
        (matter(K.CRITICISM, is_organisation=True), date(2026, 6, 2)),
        (matter(K.FINE, fine=LARGE), date(2028, 3, 2)),
        (matter(K.FINE, fine=LARGE, is_organisation=True), date(2029, 3, 2)),
        (matter(K.REVOKE_PERMIT, is_organisation=True), date(2029, 3, 2)),
        (matter(K.REVOKE_PERMIT), date(2028, 3, 2)),
    ],
)
def test_light_penalties_are_shown_three_months_others_three_years_persons_two(
    given: Matter, last: date
):
    assert shown_until(given, DAY, large_fine=LARGE, periods=Periods()) == last
    assert last <= longest(given, DAY, Periods())
