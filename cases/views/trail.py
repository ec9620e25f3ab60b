"""The trail of a case: verified in full, and as a sheet a court can read."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from cases import selectors
from cases.selectors.timeline import of_group, timeline_of
from core import audit
from core.http import UserRequest


def trail(request: UserRequest, pk: int) -> HttpResponse:
    """The trail with the result of its verification."""
    case = selectors.get_visible_case(user=request.user, pk=pk)
    faults = audit.verify_trail(case, expected_length=case.version)
    context = {"case": case, "entries": audit.trail_of(case), "faults": faults}
    return render(request, "cases/trail.html", context)


def timeline_sheet(request: UserRequest, pk: int) -> HttpResponse:
    """The course of the case for printing, oldest first; `?group=` keeps one subject."""
    case = selectors.get_visible_case(user=request.user, pk=pk)
    chosen = of_group(timeline_of(case)[::-1], request.GET.get("group", ""))
    context = {
        "case": case,
        "entries": chosen.entries,
        "group": chosen.group,
        "faults": audit.verify_trail(case, expected_length=case.version),
        "last_hash": audit.trail_of(case).reverse()[0].entry_hash,
    }
    return render(request, "cases/timeline_print.html", context)
