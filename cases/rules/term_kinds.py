"""What a term is: its name, what it is counted in, and what one line of the table says."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a term is counted in."""

    WORKDAY = "workday"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"

    @property
    def label(self) -> str:
        return _UNIT_LABELS[self]


_UNIT_LABELS = {
    Unit.WORKDAY: "个工作日",
    Unit.DAY: "日",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
    Unit.HOUR: "小时",
}


class Term(StrEnum):
    """Names of the terms; the values are the codes of the reference table of terms."""

    ACK = "COMPLAINT_ACK"
    REPLY = "COMPLAINT_REPLY"
    FILING = "FILING"
    DECISION = "DECISION"
    ESCALATION = "ESCALATION"
    EVIDENCE_PRESERVATION = "EVIDENCE_PRESERVE"
    SEIZURE = "SEIZURE"
    EMERGENCY_APPROVAL = "EMERGENCY_APPROVAL"
    STATEMENT = "STATEMENT_WINDOW"
    HEARING_REQUEST = "HEARING_REQUEST"
    HEARING_NOTICE = "HEARING_NOTICE_BEFORE"
    LEGAL_REVIEW = "LEGAL_REVIEW"
    LEGAL_REVIEW_EXTENSION = "LEGAL_REVIEW_EXTENSION"
    TRANSFER_APPROVAL = "TRANSFER_APPROVAL"
    TRANSFER = "TRANSFER"
    TRANSFER_ANSWER = "TRANSFER_ANSWER"
    POLICE_REVIEW = "POLICE_REVIEW"
    POLICE_CHALLENGE = "POLICE_CHALLENGE"
    POLICE_SUPERVISION = "POLICE_SUPERVISION"
    POLICE_GOODS = "POLICE_GOODS"
    SERVICE = "SERVE_DECISION"
    PUBLIC_SERVICE = "PUBLIC_SERVICE"
    FINE_PAYMENT = "PAY_FINE"
    SPOT_RECORD = "SPOT_RECORD"
    CASH_HANDIN = "ONSITE_HANDIN"
    CASH_BANK = "ONSITE_BANK"
    SURCHARGE_DEMAND = "SURCHARGE_DEMAND"
    SUBSTITUTE_URGE = "SUBSTITUTE_URGE"
    COURT_DEMAND = "COURT_ENFORCE_URGE"
    COURT_APPLICATION = "COURT_ENFORCE_WINDOW"
    RECONSIDERATION = "RECONSIDERATION"
    LITIGATION = "LITIGATION"
    LITIGATION_AFTER_RECONSIDERATION = "LITIGATION_AFTER_RECONSIDERATION"
    LITIGATION_LAND = "LITIGATION_LAND_DEMOLITION"
    PUBLICATION = "PUBLISH_PENALTY"
    PUBLICATION_OTHER = "PUBLISH_OTHER"
    WITHDRAWAL = "WITHDRAW_PUBLICATION"
    ARCHIVE = "ARCHIVE"
    LIMITATION = "LIMITATION"
    LIMITATION_GRAVE = "LIMITATION_LIFE_FINANCE"


@dataclass(frozen=True)
class Extension:
    """By how much a term may be lengthened: `at_most` in the term's unit, None where the law that
    allows it names the figure; `approved`: only by the head of the organ."""

    words: str
    basis: str
    at_most: int | None
    approved: bool = True


@dataclass(frozen=True)
class TermRule:
    """One line of the table.

    ``start``: the event from which it is counted. ``rolls_over``: the last day moves past days
    off; only terms that favour the party do, the authority gets no extra day for its own limit.
    ``backwards``: counted back from the event, all days between being whole ones. ``pauses``: what
    suspends it by law ("" nothing); ``rests``: it rests while the case is suspended (中止).
    """

    label: str
    length: int
    unit: Unit
    basis: str
    start: str
    consequence: str
    rolls_over: bool = False
    configurable: bool = False
    backwards: bool = False
    pauses: str = ""
    rests: bool = False
    extension: Extension | None = None

    @property
    def span(self) -> str:
        """The length in words: 7 个工作日."""
        return f"{self.length} {self.unit.label}"
