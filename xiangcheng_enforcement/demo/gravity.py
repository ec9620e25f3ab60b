"""The rules of gravity for bulk loading: asked once per combination that can matter."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from cases.models.decision import NO_PENALTY
from cases.rules import gravity
from cases.rules.gravity import GravityFacts, GravityParameters, PenaltyKind, Reason
from cases.selectors.facts import gravity_parameters
from xiangcheng_enforcement.demo.fate import Fate

Reasons = tuple[Reason, ...]
_Rule = Callable[[GravityFacts, GravityParameters], Reasons]


class Gravity:
    """Why a case is reported, reviewed, discussed by the heads, and heard.

    An amount below the threshold of 较大数额 changes nothing, so all such are one combination.
    """

    def __init__(self) -> None:
        self._parameters = gravity_parameters()
        self._known: dict[tuple[object, ...], Reasons] = {}

    def to_report(self, fate: Fate, *, drafted: bool) -> Reasons:
        """The compulsory reasons, before or after there is a draft (cases.selectors.facts)."""
        found = self._ask(gravity.escalation_reasons, fate, drafted=drafted)
        return tuple(reason for reason in found if reason.compulsory)

    def to_review(self, fate: Fate, *, drafted: bool = True) -> Reasons:
        return self._ask(gravity.review_reasons, fate, drafted=drafted)

    def to_hear(self, fate: Fate) -> Reasons:
        """Why the party must be told of its right to a hearing."""
        return self._ask(gravity.hearing_reasons, fate, drafted=True)

    def to_discuss(self, fate: Fate) -> Reasons:
        return self._ask(gravity.collective_discussion_reasons, fate, drafted=True)

    def _ask(self, rule: _Rule, fate: Fate, *, drafted: bool) -> Reasons:
        organisation = fate.party.is_organisation
        threshold = self._parameters.threshold(is_organisation=organisation)
        large = fate.amount if drafted and fate.amount >= threshold else 0
        penalty = fate.penalty if drafted else NO_PENALTY
        towns = tuple(town.name for town in fate.towns)
        key = (rule.__name__, organisation, large, penalty, towns, fate.major, fate.complex)
        known = self._known.get(key)
        if known is None:
            kinds = frozenset({PenaltyKind(penalty)} if penalty != NO_PENALTY else ())
            facts = GravityFacts(
                towns=towns,
                is_organisation=organisation,
                kinds=kinds,
                fine=Decimal(large) if large else None,
                judged_major=fate.major,
                judged_complex=fate.complex,
            )
            known = self._known[key] = rule(facts, self._parameters)
        return known
