"""Cases on the same matter: filed twice, or a fine already given (一事不再罚, 第二十九条)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from cases.models import Case
from cases.rules.workflow import CaseState
from cases.selectors.visibility import visible_cases
from core.models import User

_ENDED_WITHOUT = [
    state.value
    for state in (
        CaseState.REFUSED,
        CaseState.NOT_FILED,
        CaseState.TRANSFERRED,
        CaseState.TERMINATED,
    )
]
_SHOWN = 5


@dataclass(frozen=True)
class Twins:
    """Those the reader may see, the latest first, and how many more there are in the district."""

    seen: list[Case]
    elsewhere: int

    def __bool__(self) -> bool:
        return bool(self.seen or self.elsewhere)


def twins_of(case: Case, user: User) -> Twins:
    """Same item and same party, by number or by name; none that ended without a case."""
    numbers = [party.identifier for party in case.parties.all() if party.identifier]
    same_party = models.Q(party_name=case.party_name)
    if numbers:
        same_party |= models.Q(parties__identifier__in=numbers)
    found = Case.objects.filter(same_party, item=case.item).exclude(pk=case.pk)
    ids = set(found.exclude(state__in=_ENDED_WITHOUT).values_list("pk", flat=True))
    mine = list(visible_cases(user=user).filter(pk__in=ids).order_by("-id"))
    return Twins(mine[:_SHOWN], len(ids) - len(mine[:_SHOWN]))
