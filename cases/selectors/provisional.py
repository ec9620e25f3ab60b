"""Which last days that a paper states are provisional (暂定): a person confirms them first."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from cases.models import Case, CaseTerm
from cases.rules.terms import Term

_DIGITS = "〇一二三四五六七八九"


def provisional_terms_in(case: Case, terms: Collection[Term], text: str = "") -> list[CaseTerm]:
    """Running terms with a provisional last day that a paper tells the party.

    A paper tells of `terms` (its kind says so) and of every term whose very day stands in its
    `text`, in whichever way it is written. No answer: it may be issued without confirmation.
    """
    wanted = {term.value for term in terms}
    plain = re.sub(r"\s", "", text)
    return [
        row
        for row in case.terms.all()
        if row.provisional
        and row.closed_on is None
        and not row.is_resting
        and (row.term in wanted or any(form in plain for form in written(row.due_on)))
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
