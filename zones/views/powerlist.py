"""A town's power list (权责清单): on a day, printed, exported, published, and its versions."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.http import UserRequest, attempt, render_page
from core.paging import RowsPage, page_number
from zones import policy, selectors
from zones.forms.powerlist import PowerFilter, PublishForm, RowsFilter
from zones.models import Publication, Township
from zones.selectors import powerlist
from zones.selectors.powerlist import PowerRow
from zones.services import publication
from zones.views import _rows


def town_or_404(code: str) -> Township:
    """A town that lies in a zone; a farm holds no power and has no list."""
    return get_object_or_404(selectors.towns_in_zones(), code=code)


def _version_or_404(town: Township, number: int) -> Publication:
    return get_object_or_404(powerlist.publications_of(town), version=number)


def overview(request: UserRequest) -> HttpResponse:
    """Every town: how many items it holds today, what is published, what is not yet."""
    towns = list(selectors.towns_in_zones().order_by("order"))
    rows = powerlist.standings(towns, timezone.localdate())
    context = {"standings": rows, "today": timezone.localdate()}
    return render(request, "zones/powerlist/overview.html", context)


def town_list(request: UserRequest, code: str) -> HttpResponse:
    """What one town holds on the chosen day, domain by domain."""
    town = town_or_404(code)
    day = PowerFilter(request.GET).day
    whole = powerlist.power_list(town, day)
    form = PowerFilter(request.GET, domains=_rows.domains(whole))
    found = _rows.chosen_rows(whole, form)
    page = RowsPage(found, page_number(request.GET.get("page")), _rows.PAGE_ROWS, "项")
    last = powerlist.latest_publication(town)
    is_today = day == timezone.localdate()
    context = {
        "town": town,
        "day": day,
        "form": form,
        "page": page,
        "whole": whole,
        "groups": _rows.grouped(page.rows, found),
        "last": last,
        "changes": powerlist.unpublished(last, whole) if is_today else None,
        "may_publish": policy.may_publish(request.user, town),
        "demo": any(row.demo for row in whole),
    }
    return render_page(request, "zones/powerlist/town.html", "zones/powerlist/_list.html", context)


def export(request: UserRequest, code: str) -> HttpResponse:
    """The list as shown: same day, same filters."""
    town = town_or_404(code)
    form = PowerFilter(request.GET)
    whole = powerlist.power_list(town, form.day)
    form = PowerFilter(request.GET, domains=_rows.domains(whole))
    title = f"{town.authority_name}权责清单（行政处罚事项，{form.day}）"
    rows = _rows.chosen_rows(whole, form)
    return _rows.list_workbook(f"{town.name}权责清单{form.day:%Y%m%d}", title, rows)


def sheet(request: UserRequest, code: str) -> HttpResponse:
    """The list of a day on paper; it says whether it is published."""
    town = town_or_404(code)
    form = PowerFilter(request.GET)
    whole = powerlist.power_list(town, form.day)
    form = PowerFilter(request.GET, domains=_rows.domains(whole))
    rows = _rows.chosen_rows(whole, form)
    return printed(request, town, rows, form.day, "内部查询，以公布的版本为准")


def printed(
    request: UserRequest, town: Township, rows: list[PowerRow], day: date, standing: str
) -> HttpResponse:
    context = {
        "town": town,
        "day": day,
        "groups": _rows.grouped(rows, rows),
        "count": len(rows),
        "standing": standing,
        "demo": any(row.demo for row in rows),
    }
    return render(request, "zones/powerlist/print.html", context)


def publish(request: UserRequest, code: str) -> HttpResponse:
    """What would be published, and the button of the town's deputy chief."""
    town = town_or_404(code)
    policy.require_publishing(request.user, town)
    last = powerlist.latest_publication(town)
    initial = {"version": last.version if last else 0}
    form = PublishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: publication.publish(
                town=town, by=request.user, seen_version=form.cleaned_data["version"]
            ),
            success=lambda new: f"已公布{town}权责清单第 {new.version} 版",
        )
        return redirect("power_list_versions" if made else "power_list_publish", code=code)
    rows = powerlist.power_list(town, timezone.localdate())
    context = {
        "town": town,
        "form": form,
        "last": last,
        "count": len(rows),
        "changes": powerlist.unpublished(last, rows),
        "today": timezone.localdate(),
        "demo": any(row.demo for row in rows),
    }
    return render(request, "zones/powerlist/publish.html", context)


def versions(request: UserRequest, code: str) -> HttpResponse:
    """Every published version of a town's list and what each changed."""
    town = town_or_404(code)
    made = list(powerlist.publications_of(town))
    lists = [powerlist.rows_of(row) for row in made] + [[]]
    entries = [
        {
            "publication": row,
            "count": len(lists[n]),
            "changes": powerlist.difference(lists[n + 1], lists[n]),
            "is_first": n == len(made) - 1,
        }
        for n, row in enumerate(made)
    ]
    context = {"town": town, "entries": entries}
    return render(request, "zones/powerlist/versions.html", context)


def version(request: UserRequest, code: str, number: int) -> HttpResponse:
    """One version exactly as it was published."""
    town = town_or_404(code)
    made = _version_or_404(town, number)
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
    return render_page(
        request, "zones/powerlist/version.html", "zones/powerlist/_version.html", context
    )


def version_file(request: UserRequest, code: str, number: int, form: str) -> HttpResponse:
    """A published version on paper or as a workbook."""
    town = town_or_404(code)
    made = _version_or_404(town, number)
    rows = powerlist.rows_of(made)
    if form == "print":
        standing = f"第 {made.version} 版，{timezone.localdate(made.published_at)} 公布"
        return printed(request, town, rows, made.as_of, standing)
    if form != "xlsx":
        raise Http404
    title = f"{town.authority_name}权责清单（行政处罚事项，第 {made.version} 版，{made.as_of}）"
    return _rows.list_workbook(f"{town.name}权责清单第{made.version}版", title, rows)
