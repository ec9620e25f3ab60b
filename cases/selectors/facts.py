"""The case as the rules see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cases.models import Case, Demand, Draft, PriorNotice
from cases.models.decision import NO_PENALTY
from cases.rules import gravity
from cases.rules.approvals import ApprovalKind
from cases.rules.execution import Kind, demand_over_on
from cases.rules.exhibits import IN_HAND
from cases.rules.filing import PartyKind
from cases.rules.gravity import GravityFacts, GravityParameters, PenaltyKind, Reason
from cases.rules.guards import Blocker, CaseFacts, blockers
from cases.rules.terms import Term
from cases.rules.weight import Penalty, heavier
from cases.selectors.circumstances import circumstances_of, flags_of, homes_of
from cases.selectors.major_list import listed_of
from cases.selectors.standing import (
    annulled_by,
    draft_of,
    fine_of,
    orders_land_demolition,
    owes,
    paid_of_fine,
)
from cases.selectors.transfers import where_to
from core import calendars, parameters


def intended_of(draft: Draft) -> Penalty:
    """The penalty of the draft, for comparing."""
    kinds = [draft.penalty, *draft.more_penalties] if draft.penalty != NO_PENALTY else []
    return Penalty(frozenset(PenaltyKind(kind) for kind in kinds), draft.amount, draft.confiscation)


def told_of(notice: PriorNotice) -> Penalty:
    """The penalty the party was told of."""
    kinds = [kind for kind in notice.penalty_told.split(",") if kind and kind != NO_PENALTY]
    return Penalty(
        frozenset(PenaltyKind(kind) for kind in kinds), notice.amount_told, notice.confiscation_told
    )


__all__ = ["draft_of", "facts_of", "orders_land_demolition"]


def _hearing_was_held(case: Case) -> bool:
    hearing = getattr(case, "hearing", None)
    return bool(hearing and hearing.status in ("held", "reported"))


def gravity_facts(case: Case) -> GravityFacts:
    """What makes the case grave, as known now."""
    draft = draft_of(case)
    parties = list(case.parties.all())
    party = next(iter(parties), None)
    kinds: frozenset[PenaltyKind] = frozenset()
    if draft is not None and draft.penalty != NO_PENALTY:
        kinds = frozenset(PenaltyKind(kind) for kind in (draft.penalty, *draft.more_penalties))
    facts = GravityFacts(
        towns=tuple(place.township.name for place in case.places.all()),
        is_organisation=bool(party) and PartyKind(party.kind).is_organisation,  # type: ignore[union-attr]
        kinds=kinds,
        fine=draft.amount if draft and draft.amount else None,
        confiscation=draft.confiscation if draft and draft.confiscation else None,
        hearing_held=_hearing_was_held(case),
        judged_major=case.is_major,
        judged_complex=case.is_complex,
        party_towns=homes_of([party.address for party in parties]),
        **_flags(case),
    )
    return replace(facts, listed=listed_of(case, facts))


def _flags(case: Case) -> dict[str, Any]:
    """What was said and found of the case; a dispute that was raised counts as one said."""
    found = flags_of(circumstances_of(case))
    found |= {row.kind: True for row in case.marks.all() if row.lifted_at is None}
    found["jurisdiction_dispute"] |= any(row.is_open for row in case.disputes.all())
    return found


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


def report_grounds(case: Case) -> tuple[Reason, ...]:
    """Why the zone chief must or may be told."""
    return gravity.escalation_reasons(gravity_facts(case), gravity_parameters())


def report_reasons(case: Case) -> tuple[Reason, ...]:
    """Why the zone chief must be told; empty when nobody need be."""
    return tuple(reason for reason in report_grounds(case) if reason.compulsory)


def review_reasons(case: Case) -> tuple[Reason, ...]:
    return gravity.review_reasons(gravity_facts(case), gravity_parameters())


def hearing_owed(case: Case) -> tuple[Reason, ...]:
    """Why the party must be told of its right to a hearing (第六十三条)."""
    return gravity.hearing_reasons(gravity_facts(case), gravity_parameters())


def facts_of(case: Case) -> CaseFacts:
    """Everything the guards look at. Reads each of the case's small tables once."""
    draft = draft_of(case)
    return CaseFacts(
        version=case.workflow_version,
        reporting=case.reporting,
        must_report=tuple(reason.text for reason in report_reasons(case)),
        authority_kind=case.authority_kind,
        dispute=_open_dispute(case),
        suspended_on=case.suspended_on,
        in_transfer=where_to(case),
        handlers=sum(1 for handler in case.handlers.all() if handler.removed_at is None),
        records=len(case.records.all()),
        open_approvals=_open_approvals(case),
        recusals_open=tuple(
            str(row.payload["name"])
            for row in case.approvals.all()
            if row.status == "open" and row.kind == ApprovalKind.RECUSAL
        ),
        review_reasons=tuple(reason.text for reason in review_reasons(case)),
        review_passed_hash=case.cleared_hash,
        draft_hash=draft.text_hash if draft else "",
        decided_on=case.decided_on,
        **_things(case),
        **_notice(case, draft),
        **_weighing(case, draft),
        **_performance(case),
        **_ending(case, draft),
    )


def _open_dispute(case: Case) -> str:
    """Who leads is no obstacle; who is competent is."""
    rows = [row for row in case.disputes.all() if row.is_open and row.kind == "competence"]
    return rows[0].get_status_display() if rows else ""


