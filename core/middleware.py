"""A refused rule becomes a readable page, wherever it was raised."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from core.errors import RuleViolation


class RuleViolationMiddleware:
    """Turns RuleViolation into the 409 page with the reason and its article."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RuleViolation):
            return None
        back = request.headers.get("referer", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
            back = "/"
        context = {
            "violation_message": error.message,
            "violation_basis": error.basis,
            "back_url": back,
        }
        return render(request, "409.html", context, status=409)
