"""What every API view shares: the acting user, paging, and how a refusal is answered."""

from __future__ import annotations

from typing import Any

from rest_framework import status
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from core.errors import RuleViolation
from core.models import User


class ActorView(APIView):
    """An API view behind a login."""

    @property
    def actor(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user


class Page(CursorPagination):
    """Stable pages at any depth."""

    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100
    ordering: str | tuple[str, ...] = "-pk"


def handle_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """RuleViolation → 409 {code, message, basis}; everything else as DRF has it."""
    if isinstance(error, RuleViolation):
        body = {"code": error.code, "message": error.message, "basis": error.basis}
        return Response(body, status=status.HTTP_409_CONFLICT)
    return exception_handler(error, context)
