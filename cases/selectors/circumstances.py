"""What the officer and the system say of a case that may make it one for the chief."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import models

from cases.models import Case
from cases.models.decision import NO_PENALTY
from cases.rules.circumstances import REPEATED_TIMES, REPEATED_YEARS, found_in, towns_named
from cases.rules.circumstances import Circumstance as C
from zones.selectors import all_towns


def circumstances_of(case: Case) -> frozenset[str]:
    """What the officer said of the case, and what the answer on jurisdiction shows."""
    answer = case.jurisdiction or {}
    rules = [reason["rule"] for reason in answer.get("reasons", ())]
    found = found_in(case.authority_kind, rules)
    media = {C.MEDIA.value} if case.source == Case.Source.MEDIA else set()
    return frozenset(case.circumstances) | {one.value for one in found} | media


def flags_of(said: Collection[str]) -> dict[str, Any]:
    """Circumstances by the names the rules of gravity have for them."""
    return {
        "safety": C.SAFETY in said,
        "social_impact": C.ATTENTION in said,
        "several_relations": C.DOMAINS in said,
        "suspected_crime": C.CRIME in said,
        "jurisdiction_dispute": C.DISPUTE in said,
        "undelegated": C.UNDELEGATED in said,
        "short_of_officers": C.CAPACITY in said,
        "repeated": C.REPEATED in said,
        "media": C.MEDIA in said and C.ATTENTION not in said,
    }


def homes_of(addresses: Iterable[str]) -> tuple[str, ...]:
    """The towns where the parties live or have their seats, as far as the addresses name them."""
    written = [address for address in addresses if address]
    if not written:
        return ()
    towns = [town.name for town in all_towns()]
    return tuple(dict.fromkeys(t for address in written for t in towns_named(address, towns)))


def is_repeated(case: Case, today: date) -> bool:
    """Whether the party was punished for the same item so often within the years that count."""
    numbers = [party.identifier for party in case.parties.all() if party.identifier]
    same = models.Q(party_name=case.party_name)
    if numbers:
        same |= models.Q(parties__identifier__in=numbers)
    since = date(today.year - REPEATED_YEARS, today.month, min(today.day, 28))
    earlier = Case.objects.filter(same, item=case.item_id, decided_on__gte=since)
    punished = earlier.exclude(pk=case.pk).exclude(draft__penalty=NO_PENALTY)
    return punished.order_by().values("pk").distinct().count() >= REPEATED_TIMES
