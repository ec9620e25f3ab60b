"""The list of cases, its export, and search."""

from __future__ import annotations

import csv
from typing import Any

from django.db import models
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from cases import selectors
from cases.filters import CaseFilter
from cases.models import Case
from cases.selectors.due import TONES, due_of
from core import access, calendars
from core.http import UserRequest, render_page
from core.paging import ListPage, page_number
from core.rules.workdays import WorkCalendar
from zones.selectors import put_places

EXPORT_LIMIT = 10_000


def _with_badges(rows: Any, calendar: WorkCalendar) -> None:
    today = timezone.localdate()
    for row in rows:
        row.due = due_of(row, today, calendar)
        row.tone = TONES.get(row.state, "progress")


def _found(request: UserRequest) -> CaseFilter:
    # The longest columns are not shown in a list; places come from what is remembered.
    rows = selectors.visible_cases(user=request.user).defer("description", "jurisdiction")
    return CaseFilter(request.GET, queryset=rows, request=request)


def _sorted(rows: models.QuerySet[Case], order: str) -> models.QuerySet[Case]:
    if order == "due":
        return rows.order_by(models.F("next_due_on").asc(nulls_last=True), "-id")
    if order == "-due":
        return rows.order_by(models.F("next_due_on").desc(nulls_last=True), "-id")
    return rows.order_by("reported_at", "id") if order == "reported" else rows


def case_list(request: UserRequest) -> HttpResponse:
    """Cases visible to me; filters live in the address."""
    found = _found(request)
    rows = _sorted(found.qs, request.GET.get("sort", ""))
    page = ListPage(rows, page_number(request.GET.get("page")))
    _with_badges(page.rows, calendars.work_calendar())
    put_places(page.rows, "township", "authority_township", "authority_agency")
    context = {
        "filter": found,
        "page": page,
        "may_report": access.grants_of(request.user).any("register_cases"),
        "desk_label": found.desk_label,
    }
    return render_page(request, "cases/list.html", "cases/_list.html", context)


def export(request: UserRequest) -> StreamingHttpResponse:
    """The filtered list as a table file, the same rows the page shows."""
    rows = _found(request).qs.select_related("township", "authority_township", "authority_agency")[
        :EXPORT_LIMIT
    ]

    class Echo:
        def write(self, value: str) -> str:
            return value

    writer = csv.writer(Echo())
    head = ["案号", "案由", "当事人", "案发镇街", "执法主体", "状态", "登记日期", "最近期限"]

    def lines() -> Any:
        yield "\ufeff"  # so that WPS and Excel read UTF-8
        yield writer.writerow(head)
        for row in rows.iterator(chunk_size=500):
            yield writer.writerow(
                [
                    row.number,
                    _plain(row.title),
                    _plain(row.party_name),
                    row.township.name,
                    row.authority_name,
                    row.get_state_display(),
                    timezone.localdate(row.reported_at).isoformat(),
                    row.next_due_on or "",
                ]
            )

    name = f"cases-{timezone.localdate():%Y%m%d}.csv"
    return StreamingHttpResponse(
        lines(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _plain(text: str) -> str:
    """A text that a spreadsheet can't take for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def search(request: UserRequest) -> HttpResponse:
    """The header's search box leads to the filtered list."""
    return redirect(f"{reverse('cases')}?{urlencode({'q': request.GET.get('q', '')})}")
