"""What zones adds to the frame: the power list and the district."""

from __future__ import annotations

from core import navigation
from core.models import User


def everybody(user: User) -> bool:
    return True


def register() -> None:
    navigation.register(
        navigation.Entry("片区", 20, "赋权事项", "list-check", "items", everybody),
        navigation.Entry("片区", 22, "权责清单", "card-checklist", "power_lists", everybody),
        navigation.Entry("片区", 24, "赋权对照表", "grid-3x3", "power_matrix", everybody),
        navigation.Entry("片区", 30, "片区与部门", "geo-alt", "district", everybody),
        navigation.Entry("片区", 26, "赋权调整", "arrow-left-right", "changes", everybody),
        navigation.Entry("片区", 27, "赋权历史", "clock-history", "power_history", everybody),
    )
