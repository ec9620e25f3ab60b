"""Power lists as published, for everybody. Nothing here reads what is not published."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.paging import RowsPage, page_number
from zones import selectors
from zones.forms.powerlist import RowsFilter
from zones.models import Publication, Township
from zones.selectors import powerlist
from zones.views import _rows
from zones.views.powerlist import town_or_404


def _published(code: str) -> tuple[Township, Publication]:
    town = town_or_404(code)
    made = powerlist.latest_publication(town)
    if made is None:
        raise Http404
    return town, made


@login_not_required
def towns(request: HttpRequest) -> HttpResponse:
    """Zones with their towns; those whose list is published lead to it."""
    latest = powerlist.latest_publications()
    zones = [
        {
            "name": zone.name,
            "towns": [
                {"town": town, "publication": latest.get(town.pk)} for town in zone.townships.all()
            ],
        }
        for zone in selectors.zones_with_towns()
    ]
    return render(request, "zones/public/towns.html", {"zones": zones})


@login_not_required
def powers(request: HttpRequest, code: str) -> HttpResponse:
    """The latest published version of a town's list."""
    town, made = _published(code)
    whole = powerlist.rows_of(made)
    form = RowsFilter(request.GET, domains=_rows.domains(whole))
    found = _rows.chosen_rows(whole, form)
    page = RowsPage(found, page_number(request.GET.get("page")), _rows.PAGE_ROWS, "项")
    context = {
        "town": town,
        "publication": made,
        "form": form,
        "page": page,
        "groups": _rows.grouped(page.rows, found),
        "demo": any(row.demo for row in whole),
    }
    return render(request, "zones/public/powers.html", context)


@login_not_required
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The latest published version on paper."""
    town, made = _published(code)
    rows = powerlist.rows_of(made)
    context = {
        "town": town,
        "day": made.as_of,
        "groups": _rows.grouped(rows, rows),
        "count": len(rows),
        "standing": f"第 {made.version} 版，{timezone.localdate(made.published_at)} 公布",
        "demo": any(row.demo for row in rows),
    }
    return render(request, "zones/powerlist/print.html", context)
