"""Equipment: recorded, lent, mended, inspected, booked, paid for; one module a subject."""

from personnel.services.equipment.bookings import release, reserve
from personnel.services.equipment.budget import BudgetRequest, amend, grant, request_money
from personnel.services.equipment.care import (
    Inspection,
    inspect,
    remind_inspections,
    report_fault,
    resolve,
    send_to_repair,
)
from personnel.services.equipment.custody import LoanTerms, give_back, lend, remind_loans
from personnel.services.equipment.records import PieceWords, edit, move, register, retire

__all__ = [
    "BudgetRequest",
    "Inspection",
    "LoanTerms",
    "PieceWords",
    "amend",
    "edit",
    "give_back",
    "grant",
    "inspect",
    "lend",
    "move",
    "register",
    "release",
    "remind_inspections",
    "remind_loans",
    "report_fault",
    "request_money",
    "reserve",
    "resolve",
    "retire",
    "send_to_repair",
]
