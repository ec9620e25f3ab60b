"""What personnel adds to every page: the role and scope in the header, and its navigation."""

from __future__ import annotations

from core import navigation
from core.models import User
from personnel import policy, selectors
from personnel.selectors import rosters


def identity(user: User) -> tuple[str, str]:
    """Role label and scope label for the header; the first office, and how many more."""
    held = selectors.appointments_of(user)
    if not held:
        return ("未任职", "无管理范围")
    first = held[0]
    more = f" 等 {len(held)} 项任职" if len(held) > 1 else ""
    return (first.role_label, f"{first.scope}{more}")


def register() -> None:
    navigation.register_identity(identity)
    navigation.register(
        navigation.Entry("人员与权限", 10, "人员", "people", "officers", policy.sees_people),
        navigation.Entry(
            "人员与权限", 20, "任职", "person-badge", "appointments", policy.sees_people
        ),
        navigation.Entry(
            "人员与权限", 40, "联合执法名单", "file-earmark-person", "rosters", rosters.sees_rosters
        ),
    )
