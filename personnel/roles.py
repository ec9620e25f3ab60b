"""Offices and what each may do where. Pure data: the whole of who-may-do-what is this table.

An appointment (任职) to a role at a scope gives the permissions listed here, on the scope
itself or on the towns of the zone. Nothing else gives rights.
"""

from __future__ import annotations

from dataclasses import dataclass

from personnel.role_names import Role as Role
from personnel.role_names import Scope as Scope


@dataclass(frozen=True)
class RoleSpec:
    """One office. `unique`: one holder per scope at a time. `basis`: where it comes from."""

    label: str
    scope: Scope
    permissions: tuple[str, ...]
    town_permissions: tuple[str, ...] = ()
    unique: bool = False
    basis: str = ""


_WORK = (
    "view_cases",
    "register_cases",
    "handle_cases",
    "view_people",
    "view_equipment",
    "view_operations",
    "view_plans",
    "carry_out_inspections",
)
_TOWNS_OF_ZONE = (
    "view_cases",
    "view_people",
    "view_staffing",
    "view_equipment",
    "view_dispatch",
    "view_plans",
    "keep_targets",
)

ROLES: dict[Role, RoleSpec] = {
    Role.ZONE_CHIEF: RoleSpec(
        "片长",
        Scope.ZONE,
        (
            "view_cases",
            "view_board",
            "arrange_cases",
            "convene_studies",
            "view_people",
            "view_staffing",
            "compose_roster",
            "view_equipment",
            "view_dispatch",
            "dispatch",
            "view_operations",
            "plan_operations",
            "order_operations",
            "view_plans",
            "keep_targets",
            "make_plans",
            "merge_plans",
        ),
        _TOWNS_OF_ZONE,
        unique=True,
        basis="方案二（二）3（1）",
    ),
    Role.COORDINATOR: RoleSpec(
        "协作组长",
        Scope.ZONE,
        (
            "view_cases",
            "view_board",
            "assist_arranging",
            "convene_studies",
            "view_people",
            "view_staffing",
            "compose_roster",
            "manage_training",
            "view_equipment",
            "view_dispatch",
            "view_operations",
            "plan_operations",
            "view_plans",
            "keep_targets",
            "make_plans",
        ),
        _TOWNS_OF_ZONE,
        unique=True,
        basis="方案二（二）3（1）",
    ),
    Role.DEPUTY_CHIEF: RoleSpec(
        "副片长",
        Scope.TOWNSHIP,
        (
            "view_cases",
            "register_cases",
            "approve_cases",
            "convene_studies",
            "view_board",
            "view_people",
            "propose_changes",
            "publish_power_list",
            "maintain_people",
            "propose_replacement",
            "submit_roster",
            "view_staffing",
            "view_equipment",
            "manage_equipment",
            "view_dispatch",
            "view_operations",
            "plan_operations",
            "order_operations",
            "view_plans",
            "keep_targets",
            "comment_plans",
            "approve_inspections",
        ),
        unique=True,
        basis="方案二（二）3（2）",
    ),
    Role.TOWN_OFFICER: RoleSpec(
        "乡镇（街道）执法人员", Scope.TOWNSHIP, _WORK, basis="方案附件（三）"
    ),
    Role.AGENCY_LEADER: RoleSpec(
        "部门负责人",
        Scope.AGENCY,
        (
            "view_cases",
            "approve_cases",
            "view_people",
            "propose_changes",
            "manage_secondments",
            "view_staffing",
            "view_equipment",
            "view_dispatch",
            "view_operations",
            "view_plans",
            "approve_inspections",
        ),
        basis="《行政处罚法》第五十七条",
    ),
    Role.AGENCY_OFFICER: RoleSpec("区直部门执法人员", Scope.AGENCY, _WORK, basis="方案附件（二）"),
    Role.SECONDED_OFFICER: RoleSpec("下沉人员", Scope.TOWNSHIP, _WORK, basis="方案附件（二）"),
    Role.LIAISON: RoleSpec(
        "部门联络人",
        Scope.AGENCY,
        (
            "view_cases",
            "view_people",
            "propose_changes",
            "maintain_people",
            "manage_secondments",
            "submit_roster",
            "view_staffing",
            "view_equipment",
            "manage_equipment",
            "view_dispatch",
            "view_operations",
            "plan_operations",
            "view_plans",
            "keep_targets",
        ),
        unique=True,
        basis="方案二（二）3（1）",
    ),
    Role.ZONE_REVIEWER: RoleSpec(
        "法制审核员（片区）",
        Scope.ZONE,
        ("view_cases", "review_cases", "convene_studies", "view_board", "curate_knowledge"),
        ("view_cases",),
        basis="方案二（二）3（3）",
    ),
    Role.TOWN_REVIEWER: RoleSpec(
        "法制审核员（镇街）",
        Scope.TOWNSHIP,
        ("view_cases", "review_cases", "curate_knowledge"),
        basis="方案附件（六）",
    ),
    Role.JUSTICE_ADMIN: RoleSpec(
        "司法局管理员",
        Scope.DISTRICT,
        (
            "view_cases",
            "view_board",
            "assign_reviews",
            "curate_knowledge",
            "manage_parameters",
            "manage_paper_templates",
            "view_people",
            "review_changes_justice",
            "maintain_people",
            "manage_certificates",
            "manage_training",
            "review_roster",
            "view_staffing",
            "view_plans",
            "file_plans",
        ),
        basis="方案附件（六）",
    ),
    Role.COORDINATION_OFFICE: RoleSpec(
        "城管执法局指导",
        Scope.DISTRICT,
        (
            "view_cases",
            "view_board",
            "name_lead_zone",
            "convene_studies",
            "view_people",
            "view_staffing",
            "view_equipment",
            "view_dispatch",
            "view_operations",
            "plan_operations",
            "order_operations",
            "view_plans",
            "keep_targets",
            "consolidate_plans",
        ),
        basis="方案附件（一）",
    ),
    Role.GOVERNMENT_OFFICE: RoleSpec(
        "区政府办公室",
        Scope.DISTRICT,
        ("designate_jurisdiction",),
        basis="《行政处罚法》第二十五条",
    ),
    Role.STAFFING_OFFICE: RoleSpec(
        "编办",
        Scope.DISTRICT,
        (
            "view_people",
            "view_staffing",
            "manage_catalogue",
            "propose_changes",
            "review_changes_staffing",
        ),
        basis="方案附件（五）",
    ),
    Role.ORGANISATION: RoleSpec(
        "组织部",
        Scope.DISTRICT,
        (
            "view_people",
            "view_staffing",
            "manage_appointments",
            "maintain_people",
            "manage_secondments",
        ),
        basis="方案附件（四）",
    ),
    Role.HUMAN_RESOURCES: RoleSpec(
        "人社局",
        Scope.DISTRICT,
        ("view_people", "view_staffing", "manage_training"),
        basis="方案附件（八）",
    ),
    Role.FINANCE: RoleSpec(
        "财政局",
        Scope.DISTRICT,
        ("view_people", "view_equipment", "manage_budget"),
        basis="方案附件（七）",
    ),
    Role.SYSTEM_ADMIN: RoleSpec(
        "系统管理员", Scope.DISTRICT, ("manage_accounts",), basis="GB/T 22239—2019 第三级"
    ),
    Role.SECURITY_ADMIN: RoleSpec(
        "安全管理员",
        Scope.DISTRICT,
        ("view_people", "manage_appointments"),
        basis="GB/T 22239—2019 第三级",
    ),
    Role.AUDIT_ADMIN: RoleSpec(
        "审计管理员", Scope.DISTRICT, ("view_audit",), basis="GB/T 22239—2019 第三级"
    ),
}

LABELS: dict[str, str] = {role.value: spec.label for role, spec in ROLES.items()}
UNIQUE_ROLES: tuple[str, ...] = tuple(role.value for role, spec in ROLES.items() if spec.unique)
# Who may hold a certificate-bound handling office: acts in the name of the unit of the scope.
HANDLING_ROLES: tuple[str, ...] = (
    Role.TOWN_OFFICER.value,
    Role.AGENCY_OFFICER.value,
    Role.SECONDED_OFFICER.value,
)


def roles_at(scope: Scope) -> tuple[str, ...]:
    return tuple(role.value for role, spec in ROLES.items() if spec.scope is scope)
