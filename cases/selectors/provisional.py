"""Which days that a paper states are provisional (暂定): a person confirms them before issue."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.urls import reverse

from cases.models import Case, CaseTerm
from cases.rules.terms import Term

# Terms whose last day a kind of paper tells the party.
STATED: Mapping[str, frozenset[Term]] = MappingProxyType(
    {
        "preservation_notice": frozenset({Term.EVIDENCE_PRESERVATION}),
        "measure_decision": frozenset({Term.SEIZURE}),
        "measure_extension": frozenset({Term.SEIZURE}),
        "prior_notice": frozenset({Term.STATEMENT}),
        "hearing_right_notice": frozenset({Term.HEARING_REQUEST}),
        "demand": frozenset({Term.COURT_DEMAND}),
        "spot_decision": frozenset({Term.FINE_PAYMENT, Term.RECONSIDERATION}),
        "service_receipt": frozenset(
            {Term.FINE_PAYMENT, Term.RECONSIDERATION, Term.LITIGATION, Term.LITIGATION_LAND}
        ),
    }
)
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class ProvisionalDay:
    """A last day that may still move: what it is of, when, why, and where it is derived."""

    term: Term
    label: str
    due_on: date
    why: str
    url: str


def provisional_terms(case: Case, terms: Collection[Term] | None = None) -> list[ProvisionalDay]:
    """The running terms of a case (of these kinds) whose last day is provisional."""
    wanted = None if terms is None else {term.value for term in terms}
    return [
        _told(row)
        for row in case.terms.all()
        if row.provisional
        and row.closed_on is None
        and not row.is_resting
        and (wanted is None or row.term in wanted)
    ]


def provisional_terms_in(case: Case, text: str, kind: str = "") -> list[ProvisionalDay]:
    """The provisional last days that this paper states.

    A paper states a term when its kind does so (`STATED`) or when its text has the very day, in
    whichever way it is written. No answer: the paper may be issued without confirmation.
    """
    plain = re.sub(r"\s", "", text)
    by_kind = STATED.get(kind, frozenset())
    return [
        day
        for day in provisional_terms(case)
        if day.term in by_kind or any(form in plain for form in written(day.due_on))
    ]


def written(day: date) -> tuple[str, ...]:
    """The ways in which a paper writes a day: 2027-01-12, 2027年1月12日, 二〇二七年一月十二日."""
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    return (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month:02}月{day.day:02}日",
        f"{year}年{_numeral(day.month)}月{_numeral(day.day)}日",
    )


def _numeral(number: int) -> str:
    """1 … 31 as it is read: 十二, 二十, 三十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def _told(row: CaseTerm) -> ProvisionalDay:
    url = reverse("case_term", args=[row.case_id, row.pk])
    return ProvisionalDay(Term(row.term), row.label, row.due_on, row.why, url)
