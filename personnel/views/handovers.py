"""Handing over the work of an office that ended: list, page, accepting, print."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core import audit
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from personnel.models import Handover
from personnel.selectors import secondments as selectors
from personnel.services import handover as service


def handovers(request: UserRequest) -> HttpResponse:
    """Handovers I make, take or leave behind; those not accepted first."""
    rows = selectors.visible_handovers(request.user).order_by("-accepted_at", "-made_at")
    page = ListPage(rows, page_number(request.GET.get("page")))
    return render_page(
        request, "personnel/handovers/list.html", "personnel/handovers/_list.html", {"page": page}
    )


def _visible(request: UserRequest, pk: int) -> Handover:
    return get_object_or_404(selectors.visible_handovers(request.user), pk=pk)


def handover(request: UserRequest, pk: int) -> HttpResponse:
    """What is passed on, what stayed behind and why."""
    row = _visible(request, pk)
    mine = request.user.pk in (row.successor.user_id, row.made_by_id)
    context = {
        "row": row,
        "left": service.left_behind(row),
        "may_accept": row.accepted_at is None and row.successor.user_id == request.user.pk,
        "may_retry": mine and bool(service.left_behind(row)),
        "trail": audit.trail_of(row),
    }
    return render(request, "personnel/handovers/page.html", context)


def print_handover(request: UserRequest, pk: int) -> HttpResponse:
    """工作交接单, for signing on paper."""
    return render(request, "personnel/handovers/print.html", {"row": _visible(request, pk)})


@require_POST
def accept(request: UserRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    attempt(
        request,
        lambda: service.accept(handover_id=pk, by=request.user),
        success="已接收移交的工作",
    )
    return redirect(row)


@require_POST
def retry(request: UserRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    attempt(
        request,
        lambda: service.retry(handover_id=pk, by=request.user),
        success=lambda done: (
            f"仍有 {len(left)} 项未能移交，原因见清单"
            if (left := service.left_behind(done))
            else "已全部移交"
        ),
    )
    return redirect(row)
