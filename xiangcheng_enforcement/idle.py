"""A session ends after SESSION_COOKIE_AGE without a request (等保三级: idle log-out)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

REFRESH_SECONDS = 60
KEY = "_seen"


class IdleSessionMiddleware:
    """Prolongs a used session at most once a minute, so that reading costs no write.

    What a page asks for by itself, without anybody touching it, says so in X-Background and
    prolongs nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and "X-Background" not in request.headers:
            now = int(time.time())
            if now - request.session.get(KEY, 0) >= REFRESH_SECONDS:
                request.session[KEY] = now
        return self.get_response(request)
