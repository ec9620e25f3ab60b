"""Joint operations; inspection targets and topics; the year's plan; inspections carried out."""

from plans.models.finding import Finding, FindingPhoto
from plans.models.inspection import Answer, Inspection, InspectionPhoto, Presence
from plans.models.operation import (
    Operation,
    OperationEquipment,
    OperationMember,
    OperationPlace,
    OperationUnit,
)
from plans.models.plan import (
    AnnualPlan,
    Draw,
    PlannedVisit,
    UnmetDuty,
    VisitOfficer,
    VisitTopic,
)
from plans.models.target import (
    Blackout,
    ChecklistItem,
    Credit,
    FrequencyRule,
    InspectionTarget,
    InspectionTopic,
    Risk,
    TopicWindow,
)

__all__ = [
    "AnnualPlan",
    "Answer",
    "Blackout",
    "ChecklistItem",
    "Credit",
    "Draw",
    "Finding",
    "FindingPhoto",
    "FrequencyRule",
    "Inspection",
    "InspectionPhoto",
    "InspectionTarget",
    "InspectionTopic",
    "Operation",
    "OperationEquipment",
    "OperationMember",
    "OperationPlace",
    "OperationUnit",
    "PlannedVisit",
    "Presence",
    "Risk",
    "TopicWindow",
    "UnmetDuty",
    "VisitOfficer",
    "VisitTopic",
]
