"""The brief of a case for whoever arranges it: who holds the power, and the way that fits."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils import timezone

from cases.models import Case
from cases.rules.arranging import Suggestion
from cases.selectors.arranging import suggestion_of
from cases.services import _jurisdiction
from personnel import selectors as people
from zones.models import Township
from zones.rules.jurisdiction import Reason

register = template.Library()


@dataclass(frozen=True)
class Place:
    """A town of the case: whether it holds the item and why, and who could act for it today."""

    town: Township
    held: bool
    reason: Reason
    certified: int


@dataclass(frozen=True)
class Brief:
    places: list[Place]
    suggestion: Suggestion


@register.simple_tag
def arranging_brief(case: Case) -> Brief:
    """`{% arranging_brief case as brief %}`: places with their power, the suggested way."""
    today = timezone.localdate()
    towns = [place.township for place in case.places.all()]
    known = _jurisdiction.read([case.item])
    powers = _jurisdiction.explain(case.item, towns, case.filed_on or today, known)
    counts = people.certified_counts(towns, today)
    return Brief(
        places=[Place(town, held, why, counts.get(town.pk, 0)) for town, held, why in powers],
        suggestion=suggestion_of(case),
    )
