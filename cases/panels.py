"""What cases adds to the frame: its navigation entries."""

from __future__ import annotations

from cases.selectors import scope_keys, sees_everything
from core import access, navigation
from core.models import User


def sees_cases(user: User) -> bool:
    return sees_everything(user) or bool(scope_keys(user))


def registers_cases(user: User) -> bool:
    return access.grants_of(user).any("register_cases")


def sees_board(user: User) -> bool:
    return access.grants_of(user).any("view_board")


def register() -> None:
    navigation.register(
        navigation.Entry("片区", 10, "片区看板", "hexagon", "board", sees_board),
        navigation.Entry("案件", 10, "案件", "folder2-open", "cases", sees_cases),
        navigation.Entry("案件", 20, "登记案件", "plus-square", "report", registers_cases),
        navigation.Entry("案件", 30, "办案程序", "diagram-2", "procedure", sees_cases),
    )
