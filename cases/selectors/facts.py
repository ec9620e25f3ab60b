"""The case as the rules see it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cases.models import Case, Draft
from cases.models.decision import NO_PENALTY
from cases.rules import gravity
from cases.rules.filing import PartyKind
from cases.rules.gravity import GravityFacts, GravityParameters, PenaltyKind, Reason
from cases.rules.guards import Blocker, CaseFacts, blockers
from core import parameters


def draft_of(case: Case) -> Draft | None:
    return getattr(case, "draft", None)


def gravity_facts(case: Case) -> GravityFacts:
    """What makes the case grave, as known now."""
    draft = draft_of(case)
    party = next(iter(case.parties.all()), None)
    kinds: frozenset[PenaltyKind] = frozenset()
    if draft is not None and draft.penalty != NO_PENALTY:
        kinds = frozenset({PenaltyKind(draft.penalty)})
    return GravityFacts(
        towns=tuple(place.township.name for place in case.places.all()),
        is_organisation=bool(party) and PartyKind(party.kind).is_organisation,  # type: ignore[union-attr]
        kinds=kinds,
        fine=draft.amount if draft and draft.amount else None,
        judged_major=case.is_major,
        judged_complex=case.is_complex,
    )


def gravity_parameters() -> GravityParameters:
    """Thresholds as kept by 司法局; the table's defaults where none is kept."""
    kept = parameters.values()
    default = GravityParameters()
    return GravityParameters(
        citizen_threshold=Decimal(kept.get("LARGE_FINE_CITIZEN", default.citizen_threshold)),
        organisation_threshold=Decimal(
            kept.get("LARGE_FINE_ORGANISATION", default.organisation_threshold)
        ),
    )


def report_reasons(case: Case) -> tuple[Reason, ...]:
    """Why the zone chief must be told; empty when nobody need be."""
    found = gravity.escalation_reasons(gravity_facts(case), gravity_parameters())
    return tuple(reason for reason in found if reason.compulsory)


def review_reasons(case: Case) -> tuple[Reason, ...]:
    return gravity.review_reasons(gravity_facts(case), gravity_parameters())


def facts_of(case: Case) -> CaseFacts:
    """Everything the guards look at. Reads the case's small tables once."""
    notice = getattr(case, "prior_notice", None)
    draft = draft_of(case)
    return CaseFacts(
        reporting=case.reporting,
        must_report=tuple(reason.text for reason in report_reasons(case)),
        authority_kind=case.authority_kind,
        handlers=sum(1 for handler in case.handlers.all() if handler.removed_at is None),
        records=case.records.count(),
        has_draft=draft is not None,
        notice_served_on=notice.served_on if notice else None,
        window_ends_on=notice.window_ends_on if notice else None,
        statement_heard=bool(notice and notice.heard_on),
        waived=bool(notice and notice.waived),
        review_reasons=tuple(reason.text for reason in review_reasons(case)),
        review_passed_hash=case.cleared_hash,
        draft_hash=draft.text_hash if draft else "",
        decided_on=case.decided_on,
    )


def next_steps(case: Case, actions: list[str], today: date) -> dict[str, list[Blocker]]:
    """For each action: what still stands in its way (an empty list: it can be taken)."""
    facts = facts_of(case)
    return {action: blockers(action, facts, today) for action in actions}
