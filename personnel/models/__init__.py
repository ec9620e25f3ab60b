"""人员、证件、任职、下沉、名单、装备与调度。"""

from personnel.models.appointment import Appointment, Handover
from personnel.models.dispatch import (
    CalendarFeed,
    DispatchEquipment,
    DispatchOfficer,
    DispatchOrder,
    Engagement,
)
from personnel.models.equipment import (
    BudgetLine,
    Equipment,
    EquipmentFault,
    EquipmentInspection,
    EquipmentLoan,
)
from personnel.models.officer import Certificate, Officer, Recusal
from personnel.models.roster import Finding, Roster, RosterMember, RosterUnit
from personnel.models.secondment import ReplacementProposal, Secondment
from personnel.models.training import Attendance, Exam, ExamResult, Leave, Training

__all__ = [
    "Appointment",
    "Attendance",
    "BudgetLine",
    "CalendarFeed",
    "Certificate",
    "DispatchEquipment",
    "DispatchOfficer",
    "DispatchOrder",
    "Engagement",
    "Equipment",
    "EquipmentFault",
    "EquipmentInspection",
    "EquipmentLoan",
    "Exam",
    "ExamResult",
    "Finding",
    "Handover",
    "Leave",
    "Officer",
    "Recusal",
    "ReplacementProposal",
    "Roster",
    "RosterMember",
    "RosterUnit",
    "Secondment",
    "Training",
]
