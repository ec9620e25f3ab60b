"""片区协作统计: who decided and who helped, with its workbook."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone

from cases.selectors import board
from cases.selectors.cooperation import HEAD, UnitRow, cooperation, totals
from core import sheets
from core.forms import DayInput, PlainForm
from core.http import UserRequest, render_page

_WIDTHS = (20, 12, 18, 20, 12, 10, 12, 14, 10, 18)


class PeriodForm(PlainForm):
    zone = forms.ChoiceField(label="片区", required=False)
    since = forms.DateField(label="起", required=False, widget=DayInput())
    until = forms.DateField(label="止", required=False, widget=DayInput())


def _found(request: UserRequest) -> tuple[PeriodForm, list[UnitRow], tuple[date, date]]:
    sight = board.sight_of(request.user)
    if not sight.towns:
        raise Http404("您没有可以查看的片区协作统计")
    form, today = PeriodForm(request.GET), timezone.localdate()
    field = form.fields["zone"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", "全部片区"), *((zone.code, zone.name) for zone in sight.zones)]
    data: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    zone = next((one for one in sight.zones if one.code == data.get("zone")), None)
    first = data.get("since") or date(today.year, 1, 1)
    last = data.get("until") or today
    return form, cooperation(sight.narrowed(zone, None).towns, first, last), (first, last)


def cooperation_page(request: UserRequest) -> HttpResponse:
    """Units of the zones I may look at, in a period; this year where none is named."""
    form, rows, period = _found(request)
    context = {"form": form, "rows": rows, "totals": totals(rows), "period": period}
    return render_page(
        request, "cases/cooperation/page.html", "cases/cooperation/_list.html", context
    )


def export(request: UserRequest) -> HttpResponse:
    """The same table as a workbook."""
    _, rows, (first, last) = _found(request)
    data = sheets.workbook(
        HEAD,
        [row.cells for row in rows],
        sheet="片区协作统计",
        title=f"片区协作统计（{first} 至 {last}）：案件计入承办单位一次，参与另计",
        widths=_WIDTHS,
    )
    return sheets.download(data, f"片区协作统计{last:%Y%m%d}.xlsx")