def _open_approvals(case: Case) -> tuple[str, ...]:
    elsewhere = {
        ApprovalKind.FILING.value,
        ApprovalKind.INSTALMENT.value,
        ApprovalKind.EXECUTION.value,
        ApprovalKind.CLOSING.value,
        ApprovalKind.RECUSAL.value,
        ApprovalKind.TRANSFER.value,
    }
    return tuple(
        row.get_kind_display()
        for row in case.approvals.all()
        if row.status == "open" and row.kind not in elsewhere
    )


def _things(case: Case) -> dict[str, Any]:
    """What is preserved, sealed or seized and waits for an outcome."""
    return {
        "unsettled_preservations": tuple(
            row.reason for row in case.preservations.all() if row.preserved_on and not row.outcome
        ),
        "running_measures": tuple(
            row.get_kind_display()
            for row in case.measures.all()
            if row.carried_out_at and not row.outcome
        ),
        "exhibits_in_hand": sum(1 for row in case.exhibits.all() if row.state in IN_HAND),
    }


def _notice(case: Case, draft: Draft | None) -> dict[str, Any]:
    """What the party was told and what it answered."""
    notice = getattr(case, "prior_notice", None)
    hearing = getattr(case, "hearing", None)
    no_penalty = bool(draft and draft.penalty == NO_PENALTY)
    facts: dict[str, Any] = {
        "has_draft": draft is not None,
        "no_penalty": no_penalty,
        "exemption_named": bool(draft and draft.exemption),
        "hearing_status": hearing.status if hearing else "",
    }
    if notice is not None:
        facts |= {
            "notice_served_on": notice.served_on,
            "window_ends_on": notice.window_ends_on,
            "statement_heard": bool(notice.heard_on),
            "waived": notice.waived,
            "hearing_waived": notice.hearing_waived,
            "hearing_told": notice.hearing_told,
            "hearing_window_ends_on": notice.hearing_due_on,
            "heavier_than_told": draft is not None
            and bool(notice.penalty_told)
            and heavier(told_of(notice), intended_of(draft)),
        }
    return facts


def _weighing(case: Case, draft: Draft | None) -> dict[str, Any]:
    """Whether a hearing and a collective discussion are owed, and the text last agreed to."""
    grave, limits = gravity_facts(case), gravity_parameters()
    agreed = [row for row in case.discussions.all() if row.agreed]
    return {
        "outside_grade": _outside_grade(draft),
        "hearing_reasons": tuple(r.text for r in gravity.hearing_reasons(grave, limits)),
        "discussion_reasons": tuple(
            r.text for r in gravity.collective_discussion_reasons(grave, limits)
        ),
        "discussed_hash": agreed[-1].text_hash if agreed else "",
    }


def _outside_grade(draft: Draft | None) -> str:
    """The chosen grade where the fine lies outside it and no reason is given."""
    if draft is None or not draft.grade or not draft.amount or draft.deviation_reason.strip():
        return ""
    grades = draft.applied_version.grades if draft.applied_version else ()
    chosen = next((grade for grade in grades if grade.label == draft.grade), None)
    return "" if chosen is None or chosen.covers(draft.amount) else f"{chosen.label}，{chosen.span}"


def _performance(case: Case) -> dict[str, Any]:
    """Paid, enforced, corrected, contested; asked only after the decision."""
    if case.decided_on is None:
        return {}
    results = [row.result for row in case.enforcements.all()]
    return {
        "fine_owed": max(fine_of(case) - paid_of_fine(case), Decimal(0)),
        "owes": owes(case),
        "annulled": annulled_by(case) is not None,
        "enforcement_ended": bool(results) and all(results),
        "court_right_lost": _right_lost(case),
        "cash_not_handed_in": any(
            row.channel == "on_spot" and row.banked_on is None for row in case.payments.all()
        ),
        "remedies_open": tuple(
            row.get_kind_display() for row in case.remedies.all() if not row.result
        ),
        "demand_matured": any(map(_matured, case.demands.all())),
    }


def _right_lost(case: Case) -> bool:
    """The three months to ask the court have passed unused (《行政强制法》第五十三条)."""
    today, term = timezone.localdate(), Term.COURT_APPLICATION.value
    rows = [row for row in case.terms.all() if row.term == term and row.closed_on is None]
    return any(row.due_on < today for row in rows)


def _matured(row: Demand) -> bool:
    if row.served_on is None:
        return False
    first = demand_over_on(Kind(row.purpose), row.served_on, calendars.work_calendar())
    return first <= timezone.localdate()


_UNDOING = ("changed", "revoked", "unlawful", "void")


def _ending(case: Case, draft: Draft | None) -> dict[str, Any]:
    """Corrected, made public, undone by a remedy, recorded, archived; only after the decision."""
    if case.decided_on is None:
        return {}
    disclosure, archive = getattr(case, "disclosure", None), getattr(case, "archive", None)
    undone = [row for row in case.remedies.all() if row.result in _UNDOING]
    ordered = bool(draft and draft.correction)
    return {
        "correction_open": ordered and not any(row.settles for row in case.reinspections.all()),
        "disclosed": disclosure.state.value if disclosure else "",
        "decision_undone": undone[-1].get_result_display() if undone else "",
        "draft_papers": tuple(row.title for row in case.papers.all() if row.status == "draft"),
        "archive_number": archive.number if archive else "",
        "record_pending": case.procedure == Case.Procedure.SIMPLE
        and any(
            row.term == Term.SPOT_RECORD.value and row.closed_on is None for row in case.terms.all()
        ),
    }


def next_steps(case: Case, actions: list[str], today: date) -> dict[str, list[Blocker]]:
    """For each action: what still stands in its way (an empty list: it can be taken)."""
    facts = facts_of(case)
    return {action: blockers(action, facts, today) for action in actions}
