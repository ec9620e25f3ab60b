"""The board of staffing (队伍检查): what is wanting, since when, who must act; and the figures."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core import panels, sheets
from core.http import UserRequest, render_page
from core.paging import ListPage, page_number
from personnel import policy
from personnel.forms.staffing import FindingFilter
from personnel.rules.staffing import CERTIFIED_AT_LEAST, CHECKS, VACANCIES, Check, UnitStaff
from personnel.selectors import staffing as selectors
from personnel.selectors.finding_lines import Words
from personnel.services import staffing as service
from zones.selectors.changes import the_district

EXPORT_LIMIT = 5_000
# 可办案: may handle cases today with a valid certificate; 应持证: 在编 people who need one
FIGURES_HEAD = ("单位", "片区", "可办案", "下沉", "应持证", "已持证", "持证率")


def _look(request: UserRequest) -> tuple[service.Refreshed, FindingFilter, Words]:
    """Judge today's staffing afresh, so that what was mended a minute ago is gone."""
    if not policy.sees_staffing(request.user):
        raise PermissionDenied("您的职务不含查看队伍检查")
    fresh = service.refresh()
    seen = selectors.scopes_seen(request.user)
    names = fresh.staff.names
    mine = names if seen is None else {k: v for k, v in names.items() if k in seen}
    words = Words(names, fresh.staff.people, timezone.localdate())
    return fresh, FindingFilter(request.GET, names=mine), words


def _units(request: UserRequest, fresh: service.Refreshed) -> list[UnitStaff]:
    seen = selectors.scopes_seen(request.user)
    return [unit for unit in fresh.staff.units if seen is None or unit.key in seen]


def board(request: UserRequest) -> HttpResponse:
    """What is wanting, oldest first, with the person who must act."""
    fresh, form, words = _look(request)
    rows = form.narrow(selectors.visible_findings(request.user, cleared=form.cleared))
    page = ListPage(rows, page_number(request.GET.get("page")))
    seen = selectors.scopes_seen(request.user)
    standing = [Check(code) for code, scope in fresh.found if seen is None or scope in seen]
    units = _units(request, fresh)
    context = {
        "form": form,
        "page": page,
        "lines": [words.line(row) for row in page.rows],
        "cleared": form.cleared,
        "towns": sum(unit.is_town for unit in units),
        "short": standing.count(Check.TWO_CERTIFIED),
        "grave": sum(CHECKS[check].grave for check in standing),
        "vacant": sum(check in VACANCIES for check in standing),
        "ending": sum(len(unit.expiring) for unit in units),
        "minimum": CERTIFIED_AT_LEAST,
        **_rate(units),
    }
    return render_page(
        request, "personnel/staffing/board.html", "personnel/staffing/_list.html", context
    )


def _rate(units: list[UnitStaff]) -> dict[str, int]:
    """全员持证, over the units: those who hold one, those who should, percent rounded down."""
    held = sum(unit.held for unit in units)
    total = sum(unit.established for unit in units)
    return {"held": held, "total": total, "rate": held * 100 // total if total else 0}


def export(request: UserRequest) -> HttpResponse:
    """What the board lists, as a workbook."""
    _, form, words = _look(request)
    rows = form.narrow(selectors.visible_findings(request.user, cleared=form.cleared))
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


def figures(request: UserRequest) -> HttpResponse:
    """How many people each unit has, and how many of them hold certificates."""
    fresh, _, words = _look(request)
    units = _units(request, fresh)
    context = {
        "figures": [_figures(unit, words) for unit in units],
        "head": FIGURES_HEAD,
        "chart_head": ("单位", "在编持证", "在编未持证"),
        "chart_rows": [(unit.name, unit.held, len(unit.bare)) for unit in units],
        "height": "lg" if len(units) > 8 else "sm",
        "chart": _chart([unit for unit in units if unit.is_town or unit.established]),
        "panels": panels.render("staffing_figures", request, the_district()),
        **_rate(units),
    }
    return render(request, "personnel/staffing/figures.html", context)


def export_figures(request: UserRequest) -> HttpResponse:
    """The figures as a workbook."""
    fresh, _, words = _look(request)
    lines = [_figures(unit, words) for unit in _units(request, fresh)]
    title = f"各单位人员和持证情况（{timezone.localdate()}）"
    data = sheets.workbook(FIGURES_HEAD, lines, title=title, widths=(20, 12, 12, 10, 12, 10, 10))
    return sheets.download(data, "各单位人员和持证情况.xlsx")


def _figures(unit: UnitStaff, words: Words) -> tuple[object, ...]:
    rate = f"{unit.held * 100 // unit.established}%" if unit.established else "—"
    zone = words.names[unit.key][1] or "—"
    return (
        unit.name,
        zone,
        unit.certified,
        unit.posted,
        unit.established,
        unit.held,
        rate,
    )


def _chart(units: list[UnitStaff]) -> dict[str, Any]:
    """Certified and not yet certified 在编 people, unit by unit; the table says the same."""
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"bottom": 0},
        "grid": {"left": 104, "right": 16, "top": 8, "bottom": 40},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": [unit.name for unit in units], "inverse": True},
        "series": [
            {
                "name": "在编持证",
                "type": "bar",
                "stack": "people",
                "data": [unit.held for unit in units],
            },
            {
                "name": "在编未持证",
                "type": "bar",
                "stack": "people",
                "data": [len(unit.bare) for unit in units],
            },
        ],
    }
