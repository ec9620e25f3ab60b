"""案件及其当事人、办案人、期限、上报、决定、送达。"""

from cases.models.case import Case, CaseOfficer, CasePlace, CaseScope, Party
from cases.models.decision import Decision, Delivery, Draft, PriorNotice
from cases.models.escalation import (
    Arrangement,
    ArrangementUnit,
    Escalation,
    EscalationRecipient,
)
from cases.models.investigation import InvestigationRecord
from cases.models.term import CaseTerm

__all__ = [
    "Arrangement",
    "ArrangementUnit",
    "Case",
    "CaseOfficer",
    "CasePlace",
    "CaseScope",
    "CaseTerm",
    "Decision",
    "Delivery",
    "Draft",
    "Escalation",
    "EscalationRecipient",
    "InvestigationRecord",
    "Party",
    "PriorNotice",
]
