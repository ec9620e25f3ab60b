"""What a complaint may repeat: others about the same thing, by the same person, cases alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.utils import timezone

from cases.models import Case, Complaint
from cases.rules import duplicates as rule
from cases.rules.fingerprint import alike, print_of
from cases.selectors.visibility import visible_cases
from core.models import User

_CANDIDATES = 50
_CASES = 300
_SHOWN = 5


@dataclass(frozen=True)
class Found:
    """A complaint or a case, and why it is shown."""

    row: Any
    match: rule.Match


def alike_texts(row: Complaint) -> models.Q:
    """Content, place or party alike, asked so that the trigram index can answer."""
    # `trigram_similar` is the operator of the index; similarity() alone would read all.
    texts = models.Q(content_print__trigram_similar=row.content_print) | models.Q(
        place_print__trigram_similar=row.place_print
    )
    if row.party_print:
        texts |= models.Q(party_print__trigram_similar=row.party_print)
    return texts


def candidates(row: Complaint) -> models.QuerySet[Complaint]:
    """Complaints of the town within 180 days either way with a text alike."""
    span = timedelta(days=rule.DAYS)
    return Complaint.objects.filter(
        alike_texts(row),
        township_id=row.township_id,
        received_at__gte=row.received_at - span,
        received_at__lte=row.received_at + span,
    ).exclude(pk=row.pk)


def duplicates_of(row: Complaint, visible: models.QuerySet[Complaint]) -> list[Found]:
    """Probably about the same thing, likeliest first; only of those in `visible`."""
    rows = (
        candidates(row)
        .filter(pk__in=visible.order_by().values("pk"))
        .select_related("township")
        .annotate(
            by_content=TrigramSimilarity("content_print", row.content_print),
            by_place=TrigramSimilarity("place_print", row.place_print),
            by_party=TrigramSimilarity("party_print", row.party_print),
        )
        .order_by("-by_place", "-by_content")[:_CANDIDATES]
    )
    found = [
        Found(
            other,
            rule.compare(
                place=other.by_place,
                content=other.by_content,
                party=other.by_party if row.party_print and other.party_print else None,
            ),
        )
        for other in rows
    ]
    return _best(found)


def repeats_of(row: Complaint, visible: models.QuerySet[Complaint]) -> list[Complaint]:
    """Others of the same reporter, by the mark of the phone; the number itself isn't read."""
    if not row.reporter_mark:
        return []
    same = visible.filter(reporter_mark=row.reporter_mark).exclude(pk=row.pk)
    return list(same.select_related("township")[:_SHOWN])


def cases_alike(row: Complaint, user: User) -> list[Found]:
    """Cases of the town within 180 days at the same place or about the same party."""
    since = row.received_at - timedelta(days=rule.DAYS)
    rows = (
        visible_cases(user=user)
        .filter(township_id=row.township_id, reported_at__gte=since)
        .only("number", "title", "place", "party_name", "description", "state", "reported_at")
    )
    found = []
    for case in rows[:_CASES]:
        party = print_of(case.party_name) if row.party_print else ""
        match = rule.compare(
            place=alike(row.place_print, print_of(case.place)),
            content=alike(row.content_print, print_of(f"{case.title}{case.description}")),
            party=alike(row.party_print, party) if party else None,
        )
        found.append(Found(case, match))
    return _best(found)


def _best(found: list[Found]) -> list[Found]:
    likely = [one for one in found if one.match.is_likely]
    return sorted(likely, key=lambda one: -one.match.score)[:_SHOWN]


def linkable_cases(row: Complaint, user: User) -> models.QuerySet[Case]:
    """Cases this person sees in the town, of the last year: to which a complaint may belong."""
    since = timezone.now() - timedelta(days=365)
    return visible_cases(user=user).filter(places__township=row.township, reported_at__gte=since)
