"""Rosters on paper and as workbooks, for staff and for the public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core import sheets
from personnel.models import Roster, RosterMember

Groups = list[tuple[str, str, list[RosterMember]]]
_HEAD = ("序号", "类别", "姓名", "单位", "执法证号")
_STAFF_HEAD = (*_HEAD, "证件有效期至", "证件核验", "撤下日期", "撤下原因")
_WIDTHS = (6, 22, 12, 34, 18, 14, 22, 12, 40)


def grouped(rows: Sequence[RosterMember]) -> Groups:
    """(kind, label, members), category by category."""
    return [
        (kind, found[0].get_kind_display(), found)
        for kind, run in groupby(rows, key=lambda row: row.kind)
        if (found := list(run))
    ]


def printed(request: HttpRequest, roster: Roster, rows: Sequence[RosterMember]) -> HttpResponse:
    """The version on paper; a version that is not published says so."""
    context = {
        "roster": roster,
        "groups": grouped(rows),
        "count": len(rows),
        "standing": standing(roster),
    }
    return render(request, "personnel/rosters/print.html", context)


def standing(roster: Roster) -> str:
    if roster.published_at is None:
        return f"第 {roster.version} 版，{roster.get_status_display()}，尚未公布"
    over = "，已被新版取代" if roster.status == Roster.Status.SUPERSEDED else ""
    return f"第 {roster.version} 版，{timezone.localdate(roster.published_at)} 公布{over}"


def members(roster: Roster, rows: Iterable[RosterMember], *, staff: bool) -> HttpResponse:
    """The people of a version; `staff` adds the check and who was withdrawn."""
    lines = []
    for number, row in enumerate(rows, 1):
        line = [
            number,
            row.get_kind_display(),
            row.name,
            row.unit_name,
            row.certificate_number or "—",
        ]
        if staff:
            gone = timezone.localdate(row.withdrawn_at).isoformat() if row.withdrawn_at else ""
            ends = row.certificate_expires_on
            line += [ends.isoformat() if ends else "", row.finding, gone, row.withdrawn_why]
        lines.append(line)
    head = _STAFF_HEAD if staff else _HEAD
    title = f"{roster.zone}联合执法人员名单（{standing(roster)}）"
    data = sheets.workbook(head, lines, title=title, widths=_WIDTHS)
    return sheets.download(data, f"{roster.zone}联合执法人员名单第{roster.version}版.xlsx")


def versions(rows: Iterable[Roster]) -> HttpResponse:
    """The list of versions."""
    head = ("片区", "版次", "状态", "人数", "已撤下", "编制人", "编制日期", "公布日期", "说明")
    lines = [
        (
            row.zone.name,
            row.version,
            row.get_status_display(),
            getattr(row, "count", 0),
            getattr(row, "withdrawn", 0),
            str(row.composed_by),
            timezone.localdate(row.composed_at).isoformat(),
            timezone.localdate(row.published_at).isoformat() if row.published_at else "",
            row.note,
        )
        for row in rows
    ]
    data = sheets.workbook(head, lines, widths=(12, 8, 18, 8, 8, 12, 12, 12, 40))
    return sheets.download(data, "联合执法人员名单各版.xlsx")
