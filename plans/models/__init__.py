"""Rows of joint operations; one module a subject."""

from plans.models.finding import Finding, FindingPhoto
from plans.models.operation import (
    Operation,
    OperationEquipment,
    OperationMember,
    OperationPlace,
    OperationUnit,
)

__all__ = [
    "Finding",
    "FindingPhoto",
    "Operation",
    "OperationEquipment",
    "OperationMember",
    "OperationPlace",
    "OperationUnit",
]
