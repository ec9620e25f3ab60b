"""重大执法决定法制审核目录 as kept by 区司法局, and the lines a case falls under."""

from __future__ import annotations

import time
from datetime import date

from django.db import models
from django.utils import timezone

from cases.models import Case, MajorDecision
from cases.rules import major_list
from cases.rules.gravity import GravityFacts, PenaltyKind, Reason
from cases.rules.major_list import Listed

REMEMBER_SECONDS = 60.0
_remembered: list[tuple[float, tuple[Listed, ...]]] = []


def lines() -> tuple[Listed, ...]:
    """The whole list, at most a minute old in this process."""
    if _remembered and time.monotonic() - _remembered[0][0] < REMEMBER_SECONDS:
        return _remembered[0][1]
    kept = tuple(_listed(row) for row in MajorDecision.objects.order_by("pk"))
    _remembered[:] = [(time.monotonic(), kept)]
    return kept


def forget() -> None:
    """The list has changed."""
    _remembered.clear()


def _listed(row: MajorDecision) -> Listed:
    return Listed(
        title=row.title,
        basis=row.basis,
        document=row.document,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        domain=row.domain,
        item=row.item_id,
        party=row.party,
        kinds=frozenset(PenaltyKind(kind) for kind in row.penalties),
        amount_from=row.amount_from,
    )


def listed_of(case: Case, facts: GravityFacts) -> tuple[Reason, ...]:
    """Why the list asks for review of this case today."""
    known = lines()
    if not known:
        return ()
    return major_list.listed_reasons(
        known, facts, domain=case.item.domain, item=case.item_id, on=timezone.localdate()
    )


def catalogue(on: date | None = None) -> models.QuerySet[MajorDecision]:
    """The lines of the list, latest first; those in force on a day, or all."""
    rows = MajorDecision.objects.select_related("item")
    if on is None:
        return rows
    return rows.filter(starts_on__lte=on).exclude(ends_on__lt=on)
