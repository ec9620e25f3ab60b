"""Who may keep the catalogue, propose and review adjustments, and publish a town's list."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from core import access
from core.models import User
from zones.models import Township


def manages_catalogue(user: User) -> bool:
    return access.grants_of(user).any("manage_catalogue")


def require_catalogue(user: User) -> None:
    if not manages_catalogue(user):
        raise PermissionDenied("事项目录由区委编办维护")


def proposes_changes(user: User) -> bool:
    return access.grants_of(user).any("propose_changes")


def require_proposing(user: User) -> None:
    if not proposes_changes(user):
        raise PermissionDenied("赋权调整由乡镇（街道）、赋权部门或区委编办提出")


def reviews_for(user: User) -> set[str]:
    """The organs whose word this person gives: staffing, justice."""
    grants = access.grants_of(user)
    return {organ for organ in ("staffing", "justice") if grants.any(f"review_changes_{organ}")}


def may_publish(user: User, town: Township) -> bool:
    return access.grants_of(user).has("publish_power_list", "township", town.pk)


def require_publishing(user: User, town: Township) -> None:
    if not may_publish(user, town):
        raise PermissionDenied(f"{town}的权责清单由该镇街公布")
