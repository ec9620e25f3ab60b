"""What pages say about offices beyond who holds them."""

from __future__ import annotations

from django import template

from personnel.roles import ROLES, Role

register = template.Library()


@register.filter
def role_basis(role: str) -> str:
    """The clause of the plan or law an office rests on: 方案二（二）3（1）."""
    return ROLES[Role(role)].basis


@register.simple_tag
def role_scopes() -> dict[str, str]:
    """Role → kind of scope, for the form that offers only matching scopes."""
    return {role.value: spec.scope.value for role, spec in ROLES.items()}
