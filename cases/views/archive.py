"""The archive: what is in it, what waits, the workbook, and binding once more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases import selectors
from cases.forms.archive import ArchiveFilter
from cases.models import Archive, Case
from cases.selectors import archive as questions
from cases.services import archive as service
from core import sheets
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number

EXPORT_LIMIT = 10_000


def _words(rows: models.QuerySet[Any], text: str, prefix: str) -> models.QuerySet[Any]:
    for word in text.split()[:5]:
        asked = models.Q()
        for field in ("number", "title", "party_name"):
            asked |= models.Q(**{f"{prefix}{field}__contains": word})
        if prefix:
            asked |= models.Q(number__contains=word)
        rows = rows.filter(asked)
    return rows


def _found(request: UserRequest) -> tuple[ArchiveFilter, models.QuerySet[Any], bool]:
    """The form, the rows it asks for, and whether they are cases that wait."""
    form = ArchiveFilter(request.GET, years=questions.years_of(request.user))
    data = form.cleaned_data if form.is_valid() else {"state": ""}
    if data["state"]:
        rows = questions.waiting(user=request.user, late=data["state"] == "late")
        return form, _words(rows, data["q"], ""), True
    found = questions.archives(user=request.user)
    found = _words(found, data.get("q", ""), "case__")
    if data.get("year"):
        found = found.filter(archived_at__year=int(data["year"]))
    if data.get("retention"):
        found = found.filter(retention=data["retention"])
    return form, found, False


def archive_list(request: UserRequest) -> HttpResponse:
    """Archived files, or closed cases that wait to be archived."""
    form, rows, waiting = _found(request)
    context = {
        "form": form,
        "page": ListPage(rows, page_number(request.GET.get("page"))),
        "waiting": waiting,
        "today": timezone.localdate(),
    }
    return render_page(request, "cases/archive/list.html", "cases/archive/_list.html", context)


_HEAD = ("归档号", "案号", "案由", "当事人", "机关", "办结日期", "归档日期", "保管期限", "正卷页数",
         "副卷页数", "正卷校验值（SHA-256）")  # fmt: skip
_WAITING = ("案号", "案由", "当事人", "机关", "办结日期", "归档期限", "逾期天数")


def _archived(rows: Iterable[Archive]) -> Iterable[list[Any]]:
    for row in rows:
        case = row.case
        yield [
            row.number,
            case.number,
            case.title,
            case.party_name,
            case.authority_name,
            case.closed_on,
            timezone.localdate(row.archived_at),
            row.get_retention_display(),
            row.pages_main,
            row.pages_side,
            row.main_sha256,
        ]


def _to_archive(rows: Iterable[Any]) -> Iterable[list[Any]]:
    today = timezone.localdate()
    for case in rows:
        late = max(0, (today - case.archive_due).days)
        yield [
            case.number,
            case.title,
            case.party_name,
            case.authority_name,
            case.closed_on,
            case.archive_due,
            late,
        ]


def export(request: UserRequest) -> HttpResponse:
    """The filtered list as a workbook."""
    _, rows, waiting = _found(request)
    rows = rows[:EXPORT_LIMIT]
    if waiting:
        data = sheets.workbook(_WAITING, _to_archive(rows), sheet="待归档", widths=(20, 32, 24, 24))
    else:
        widths = (22, 20, 32, 24, 24, 12, 12, 10, 10, 10, 66)
        data = sheets.workbook(_HEAD, _archived(rows), sheet="归档", widths=widths)
    name = "待归档案件" if waiting else "归档目录"
    return sheets.download(data, f"{name}{timezone.localdate():%Y%m%d}.xlsx")


@require_POST
def bind_again(request: UserRequest, pk: int) -> HttpResponse:
    """Ask the worker once more for volumes it did not finish."""
    case: Case = selectors.get_visible_case(user=request.user, pk=pk)
    row = getattr(case, "archive", None)
    if row is None:
        raise Http404("本案没有归档")
    attempt(
        request,
        lambda: service.bind_again(archive_id=row.pk, by=request.user),
        success="已重新装订，完成后页数和校验值自动登记",
    )
    return redirect(f"{case.get_absolute_url()}?tab=performance#archive")
