"""The list of payments for the comparison with the bank (罚缴分离), and its workbook."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpResponse
from django.utils import timezone

from cases.forms.payments import PaymentFilter
from cases.models import Payment
from cases.selectors.payments import payments_for, total_of
from core import sheets
from core.http import UserRequest, render_page
from core.paging import ListPage, page_number

EXPORT_LIMIT = 10_000
_HEAD = ("缴款日期", "决定书文号", "案号", "当事人", "处罚机关", "金额（元）", "其中加处罚款（元）",
         "方式", "票据号", "交至机关", "缴付银行")  # fmt: skip
_WIDTHS = (12, 26, 20, 30, 24, 14, 18, 14, 22, 12, 12)


def _found(request: UserRequest) -> tuple[PaymentFilter, models.QuerySet[Payment]]:
    form, rows = PaymentFilter(request.GET), payments_for(request.user)
    data: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    for word in data.get("q", "").split()[:5]:
        rows = rows.filter(
            models.Q(receipt__contains=word)
            | models.Q(case__number__contains=word)
            | models.Q(case__party_name__contains=word)
            | models.Q(case__decision__number__contains=word)
        )
    if data.get("channel"):
        rows = rows.filter(channel=data["channel"])
    if data.get("since"):
        rows = rows.filter(paid_on__gte=data["since"])
    if data.get("until"):
        rows = rows.filter(paid_on__lte=data["until"])
    if data.get("cash") == "unbanked":
        rows = rows.filter(channel=Payment.Channel.ON_SPOT, banked_on=None)
    return form, rows


def payment_list(request: UserRequest) -> HttpResponse:
    """Payments by day, with the sum of what is asked for."""
    form, rows = _found(request)
    context = {
        "form": form,
        "page": ListPage(rows, page_number(request.GET.get("page"))),
        "total": total_of(rows),
    }
    return render_page(request, "cases/payments/list.html", "cases/payments/_list.html", context)


def export(request: UserRequest) -> HttpResponse:
    """The filtered list as a workbook, to be laid beside the bank's statement."""
    _, rows = _found(request)
    lines = (
        [
            row.paid_on,
            row.case.decision.number,
            row.case.number,
            row.case.party_name,
            row.case.authority_name,
            row.amount,
            row.of_surcharge,
            row.get_channel_display(),
            row.receipt,
            row.handed_in_on,
            row.banked_on,
        ]
        for row in rows[:EXPORT_LIMIT]
    )
    data = sheets.workbook(_HEAD, lines, sheet="罚款缴纳", widths=_WIDTHS)
    return sheets.download(data, f"罚款缴纳{timezone.localdate():%Y%m%d}.xlsx")
