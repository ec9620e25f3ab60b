"""Who keeps 重大执法决定法制审核目录; asked by its service, shown by its page."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from core import access
from core.models import User


def keeps_major_list(user: User) -> bool:
    return access.grants_of(user).any("assign_reviews")


def require_major_list(user: User) -> None:
    if not keeps_major_list(user):
        raise PermissionDenied("重大执法决定法制审核目录由区司法局维护")
