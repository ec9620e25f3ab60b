"""What is made public of decisions: the proposal for a case, what the public and staff see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils import timezone

from cases.models import Case, Disclosure, Party
from cases.models.decision import NO_PENALTY
from cases.rules import disclosure as rule
from cases.rules.disclosure import Matter, Periods, Proposal
from cases.rules.filing import PartyKind
from cases.rules.gravity import PenaltyKind
from cases.rules.redaction import Known, bare, is_personal_name, mask_name
from cases.selectors.ages import age_of
from cases.selectors.facts import draft_of, gravity_parameters, hearing_owed
from cases.selectors.visibility import visible_cases
from core import parameters
from core.models import User

State = Disclosure.State


def periods() -> Periods:
    """How long decisions are shown, as 司法局 keeps the figures."""
    kept, default = parameters.values(), Periods()
    return Periods(
        short=kept.get("PUBLICATION_MONTHS_SHORT", default.short),
        long=kept.get("PUBLICATION_MONTHS_LONG", default.long),
        person=kept.get("PUBLICATION_MONTHS_PERSON", default.person),
    )


def matter_of(case: Case) -> Matter:
    """The decision as the rule of publishing sees it."""
    draft = draft_of(case)
    party = next(iter(case.parties.all()), None)
    kinds: frozenset[PenaltyKind] = frozenset()
    if draft is not None and draft.penalty != NO_PENALTY:
        kinds = frozenset(PenaltyKind(kind) for kind in (draft.penalty, *draft.more_penalties))
    influence = [reason.text for reason in hearing_owed(case)]
    if case.is_major:
        influence.append("重大案件")
    return Matter(
        kinds=kinds,
        fine=draft.amount if draft else Decimal(0),
        is_organisation=bool(party) and PartyKind(party.kind).is_organisation,  # type: ignore[union-attr]
        age=age_of(case, case.occurred_on),
        influence=tuple(dict.fromkeys(influence)),
    )


def proposal_of(case: Case) -> Proposal:
    return rule.propose(matter_of(case))


def last_day_of(case: Case, published_on: date) -> date:
    """Until when the decision is shown by default."""
    matter = matter_of(case)
    large = gravity_parameters().threshold(is_organisation=matter.is_organisation)
    return rule.shown_until(matter, published_on, large_fine=large, periods=periods())


def known_of(case: Case) -> Known:
    """What the file knows of natural persons; the organ's officers are named in public."""
    names: list[str] = []
    maybe = [case.reporter_name]
    identifiers, phones, addresses = [], [case.reporter_phone], []
    for party in case.parties.all():
        (names if _is_person(party) else maybe).append(party.name)
        maybe.append(party.representative)
        phones.append(party.phone)
        if party.kind != PartyKind.ORGANISATION:
            addresses.append(party.address)
        if party.kind == PartyKind.CITIZEN:
            identifiers.append(party.identifier)
    maybe += [record.subject for record in case.records.all()]
    maybe += [row.receiver for row in case.deliveries.all()]
    officers = {str(row.officer) for row in case.handlers.all()}
    names += [name for name in maybe if is_personal_name(name) and name not in officers]
    return Known(_some(names), _some(identifiers), _some(phones), _some(addresses))


def _some(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def party_shown(case: Case) -> str:
    """The party as the public reads it: persons masked, businesses by their name."""
    party = next(iter(case.parties.all()), None)
    name = party.name if party else case.party_name
    return mask_name(name) if party is not None and _is_person(party) else name


def _is_person(party: Party) -> bool:
    """A citizen, or a trader who goes by a person's name and not by that of a shop."""
    if party.kind == PartyKind.CITIZEN:
        return True
    short = len(bare(party.name)) <= 3
    return party.kind == PartyKind.SOLE_TRADER and short and is_personal_name(party.name)


def public_decisions(today: date | None = None) -> models.QuerySet[Disclosure]:
    """What the public sees today, latest first: shown, and withdrawn ones with their reason."""
    day = today or timezone.localdate()
    return (
        Disclosure.objects.filter(
            published_at__isnull=False, taken_down_at=None, shown_until__gte=day
        )
        .select_related("case__decision")
        .order_by("-published_at", "-id")
    )


def visible_disclosures(*, user: User) -> models.QuerySet[Disclosure]:
    """Those of the cases this person may see, the nearest term first."""
    return (
        Disclosure.objects.filter(case__in=visible_cases(user=user).order_by().values("pk"))
        .select_related("case__decision", "case__township")
        .order_by("-id")
    )


def in_state(rows: models.QuerySet[Disclosure], state: str) -> models.QuerySet[Disclosure]:
    """Rows that stand at `state` today (see Disclosure.state)."""
    today = timezone.localdate()
    published = models.Q(published_at__isnull=False, withdrawn_at=None)
    over = models.Q(taken_down_at__isnull=False) | models.Q(shown_until__lt=today)
    wanted = {
        State.PENDING: models.Q(published_at=None, withheld_at=None),
        State.SHOWN: published & ~over,
        State.WITHHELD: models.Q(published_at=None, withheld_at__isnull=False),
        State.WITHDRAWN: models.Q(withdrawn_at__isnull=False),
        State.ENDED: published & over,
    }
    return rows.filter(wanted[State(state)])


def organs_of(rows: models.QuerySet[Disclosure]) -> list[str]:
    """The organs that have something among the rows."""
    names = rows.order_by().values_list("case__decision__authority_name", flat=True).distinct()
    return sorted(names)
