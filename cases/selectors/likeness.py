"""Help with the penalty: the grades of the item, and how like cases were decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils import timezone

from cases.models import Case
from cases.rules.drafting import Grade, Like, grades_of
from cases.selectors.facts import draft_of
from cases.selectors.law import law_of
from zones.models import ItemVersion

YEARS = 3
_MOST = 200  # enough for a median that means something
_SHOWN = 5


@dataclass(frozen=True)
class Likeness:
    """Earlier decisions of the district on the item and kind of party, nearest first."""

    like: Like
    nearest: list[Case]
    exempted: int

    @property
    def count(self) -> int:
        return len(self.like.fines)


@dataclass(frozen=True)
class Help:
    """What stands beside an intended penalty: the item's grades, and like cases."""

    grades: tuple[Grade, ...]
    likeness: Likeness


def help_of(case: Case) -> Help:
    """The grades of the wording that applies to the case, or that its draft rests on."""
    draft = draft_of(case)
    version = draft.applied_version_id if draft else None
    if version is None:
        law = law_of(case, timezone.localdate())
        version = law.wordings[-1].key if law.wordings else None
    return Help(grades_in(version), like_cases(case))


def grades_in(version_id: int | None) -> tuple[Grade, ...]:
    """The grades of the wording a draft rests on."""
    if version_id is None:
        return ()
    row = ItemVersion.objects.filter(pk=version_id).values_list("discretion", flat=True).first()
    return grades_of(row or [])


def _earlier(case: Case) -> models.QuerySet[Case]:
    since = timezone.localdate() - timedelta(days=365 * YEARS)
    party = next(iter(case.parties.all()), None)
    rows = Case.objects.filter(item_id=case.item_id, decided_on__gte=since).exclude(pk=case.pk)
    return rows.filter(parties__kind=party.kind) if party else rows


def like_cases(case: Case) -> Likeness:
    """Same item, same kind of party, decided within three years, whichever town decided."""
    rows = (
        _earlier(case)
        .select_related("draft", "authority_township", "authority_agency")
        .order_by("-decided_on", "-id")[:_MOST]
    )
    found = list(rows)
    fined = [row for row in found if row.draft.penalty == "fine"]
    return Likeness(
        like=Like(tuple(row.draft.amount for row in fined)),
        nearest=fined[:_SHOWN],
        exempted=sum(1 for row in found if row.draft.penalty == "none"),
    )
