"""Who may appoint and post whom, and who may look at people."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from core import access
from core.errors import RuleViolation
from core.models import User
from personnel.policy.people import (
    is_self,
    keeps_leave,
    maintains,
    maintains_people,
    maintains_unit,
    manages_certificates,
    manages_training,
    require_certificates,
    require_maintaining,
    require_training,
    training_zones,
    trains,
)
from personnel.roles import Role
from zones.models import Agency, District, Township, Zone

__all__ = [  # asked for as policy.maintains and so on; everything else is defined here
    "is_self",
    "keeps_leave",
    "maintains",
    "maintains_people",
    "maintains_unit",
    "manages_certificates",
    "manages_training",
    "require_certificates",
    "require_maintaining",
    "require_training",
    "training_zones",
    "trains",
]

ScopeObject = Zone | Township | Agency | District


def is_chief_of(user: User, scope: ScopeObject) -> bool:
    return isinstance(scope, Zone) and access.grants_of(user).has("arrange_cases", "zone", scope.pk)


def chief_zone_ids(user: User) -> set[int]:
    """Zones whose chief this person is."""
    return access.grants_of(user).ids("arrange_cases", "zone")


def manages_appointments(user: User) -> bool:
    return access.grants_of(user).any("manage_appointments")


def may_appoint(user: User, role: Role, scope: ScopeObject) -> bool:
    """组织部 and the security admin appoint; a chief names the zone's coordinator."""
    if role is Role.COORDINATOR:
        return is_chief_of(user, scope)
    return manages_appointments(user)


def require_appointing(user: User, role: Role, scope: ScopeObject) -> None:
    if not may_appoint(user, role, scope):
        raise RuleViolation(
            "may_not_appoint",
            "任免由区委组织部牵头办理；协作组长由本片区片长明确",
            "方案附件（四）",
        )


def sees_people(user: User) -> bool:
    return access.grants_of(user).any("view_people")


# --- rosters ---------------------------------------------------------------------------------
def may_compose_roster(user: User, zone_id: int) -> bool:
    """The chief and the coordinator compose their own zone's roster."""
    return access.grants_of(user).has("compose_roster", "zone", zone_id)


def require_composing_roster(user: User, zone: Zone) -> None:
    if not may_compose_roster(user, zone.pk):
        raise PermissionDenied(f"{zone}的名单由该片区片长、协作组长编制")


def may_submit_roster(user: User, unit: Township | Agency) -> bool:
    """A town's deputy chief, a bureau's liaison."""
    kind = "township" if isinstance(unit, Township) else "agency"
    return access.grants_of(user).has("submit_roster", kind, unit.pk)


def require_submitting_roster(user: User, unit: Township | Agency) -> None:
    if not may_submit_roster(user, unit):
        who = "副片长" if isinstance(unit, Township) else "联络人"
        raise PermissionDenied(f"{unit}的名单人员由该单位{who}提交")


def reviews_rosters(user: User) -> bool:
    return access.grants_of(user).any("review_roster")


def require_reviewing_roster(user: User) -> None:
    if not reviews_rosters(user):
        raise PermissionDenied("名单由区司法局审核和公布（方案附件（六））")


# --- postings -------------------------------------------------------------------------------
def sees_staffing(user: User) -> bool:
    """Who looks at postings and ratios; the posted person's own posting needs no right."""
    return access.grants_of(user).any("view_staffing")


def seconds_people(user: User) -> bool:
    return access.grants_of(user).any("manage_secondments")


def may_second(user: User, agency: Agency) -> bool:
    """The bureau's liaison or leader, or 组织部 which leads (方案附件（二）、（四）)."""
    grants = access.grants_of(user)
    return bool(grants.ids("manage_secondments", "district")) or grants.has(
        "manage_secondments", "agency", agency.pk
    )


def require_seconding(user: User, agency: Agency) -> None:
    if not may_second(user, agency):
        raise PermissionDenied(f"{agency}的人员由该部门或者区委组织部办理下沉")


def may_propose_replacement(user: User, town: Township) -> bool:
    return access.grants_of(user).has("propose_replacement", "township", town.pk)


def require_proposing_replacement(user: User, town: Township) -> None:
    if not may_propose_replacement(user, town):
        raise PermissionDenied(f"调换建议由{town}副片长提出")


