"""The board of staffing (队伍检查): what is wanting, since when, and who must act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.utils import timezone

from core import sheets
from core.http import UserRequest, render_page
from core.paging import ListPage, page_number
from personnel import policy
from personnel.forms.staffing import FindingFilter
from personnel.models import Finding
from personnel.rules.staffing import CERTIFIED_AT_LEAST, CHECKS, Check, CheckRule, Duty, UnitStaff
from personnel.selectors import staffing as selectors
from personnel.services import staffing as service
from zones.models import Township

EXPORT_LIMIT = 5_000


@dataclass(frozen=True)
class Line:
    """A finding as the board shows it."""

    row: Finding
    rule: CheckRule
    where: str
    zone: str
    who: str
    days: int


class _Words:
    """Names of places and people, read once for all lines."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._names = selectors.names_of_scopes()
        self._people = selectors.who_acts()

    def line(self, row: Finding) -> Line:
        rule = CHECKS[Check(row.code)]
        where, zone = self._names.get(row.scope, (row.scope, ""))
        duty = rule.duty
        if duty is Duty.UNIT:
            duty = Duty.DEPUTY_CHIEF if row.scope.startswith("T") else Duty.LIAISON
        name = self._people.get((duty.value, row.scope)) or self._people.get((duty.value, ""))
        who = f"{duty.label} {name}" if name else f"{duty.label}（空缺）"
        end = timezone.localdate(row.cleared_at) if row.cleared_at else self._today
        return Line(row, rule, where, zone, who, (end - row.since).days)


def _found(request: UserRequest) -> tuple[FindingFilter, models.QuerySet[Finding]]:
    if not policy.sees_staffing(request.user):
        raise PermissionDenied("您的职务不含查看队伍检查")
    form = FindingFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = selectors.visible_findings(request.user, cleared=chosen.get("state") == "cleared")
    if chosen.get("check"):
        rows = rows.filter(code=chosen["check"])
    if chosen.get("grave"):
        wanted = chosen["grave"] == "1"
        rows = rows.filter(code__in=[c.value for c, r in CHECKS.items() if r.grave is wanted])
    if zone := chosen.get("zone"):
        towns = Township.objects.filter(zone=zone).values_list("pk", flat=True)
        rows = rows.filter(scope__in=[f"Z{zone.pk}", *(f"T{pk}" for pk in towns)])
    return form, rows


def board(request: UserRequest) -> HttpResponse:
    """Refreshed at each opening, so that what was mended a minute ago is gone."""
    form, rows = _found(request)
    fresh = service.refresh()
    page = ListPage(rows, page_number(request.GET.get("page")))
    words = _Words(timezone.localdate())
    seen = selectors.scopes_seen(request.user)
    units = [unit for unit in fresh.staff.units if seen is None or unit.key in seen]
    towns = [unit for unit in units if unit.is_town]
    held = sum(unit.established - len(unit.bare) for unit in units)
    total = sum(unit.established for unit in units)
    context = {
        "form": form,
        "page": page,
        "lines": [words.line(row) for row in page.rows],
        "cleared": form.cleaned_data.get("state") == "cleared",
        "towns": towns,
        "enough": sum(unit.certified >= CERTIFIED_AT_LEAST for unit in towns),
        "held": held,
        "total": total,
        "rate": held * 100 // total if total else 0,
        "grave": _grave(request),
        "rows": [_figures(unit) for unit in units],
        "head": ["单位", "可办案持证", "在编", "在编持证", "持证率"],
    }
    return render_page(
        request, "personnel/staffing/board.html", "personnel/staffing/_list.html", context
    )


def _grave(request: UserRequest) -> int:
    codes = [check.value for check, rule in CHECKS.items() if rule.grave]
    return selectors.visible_findings(request.user).filter(code__in=codes).count()


def _figures(unit: UnitStaff) -> list[object]:
    held = unit.established - len(unit.bare)
    rate = f"{held * 100 // unit.established}%" if unit.established else "—"
    return [unit.name, unit.certified, unit.established, held, rate]


def export(request: UserRequest) -> HttpResponse:
    """What the board lists, as a workbook."""
    _, rows = _found(request)
    words = _Words(timezone.localdate())
    lines = (
        (
            line.rule.label,
            line.where,
            line.zone,
            line.row.text,
            "须立即解决" if line.rule.grave else "提醒",
            line.who,
            line.row.since,
            line.days,
            timezone.localdate(line.row.cleared_at) if line.row.cleared_at else "",
            line.rule.basis,
        )
        for line in (words.line(row) for row in rows[:EXPORT_LIMIT])
    )
    head = ["检查项", "单位", "片区", "情况", "程度", "责任人", "自", "天数", "解决日期", "依据"]
    data = sheets.workbook(head, lines, title="队伍检查", widths=(24, 16, 12, 60, 12, 24, 12))
    return sheets.download(data, "队伍检查.xlsx")
