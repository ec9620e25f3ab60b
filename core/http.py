"""Small aids shared by all page views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.errors import RuleViolation
from core.models import User

Result = TypeVar("Result")


class UserRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware: the user is a real one."""

    user: User


def is_fragment(request: HttpRequest) -> bool:
    """True when htmx asks for a part of the page, not when it restores history."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def render_page(
    request: HttpRequest, page: str, fragment: str, context: Mapping[str, Any]
) -> HttpResponse:
    """The whole page, or only its fragment when htmx asks for it."""
    response = render(request, fragment if is_fragment(request) else page, dict(context))
    response["Vary"] = "HX-Request"
    return response


def explain(violation: RuleViolation) -> str:
    return f"{violation.message}（{violation.basis}）" if violation.basis else violation.message


def attempt(
    request: HttpRequest,
    call: Callable[[], Result],
    *,
    success: str | Callable[[Result], str],
    form: BaseForm | None = None,
) -> Result | None:
    """Run a service; tell the user how it went. None: refused, and the reason is shown.

    With a form, the reason is put beside the field it concerns, and the form is shown again
    with everything typed.
    """
    try:
        result = call()
    except RuleViolation as violation:
        if form is not None:
            name = violation.field if violation.field in form.fields else None
            form.add_error(name, explain(violation))
        else:
            messages.error(request, explain(violation))
        return None
    messages.success(request, success(result) if callable(success) else success)
    return result
