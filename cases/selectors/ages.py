"""How old a citizen was, from the identity number."""

from __future__ import annotations

from datetime import date

from cases.models import Case
from cases.rules.filing import PartyKind
from core.rules.identifiers import birth_date


def age_of(case: Case, on: date) -> int | None:
    """The years of a citizen party on a day, from the identity number; None where unknown."""
    party = next(iter(case.parties.all()), None)
    if party is None or party.kind != PartyKind.CITIZEN or len(party.identifier) != 18:
        return None
    born = birth_date(party.identifier)
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
