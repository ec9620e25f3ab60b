"""Who may appoint whom, and who may look at people."""

from __future__ import annotations

from core import access
from core.errors import RuleViolation
from core.models import User
from personnel.roles import Role
from zones.models import Agency, District, Township, Zone

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


# --- officers and their papers --------------------------------------------------------------
def maintains_people(user: User) -> bool:
    """Whether this person keeps the records of some unit's people."""
    return access.grants_of(user).any("maintain_people")


def maintains_unit(user: User, unit: Township | Agency) -> bool:
    """联络人 of the bureau, 副片长 of the town, 司法局 and 组织部 of every unit."""
    grants = access.grants_of(user)
    kind = "township" if isinstance(unit, Township) else "agency"
    return bool(grants.ids("maintain_people", "district")) or grants.has(
        "maintain_people", kind, unit.pk
    )


def manages_certificates(user: User) -> bool:
    return access.grants_of(user).any("manage_certificates")
