"""Notices of the newest cases, so that nobody's inbox is empty and nobody's is a flood."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse

from xiangcheng_enforcement.demo.casefile import At, CaseFile
from xiangcheng_enforcement.demo.world import Person

UNREAD_DAYS = 3


def tell(
    file: CaseFile,
    at: At,
    people: Iterable[Person],
    key: str,
    words: str,
    *,
    urgent: bool = False,
    review: int | None = None,
) -> None:
    """What core.notices.send would have written at that moment; read after a few days."""
    if not file.tells:
        return
    fresh = file.office.rules.clock.today.toordinal() - at.day <= UNREAD_DAYS
    text = f"{file.number} {file.words.title}：{words}"[:300]
    url = _address("review", review) if review else _address("case", file.pk)
    for person in people:
        file.office.rows.notices.rows.append(
            (person.user_id, key, text, url, urgent, at.stamp, None if fresh else at.stamp)
        )


def _address(page: str, pk: int) -> str:
    try:
        return reverse(page, args=[pk])
    except NoReverseMatch:
        return ""
