"""Who keeps the records of people, their certificates, exams, courses and leave."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied

from core import access
from core.models import User
from personnel.models import Officer
from zones.models import Agency, Township


def is_self(user: User, officer: Officer) -> bool:
    return officer.user_id == user.pk


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


def maintains(user: User, officer: Officer) -> bool:
    return maintains_unit(user, officer.home)


def require_maintaining(user: User, unit: Township | Agency) -> None:
    if not maintains_unit(user, unit):
        raise PermissionDenied(
            f"{unit}的人员档案由该单位联络人（镇街为副片长）、区司法局或区委组织部维护"
        )


def manages_certificates(user: User) -> bool:
    return access.grants_of(user).any("manage_certificates")


def require_certificates(user: User) -> None:
    """司法局 registers certificates and runs the exams (方案附件（六）)."""
    if not manages_certificates(user):
        raise PermissionDenied("证件登记、资格考试由区司法局办理")


def manages_training(user: User) -> bool:
    return access.grants_of(user).any("manage_training")


def training_zones(user: User) -> set[int] | None:
    """Zones for whose people this person holds courses; None: everybody's."""
    grants = access.grants_of(user)
    if grants.ids("manage_training", "district"):
        return None
    return grants.ids("manage_training", "zone")


def trains(user: User, zone_id: int | None) -> bool:
    """Whether this person keeps the courses of the zone (None: of the whole district)."""
    zones = training_zones(user)
    return zones is None or (zone_id is not None and zone_id in zones)


def require_training(user: User, zone_id: int | None) -> None:
    if not trains(user, zone_id):
        raise PermissionDenied("全区培训由区司法局、区人社局组织，片区培训由该片区协作组长组织")


def keeps_leave(user: User, officer: Officer, posted: Iterable[Township | Agency] = ()) -> bool:
    """One's own; and those who keep the records of the home unit or of where the person serves.

    方案附件（四）：下沉人员由片长统一调度管理；日常在镇街的请假由镇街登记.
    """
    return is_self(user, officer) or any(
        maintains_unit(user, unit) for unit in (officer.home, *posted)
    )
