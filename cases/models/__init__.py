"""案件及其当事人、办案人、期限、上报、证据、文书、审批、决定、送达、履行、归档。"""

from cases.models.approval import Approval, Suspension
from cases.models.arrangement import Arrangement, ArrangementUnit
from cases.models.case import Case, CaseOfficer, CasePlace, CaseScope
from cases.models.correction import Reinspection
from cases.models.decision import Decision, Delivery, Draft, PriorNotice
from cases.models.dispute import Designation, Dispute, DisputeView
from cases.models.escalation import Escalation, EscalationRecipient
from cases.models.evidence import (
    CustodyEntry,
    Evidence,
    Exhibit,
    Measure,
    Preservation,
    UploadSession,
)
from cases.models.gravity import GravityMark, MajorDecision
from cases.models.hearing import Discussion, DiscussionOpinion, Hearing
from cases.models.intake import Complaint, ComplaintFile
from cases.models.investigation import InvestigationPlan, InvestigationRecord
from cases.models.paper import Paper, PaperSignature, PaperTemplate
from cases.models.party import Party
from cases.models.performance import (
    Archive,
    Demand,
    Disclosure,
    Enforcement,
    Instalment,
    Payment,
    Remedy,
)
from cases.models.study import (
    StudyFile,
    StudyItem,
    StudyMeeting,
    StudyOpinion,
    StudyParticipant,
)
from cases.models.term import CaseTerm
from cases.models.transfer import Transfer, TransferPiece, TransferStep
from cases.models.urging import Urging

__all__ = [
    "Approval",
    "Archive",
    "Arrangement",
    "ArrangementUnit",
    "Case",
    "CaseOfficer",
    "CasePlace",
    "CaseScope",
    "CaseTerm",
    "Complaint",
    "ComplaintFile",
    "CustodyEntry",
    "Decision",
    "Delivery",
    "Demand",
    "Designation",
    "Disclosure",
    "Discussion",
    "DiscussionOpinion",
    "Dispute",
    "DisputeView",
    "Draft",
    "Enforcement",
    "Escalation",
    "EscalationRecipient",
    "Evidence",
    "Exhibit",
    "GravityMark",
    "Hearing",
    "Instalment",
    "InvestigationPlan",
    "InvestigationRecord",
    "MajorDecision",
    "Measure",
    "Paper",
    "PaperSignature",
    "PaperTemplate",
    "Party",
    "Payment",
    "Preservation",
    "PriorNotice",
    "Reinspection",
    "Remedy",
    "StudyFile",
    "StudyItem",
    "StudyMeeting",
    "StudyOpinion",
    "StudyParticipant",
    "Suspension",
    "Transfer",
    "TransferPiece",
    "TransferStep",
    "UploadSession",
    "Urging",
]
