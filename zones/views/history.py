"""What a town held on a day, by which document, and how another day differs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils import timezone

from core.http import UserRequest, render_page
from core.paging import ListPage, page_number
from zones.forms.changes import HistoryForm
from zones.models import Empowerment, Township
from zones.selectors import changes as selectors
from zones.views._rows import workbook

SHOWN = 50


@dataclass(frozen=True)
class Asked:
    """The form with what was asked; the first town and today unless told otherwise."""

    form: HistoryForm
    town: Township
    day: date
    against: date | None


def _asked(request: UserRequest) -> Asked:
    form = HistoryForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    town = chosen.get("town") or Township.objects.exclude(zone=None).order_by("order")[0]
    day = chosen.get("on") or timezone.localdate()
    against = chosen.get("against")
    if against == day:
        against = None
    shown = HistoryForm(
        {"town": town.pk, "on": day.isoformat(), "against": against.isoformat() if against else ""}
    )
    return Asked(shown, town, day, against)


def history(request: UserRequest) -> HttpResponse:
    """“What did 天宝镇 hold on 2025-03-01?”"""
    asked = _asked(request)
    town, day, against = asked.town, asked.day, asked.against
    rows = selectors.held_on(town, day)
    page = ListPage(rows, page_number(request.GET.get("page")), size=SHOWN)
    change = selectors.difference(town, day, against) if against else None
    context = {**vars(asked), "page": page, "change": change}
    return render_page(
        request, "zones/changes/history.html", "zones/changes/_history.html", context
    )


def export(request: UserRequest) -> HttpResponse:
    """The same list and difference as a workbook."""
    asked = _asked(request)
    town, day, against = asked.town, asked.day, asked.against
    lines = [_line("", row) for row in selectors.held_on(town, day)]
    title = f"{town} {day} 承接的赋权事项"
    if against:
        found = selectors.difference(town, day, against)
        title += f"（与 {against} 对比）"
        lines += [_line(f"{found.later} 较 {found.earlier} 增加", row) for row in found.added]
        lines += [_line(f"{found.later} 较 {found.earlier} 减少", row) for row in found.removed]
    head = ("对比", "事项编码", "事项名称", "领域", "原实施部门", "起", "止", "文件", "标记")
    widths = (26, 11, 44, 18, 18, 12, 12, 40, 10)
    return workbook(f"{town}{day}赋权事项", title, head, lines, widths)


def _line(mark: str, row: Empowerment) -> tuple[object, ...]:
    return (
        mark,
        row.item.code,
        row.item.name,
        row.item.domain,
        row.item.agency.short_name,
        row.starts_on.isoformat(),
        row.ends_on.isoformat() if row.ends_on else "",
        row.document,
        "演示赋权" if row.is_demo else "",
    )