def may_answer_replacement(user: User, agency: Agency) -> bool:
    """The bureau decides about its people; 组织部 keeps the file (方案附件（四）)."""
    return access.grants_of(user).has("manage_secondments", "agency", agency.pk)


def require_answering_replacement(user: User, agency: Agency) -> None:
    if not may_answer_replacement(user, agency):
        raise PermissionDenied(f"调换建议由{agency}答复")


# --- equipment (方案三（三）) and the money for it (附件（七）) ----------------------------------
Unit = Township | Agency


def holds_at(user: User, permission: str, unit: Unit) -> bool:
    kind = "township" if isinstance(unit, Township) else "agency"
    return access.grants_of(user).has(permission, kind, unit.pk)


def sees_equipment(user: User) -> bool:
    return access.grants_of(user).any("view_equipment")


def require_seeing_equipment(user: User) -> None:
    if not sees_equipment(user):
        raise PermissionDenied("您的职务不含查看执法装备")


def manages_equipment(user: User) -> bool:
    return access.grants_of(user).any("manage_equipment")


def manages_equipment_of(user: User, unit: Unit) -> bool:
    return holds_at(user, "manage_equipment", unit)


def require_managing(user: User, unit: Unit) -> None:
    if not manages_equipment_of(user, unit):
        who = "副片长" if isinstance(unit, Township) else "联络人"
        raise PermissionDenied(f"{unit}的装备由该单位{who}管理")


def uses_equipment_of(user: User, unit: Unit) -> bool:
    """Officers of the unit take out, book and report faults; its manager too."""
    return holds_at(user, "handle_cases", unit) or manages_equipment_of(user, unit)


def require_using(user: User, unit: Unit) -> None:
    if not uses_equipment_of(user, unit):
        raise PermissionDenied(f"{unit}的装备由该单位执法人员使用")


def may_book(user: User, unit: Unit) -> bool:
    """Besides the unit's own people, the chief who dispatches in the town's zone."""
    zone_id = unit.zone_id if isinstance(unit, Township) else None
    chief = access.grants_of(user).has("dispatch", "zone", zone_id)
    return chief or uses_equipment_of(user, unit)


def require_booking(user: User, unit: Unit) -> None:
    if not may_book(user, unit):
        raise PermissionDenied(f"{unit}的装备由该单位执法人员预约，跨单位使用请经片长调度")


def grants_budget(user: User) -> bool:
    return access.grants_of(user).any("manage_budget")


def require_granting(user: User) -> None:
    if not grants_budget(user):
        raise PermissionDenied("经费由区财政局安排")


def sees_budget(user: User) -> bool:
    """财政局, the units' managers, and who looks after equipment for the whole district."""
    everywhere = access.grants_of(user).ids("view_equipment", "district")
    return bool(everywhere) or manages_equipment(user) or grants_budget(user)


# --- dispatch -------------------------------------------------------------------------------
def may_dispatch(user: User, zone: Zone) -> bool:
    """The zone's chief, or who acts for the chief."""
    return access.grants_of(user).has("dispatch", "zone", zone.pk)


def may_prepare_dispatch(user: User, zone: Zone) -> bool:
    """The coordinator writes the draft, the chief issues it."""
    return may_dispatch(user, zone) or access.grants_of(user).has(
        "assist_arranging", "zone", zone.pk
    )


def dispatching_zone_ids(user: User) -> set[int]:
    return access.grants_of(user).ids("dispatch", "zone")


def preparing_zone_ids(user: User) -> set[int]:
    grants = access.grants_of(user)
    return grants.ids("dispatch", "zone") | grants.ids("assist_arranging", "zone")


def require_dispatching(user: User, zone: Zone) -> None:
    if not may_dispatch(user, zone):
        raise PermissionDenied(f"{zone}的人员和装备由该片区片长统一调度，他人不可下达")


def require_preparing(user: User, zone: Zone) -> None:
    if not may_prepare_dispatch(user, zone):
        raise PermissionDenied(f"{zone}的人员和装备由该片区片长统一调度，其他片区不可调度")


def sees_dispatch(user: User) -> bool:
    grants = access.grants_of(user)
    return grants.any("view_dispatch") or grants.any("handle_cases")


def sees_zone_week(user: User) -> bool:
    return access.grants_of(user).any("view_dispatch")
