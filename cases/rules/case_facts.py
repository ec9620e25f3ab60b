"""What the guards look at, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class CaseFacts:
    """What the guards look at. Dates are days in the district's time zone, sums yuan."""

    version: int = 2
    reporting: str = ""  # "", pending, routed, arranged
    must_report: tuple[str, ...] = ()  # why the chief must be told
    authority_kind: str = "undetermined"
    dispute: str = ""  # of jurisdiction, while it is open: its stage in words
    suspended_on: date | None = None
    in_transfer: str = ""  # where the case is on its way to, in words; "" when it is not
    handlers: int = 0
    records: int = 0
    recusals_open: tuple[str, ...] = ()  # officers whose recusal the head has not decided
    open_approvals: tuple[str, ...] = ()  # labels of requests the head has not answered
    unsettled_preservations: tuple[str, ...] = ()
    running_measures: tuple[str, ...] = ()
    exhibits_in_hand: int = 0
    has_draft: bool = False
    no_penalty: bool = False  # the draft gives none
    exemption_named: bool = False
    notice_served_on: date | None = None
    window_ends_on: date | None = None
    statement_heard: bool = False
    waived: bool = False  # the statement and defence, in writing
    hearing_waived: bool = False  # the hearing, in writing
    heavier_than_told: bool = False
    outside_grade: str = ""  # the chosen grade the fine lies outside of, with no reason given
    hearing_reasons: tuple[str, ...] = ()
    hearing_told: bool = False
    hearing_window_ends_on: date | None = None
    hearing_status: str = ""  # "", requested, noticed, held, reported, withdrawn
    review_reasons: tuple[str, ...] = ()
    review_passed_hash: str = ""
    discussion_reasons: tuple[str, ...] = ()
    discussed_hash: str = ""  # of the text the heads agreed to
    draft_hash: str = ""
    decided_on: date | None = None
    fine_owed: Decimal = Decimal(0)  # still to be paid, surcharge not counted
    owes: bool = False  # money or an act that can be enforced
    annulled: bool = False  # the decision was revoked or declared void
    enforcement_ended: bool = False
    court_right_lost: bool = False
    correction_open: bool = False
    cash_not_handed_in: bool = False
    remedies_open: tuple[str, ...] = ()
    demand_matured: bool = True
    disclosed: str = ""  # "", pending, shown, withheld, withdrawn, ended
    decision_undone: str = ""  # how it was changed, revoked or found unlawful, in words
    draft_papers: tuple[str, ...] = ()  # titles of papers neither issued nor voided
    archive_number: str = ""  # "" while not archived
    record_pending: bool = False  # decided on the spot, its record not yet with the organ


@dataclass(frozen=True)
class Blocker:
    code: str
    text: str
    basis: str
