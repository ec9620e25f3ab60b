"""Statistics: what reviews returned and why, what towns ask and how soon they are answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core import sheets
from core.http import UserRequest
from legal_review.forms.knowledge import PeriodFilter
from legal_review.policy import guidance as policy
from legal_review.rules.checklist import OpinionKind, Point
from legal_review.selectors import failings as selectors
from legal_review.selectors.failings import Failing, Matrix, Span
from legal_review.selectors.question_figures import question_matrix
from zones.selectors import all_towns, zones_with_towns


def read_span(form: PeriodFilter) -> Span:
    return Span(form.chosen, timezone.localdate())


def _tables(request: UserRequest, span: Span) -> list[tuple[str, Matrix]]:
    """Returns by town, zone, reviewer and reason, each by point."""
    seen = selectors.towns_seen(request.user)
    rows = selectors.failings(span.first, span.until, seen)
    towns = [(str(t.pk), t.name) for t in all_towns() if seen is None or t.pk in seen]
    zones = [
        (str(zone.pk), zone.name)
        for zone in zones_with_towns()
        if seen is None or any(town.pk in seen for town in zone.townships.all())
    ]
    people = sorted({row.reviewer for row in rows if row.reviewer})
    reasons = [(kind.value, kind.label) for kind in OpinionKind if not kind.passes]
    return [
        ("镇街", selectors.by_point(rows, _present(rows, towns, "town"), "town")),
        ("片区", selectors.by_point(rows, zones, "zone")),
        ("审核员", selectors.by_point(rows, [(name, name) for name in people], "reviewer")),
        ("退回意见", selectors.by_point(rows, reasons, "kind")),
    ]


def _present(rows: list[Failing], names: list[tuple[str, str]], key: str) -> list[tuple[str, str]]:
    """Towns of zones always, farms only where something was returned."""
    found = {str(getattr(row, key)) for row in rows}
    zoned = {str(town.pk) for town in all_towns() if town.zone_id}
    return [(value, label) for value, label in names if value in zoned or value in found]


def return_figures(request: UserRequest) -> HttpResponse:
    """What was returned and why, by town, zone, reviewer and opinion."""
    policy.require_figures(request.user)
    form = PeriodFilter(request.GET)
    tables = _tables(request, read_span(form))
    towns = tables[0][1]
    context = {
        "form": form,
        "chart": _chart(towns),
        "towns": towns,
        "tables": [(name, [name, *table.head[1:]], table.rows) for name, table in tables],
        "total": sum(int(str(row[-1])) for row in towns.rows),
    }
    return render(request, "legal_review/errors/figures.html", context)


def export_returns(request: UserRequest) -> HttpResponse:
    """The four tables below each other in one sheet."""
    policy.require_figures(request.user)
    span = read_span(PeriodFilter(request.GET))
    lines: list[list[object]] = []
    tables = _tables(request, span)
    for name, table in tables:
        lines += [[name, *row] for row in table.rows]
    head = ["按", "名称", *tables[0][1].head[1:]]
    title = f"审核退回统计（{span.first} 至 {span.today}）"
    data = sheets.workbook(head, lines, title=title, widths=(10, 26))
    return sheets.download(data, f"审核退回统计-{span.today:%Y%m%d}.xlsx")


def _chart(table: Matrix) -> dict[str, Any]:
    """Points found wanting, town by town; the table says the same."""
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"bottom": 0, "type": "scroll"},
        "grid": {"left": 84, "right": 16, "top": 8, "bottom": 56},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": [row[0] for row in table.rows], "inverse": True},
        "series": [
            {
                "name": point.label,
                "type": "bar",
                "stack": "points",
                "data": [row[index] for row in table.rows],
            }
            for index, point in enumerate(Point, start=1)
        ],
    }


def question_figures(request: UserRequest) -> HttpResponse:
    """Questions per town and topic, and how soon they were answered."""
    policy.require_figures(request.user)
    form = PeriodFilter(request.GET)
    context = {"form": form, "table": _questions(request, read_span(form))}
    return render(request, "legal_review/guidance/figures.html", context)


def export_questions(request: UserRequest) -> HttpResponse:
    policy.require_figures(request.user)
    span = read_span(PeriodFilter(request.GET))
    table = _questions(request, span)
    title = f"法制咨询统计（{span.first} 至 {span.today}）"
    data = sheets.workbook(table.head, table.rows, title=title)
    return sheets.download(data, f"法制咨询统计-{span.today:%Y%m%d}.xlsx")


def _questions(request: UserRequest, span: Span) -> Matrix:
    return question_matrix(span.first, span.until, selectors.towns_seen(request.user))
