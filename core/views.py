"""Pages that belong to no app in particular."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core import notices as inbox
from core.http import UserRequest, render_page
from core.paging import ListPage, page_number
from core.style_samples import samples


def notices(request: UserRequest) -> HttpResponse:
    """My notices, newest first."""
    page = ListPage(inbox.inbox(request.user), page_number(request.GET.get("page")))
    return render_page(request, "core/notices.html", "core/_notices.html", {"page": page})


def open_notice(request: UserRequest, pk: int) -> HttpResponse:
    """Mark one notice read and go where it points."""
    notice = get_object_or_404(inbox.inbox(request.user), pk=pk)
    inbox.mark_read(request.user, [notice.pk])
    return redirect(notice.url or "notices")


@require_POST
def read_notices(request: UserRequest) -> HttpResponse:
    inbox.mark_read(request.user)
    return redirect("notices")


def style_page(request: UserRequest) -> HttpResponse:
    """Every component on one page, for those who build pages."""
    return render(request, "core/style.html", samples())
