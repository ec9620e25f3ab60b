"""The register of transfers (移送台账), its workbook, and the scan of one receipt."""

from __future__ import annotations

from django.db import models
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from cases.forms.transfer_answers import TransferFilter
from cases.models import Transfer
from cases.selectors.transfers import due_of, find_transfers, get_visible_transfer
from core import calendars, sheets, uploads
from core.http import UserRequest, render_page
from core.paging import ListPage, page_number

EXPORT_LIMIT = 10_000
_HEAD = ("案号", "案由", "当事人", "移送种类", "移送单位", "接收单位、机关", "状态", "移送理由",
         "依据", "提出时间", "送出时间", "答复期限", "接收、退回日期", "退回情形、说明", "回执文号",
         "处理结果")  # fmt: skip


def _found(request: UserRequest) -> tuple[TransferFilter, models.QuerySet[Transfer]]:
    form = TransferFilter(request.GET)
    if not form.is_valid():
        form = TransferFilter({})
        form.is_valid()
    return form, find_transfers(request.user, form.cleaned_data, timezone.localdate())


def transfer_list(request: UserRequest) -> HttpResponse:
    """Transfers of the cases visible to me, latest first, with what is overdue."""
    form, rows = _found(request)
    page = ListPage(rows.prefetch_related("steps"), page_number(request.GET.get("page")))
    today, calendar = timezone.localdate(), calendars.work_calendar()
    for row in page.rows:
        row.due = due_of(row, today, calendar)  # type: ignore[attr-defined]
    context = {"form": form, "page": page}
    return render_page(request, "cases/transfers/list.html", "cases/transfers/_list.html", context)


def export(request: UserRequest) -> HttpResponse:
    """The filtered register as a workbook."""
    _, rows = _found(request)
    lines = (
        [
            row.case.number,
            row.case.title,
            row.case.party_name,
            row.get_kind_display(),
            str(row.sender),
            row.receiver,
            row.get_status_display(),
            row.reason,
            row.basis,
            timezone.localtime(row.proposed_at).strftime("%Y-%m-%d %H:%M"),
            timezone.localtime(row.sent_at).strftime("%Y-%m-%d %H:%M") if row.sent_at else "",
            row.due_on or "",
            row.answered_on or "",
            f"{row.get_ground_display()} {row.answer}".strip(),
            row.receipt,
            row.result,
        ]
        for row in rows[:EXPORT_LIMIT]
    )
    data = sheets.workbook(_HEAD, lines, sheet="移送台账")
    return sheets.download(data, f"移送台账{timezone.localdate():%Y%m%d}.xlsx")


def receipt(request: UserRequest, pk: int) -> HttpResponseBase:
    """The scan of one receipt, for those who see the case."""
    row = get_visible_transfer(user=request.user, pk=pk)
    return uploads.served(
        row.receipt_file,
        f"{row.case.number}移送回执{row.pk}",
        unchanged_since=request.headers.get("If-None-Match", ""),
    )
