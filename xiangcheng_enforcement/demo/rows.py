"""The tables a demo case fills, in the order their foreign keys need."""

from __future__ import annotations

from dataclasses import dataclass, field

from cases.models import (
    Approval,
    Archive,
    Arrangement,
    ArrangementUnit,
    Case,
    CaseOfficer,
    CasePlace,
    CaseScope,
    CaseTerm,
    Decision,
    Delivery,
    Demand,
    Disclosure,
    Discussion,
    DiscussionOpinion,
    Draft,
    Enforcement,
    Escalation,
    EscalationRecipient,
    InvestigationRecord,
    Party,
    Payment,
    PriorNotice,
    Remedy,
    Transfer,
    TransferPiece,
)
from core.models import AuditEntry, Notice
from legal_review.models import Opinion, Review
from xiangcheng_enforcement.demo.tables import Table


def _table(model: type, columns: str) -> Table:
    return Table(model, tuple(columns.split()))


def _cases() -> Table:
    return _table(
        Case,
        "id number source state stage_since workflow_version version title description item_id "
        "township_id "
        "village_id place occurred_on party_name reporter_name reporter_phone is_major is_complex "
        "authority_kind authority_township_id authority_agency_id jurisdiction reporting "
        "reported_at accepted_on filed_on decided_on served_on closed_on archived_on needs_review "
        "cleared_hash closing_note next_due_on next_due_term next_due_provisional created_by_id",
    )


def _terms() -> Table:
    return _table(
        CaseTerm,
        "case_id closed_on binds_unit term label basis starts_on due_on length in_workdays "
        "provisional why derivation",
    )


def _reviews() -> Table:
    return _table(
        Review,
        "id case_id round zone_id reviewer_id assigned_because status reasons draft_text "
        "draft_hash requested_by_id requested_at due_on due_provisional concluded_at "
        "township_id holder_id stage materials note clock_from",
    )


def _decisions() -> Table:
    return _table(
        Decision,
        "case_id number township_id agency_id authority_name text remedies text_hash decided_on "
        "decided_by_id",
    )


def _records() -> Table:
    return _table(
        InvestigationRecord,
        "id case_id kind held_at ended_at recorder rights_told place subject content "
        "certificates_shown created_by_id created_at",
    )


def _entries() -> Table:
    return _table(
        AuditEntry,
        "subject_type subject_id seq at actor_id actor_name verb payload previous_hash entry_hash",
    )


def _transfers() -> Table:
    return _table(
        Transfer,
        "id case_id kind status from_township_id to_organ reason basis proposed_by_id proposed_at "
        "sent_by_id sent_at due_on awaits rests_case answered_by_id answered_on receiver_name "
        "receipt",
    )


def _draft() -> Table:
    return _table(
        Draft,
        "case_id facts basis discretion penalty amount performance exemption updated_at grade",
    )


def _prior_notice() -> Table:
    return _table(
        PriorNotice,
        "case_id number served_on window_ends_on statement answer waived heard_on hearing_waived "
        "hearing_told hearing_due_on penalty_told amount_told",
    )


def _escalation() -> Table:
    return _table(
        Escalation,
        "id case_id status reasons note raised_by_id raised_at routed_at lead_zone_id",
    )


def _discussions() -> Table:
    return _table(
        Discussion,
        "id case_id held_at place chair recorder conclusion agreed text_hash recorded_by_id "
        "recorded_at",
    )


def _deliveries() -> Table:
    return _table(
        Delivery,
        "id case_id subject method served_on receiver relation place refused_why witness "
        "mail_number sent_to consent arrived_at reason proof recorded_by_id",
    )


def _enforcements() -> Table:
    return _table(
        Enforcement,
        "case_id kind content legal_basis applied_on court accepted_on ruled_on result result_on "
        "note recorded_by_id",
    )


def _disclosures() -> Table:
    return _table(
        Disclosure,
        "case_id required reason due_on title_shown party_shown text_shown published_at "
        "withheld_at decided_by_id shown_until taken_down_at",
    )


@dataclass
class Rows:
    """One buffer per table; declared in the order in which they are to be written."""

    cases: Table = field(default_factory=_cases)
    places: Table = field(default_factory=lambda: _table(CasePlace, "case_id township_id order"))
    scopes: Table = field(default_factory=lambda: _table(CaseScope, "case_id key reason listed_at"))
    parties: Table = field(
        default_factory=lambda: _table(
            Party, "case_id kind name identifier representative phone address"
        )
    )
    handlers: Table = field(
        default_factory=lambda: _table(
            CaseOfficer, "case_id officer_id duty certificate_number assigned_at case_ended"
        )
    )
    terms: Table = field(default_factory=_terms)
    records: Table = field(default_factory=_records)
    record_officers: Table = field(
        default_factory=lambda: _table(
            InvestigationRecord.officers.through, "investigationrecord_id officer_id"
        )
    )
    drafts: Table = field(default_factory=_draft)
    prior_notices: Table = field(default_factory=_prior_notice)
    discussions: Table = field(default_factory=_discussions)
    discussion_opinions: Table = field(
        default_factory=lambda: _table(DiscussionOpinion, "discussion_id name post opinion")
    )
    # the database takes a decision only when its review is there already
    reviews: Table = field(default_factory=_reviews)
    opinions: Table = field(
        default_factory=lambda: _table(Opinion, "review_id kind points point_notes text by_id at")
    )
    decisions: Table = field(default_factory=_decisions)
    deliveries: Table = field(default_factory=_deliveries)
    delivery_officers: Table = field(
        default_factory=lambda: _table(Delivery.officers.through, "delivery_id officer_id")
    )
    approvals: Table = field(
        default_factory=lambda: _table(
            Approval,
            "case_id kind reason payload status requested_by_id requested_at decided_by_id "
            "decided_at opinion",
        )
    )
    payments: Table = field(
        default_factory=lambda: _table(
            Payment, "case_id amount paid_on channel receipt recorded_by_id recorded_at"
        )
    )
    demands: Table = field(
        default_factory=lambda: _table(
            Demand, "case_id purpose content served_on recorded_by_id recorded_at"
        )
    )
    enforcements: Table = field(default_factory=_enforcements)
    remedies: Table = field(
        default_factory=lambda: _table(
            Remedy,
            "case_id kind organ filed_on result result_on result_note recorded_by_id",
        )
    )
    disclosures: Table = field(default_factory=_disclosures)
    archives: Table = field(
        default_factory=lambda: _table(
            Archive, "case_id number retention archived_by_id archived_at"
        )
    )
    transfers: Table = field(default_factory=_transfers)
    transfer_pieces: Table = field(
        default_factory=lambda: _table(TransferPiece, "transfer_id title original")
    )
    escalations: Table = field(default_factory=_escalation)
    recipients: Table = field(
        default_factory=lambda: _table(
            EscalationRecipient, "escalation_id user_id zone_id part why told_at seen_at"
        )
    )
    arrangements: Table = field(
        default_factory=lambda: _table(
            Arrangement,
            "id case_id escalation_id mode state lead_township_id instruction finish_by "
            "arranged_by_id arranged_at finished_at",
        )
    )
    arrangement_units: Table = field(
        default_factory=lambda: _table(
            ArrangementUnit,
            "arrangement_id township_id agency_id part asks state asked_at answer_due_on "
            "answered_by_id answered_at answer done_by_id done_at result",
        )
    )
    notices: Table = field(
        default_factory=lambda: _table(
            Notice, "recipient_id key text url urgent created_at read_at"
        )
    )
    entries: Table = field(default_factory=_entries)

    def in_order(self) -> list[Table]:
        return list(vars(self).values())
