"""/favicon.ico, which browsers ask for on pages that name no icon (admin, JSON, files)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

ICON = "core/img/mark.svg"


@login_not_required
@require_safe
@cache_control(public=True, max_age=24 * 3600)
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Sends the browser to the fingerprinted file."""
    return redirect(staticfiles_storage.url(ICON))
