"""What base.html needs on every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from core import navigation, worklist
from core.models import User


def chrome(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return {"chrome": None}
    # Lazy: a fragment that does not show the frame pays nothing for it.
    return {"chrome": SimpleLazyObject(lambda: _build(request, user))}  # type: ignore[arg-type]


def _build(request: HttpRequest, user: User) -> dict[str, Any]:
    role_label, scope_label = navigation.identity_of(user)
    return {
        "nav": navigation.entries_for(user, request.path),
        "role_label": role_label,
        "scope_label": scope_label,
        "todo_count": worklist.count_for(user),
        "notice_count": worklist.unread_for(user),
        "demo": settings.DEMO,
        "today": timezone.localdate(),
    }
