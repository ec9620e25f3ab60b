"""What zones adds to the frame: the power list and the district."""

from __future__ import annotations

from core import navigation
from core.models import User


def everybody(user: User) -> bool:
    return True


def register() -> None:
    navigation.register(
        navigation.Entry("片区", 20, "赋权事项", "list-check", "items", everybody),
        navigation.Entry("片区", 30, "片区与部门", "geo-alt", "district", everybody),
    )
