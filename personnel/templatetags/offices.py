"""What pages say about offices beyond who holds them."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from personnel.models import Appointment
from personnel.roles import HANDLING_ROLES, ROLES, Role

register = template.Library()


@register.filter
def role_basis(role: str) -> str:
    """The clause of the plan or law an office rests on: 方案二（二）3（1）."""
    return ROLES[Role(role)].basis


@register.filter
def needs_certificate(offices: Iterable[Appointment]) -> bool:
    """Whether one of the offices handles cases, for which 行政处罚法 wants a certificate."""
    return any(office.role in HANDLING_ROLES for office in offices)


@register.simple_tag
def role_scopes() -> dict[str, str]:
    """Role → kind of scope, for the form that offers only matching scopes."""
    return {role.value: spec.scope.value for role, spec in ROLES.items()}
