"""Where the pieces of a large file are sent; a script's counterpart, so it answers in JSON."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.views.decorators.http import require_http_methods

from cases import selectors
from cases.services import uploading as service
from core.errors import RuleViolation
from core.http import UserRequest


@require_http_methods(["GET", "POST", "DELETE"])
def part(request: UserRequest, pk: int, key: uuid.UUID) -> JsonResponse:
    """GET: how much is here. POST `?offset=&size=&name=` with the bytes: one more piece.
    DELETE: the file is taken off the list.

    409 tells where to go on, 422 why the file is not taken.
    """
    case = selectors.get_visible_case(user=request.user, pk=pk)
    if request.method == "GET":
        found = service.progress(case=case, key=key, by=request.user)
        done = bool(found and found.received == found.size)
        return JsonResponse({"received": found.received if found else 0, "done": done})
    if request.method == "DELETE":
        service.abandon(case=case, key=key, by=request.user)
        return JsonResponse({"received": 0})
    try:
        session = service.receive(
            case=case,
            announced=service.Announced(
                key, request.GET.get("name", ""), _number(request.GET.get("size"))
            ),
            offset=_number(request.GET.get("offset")),
            content=_content(request),
            by=request.user,
        )
    except service.OutOfStepError as behind:
        return JsonResponse({"received": behind.received}, status=409)
    except RuleViolation as refused:
        return JsonResponse({"message": refused.message}, status=422)
    except PermissionDenied as refused:
        return JsonResponse({"message": str(refused)}, status=403)
    done = session.received == session.size
    return JsonResponse({"received": session.received, "done": done})


def _number(raw: str | None) -> int:
    return int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) < 16 else 0


def _content(request: UserRequest) -> bytes:
    """The piece; longer ones than agreed are not read to their end."""
    content: bytes = request.read(service.LARGEST_PIECE + 1)
    if len(content) > service.LARGEST_PIECE:
        raise RuleViolation("piece_size", "分段过大，请刷新页面后重新选择这个文件")
    return content
