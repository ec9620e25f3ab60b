"""Rosters as published, for everybody: only who may stand on them today."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from personnel.models import Roster, RosterMember
from personnel.selectors import rosters as selectors
from personnel.views import _roster_sheets as sheets
from zones.models import Zone
from zones.selectors import zones_with_towns


def _published(code: str) -> tuple[Roster, list[RosterMember]]:
    roster = selectors.published_of(get_object_or_404(Zone, code=code))
    if roster is None:
        raise Http404("这个片区还没有公布名单")
    return roster, selectors.public_members(roster, timezone.localdate())


@login_not_required
def rosters(request: HttpRequest) -> HttpResponse:
    """The zones; those whose roster is published lead to it."""
    latest = selectors.public_rosters()
    zones = [{"zone": zone, "roster": latest.get(zone.pk)} for zone in zones_with_towns()]
    return render(request, "personnel/public/rosters.html", {"zones": zones})


@login_not_required
def roster(request: HttpRequest, code: str) -> HttpResponse:
    """The published version of a zone's roster."""
    made, rows = _published(code)
    context = {
        "roster": made,
        "groups": sheets.grouped(rows),
        "count": len(rows),
        "today": timezone.localdate(),
        "demo": settings.DEMO,
    }
    return render(request, "personnel/public/roster.html", context)


@login_not_required
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The published version on paper."""
    made, rows = _published(code)
    return sheets.printed(request, made, rows)


@login_not_required
def export(request: HttpRequest, code: str) -> HttpResponse:
    """The published version as a workbook."""
    made, rows = _published(code)
    return sheets.members(made, rows, staff=False)
