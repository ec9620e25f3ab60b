"""Who may keep the catalogue, propose and review adjustments, and publish a town's list."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from core import access
from core.models import User
from zones.models import Agency, Township


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


def proposes_for(user: User, unit: Township | Agency | None) -> bool:
    """Whether this person proposes adjustments for the unit; None is 编办, for the district."""
    grants = access.grants_of(user)
    if unit is None:
        return bool(grants.ids("propose_changes", "district"))
    kind = "township" if isinstance(unit, Township) else "agency"
    return grants.has("propose_changes", kind, unit.pk)


def require_proposing_for(user: User, unit: Township | Agency | None) -> None:
    if not proposes_for(user, unit):
        raise PermissionDenied(f"{unit or '区委编办'}的赋权调整由该单位提出和修改")


def require_reviewing(user: User, organ: str) -> None:
    if organ not in reviews_for(user):
        raise PermissionDenied("赋权调整由区委编办和区司法局分别审核")
