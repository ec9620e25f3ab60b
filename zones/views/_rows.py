"""What the pages of power lists share: pages of rows at hand, groups by domain, workbooks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse

from core import sheets
from zones.forms.powerlist import RowsFilter
from zones.selectors.powerlist import PowerRow

PAGE_ROWS = 50
HEAD = (
    "序号",
    "事项编码",
    "领域",
    "事项名称",
    "法律依据",
    "处罚种类与幅度",
    "原实施部门",
    "取得方式",
    "承接之日",
    "终止之日",
    "承接文件",
    "标记",
)
WIDTHS = (6, 11, 18, 44, 44, 36, 18, 10, 12, 12, 32, 10)


@dataclass(frozen=True)
class Group:
    """One domain of a list: how many items it has in all, and those shown here."""

    domain: str
    count: int
    rows: list[PowerRow]


def grouped(rows: Iterable[PowerRow], whole: Iterable[PowerRow]) -> list[Group]:
    """The rows under their domains; the figures count the whole list."""
    counts = Counter(row.domain for row in whole)
    return [
        Group(domain, counts[domain], list(found))
        for domain, found in groupby(rows, key=lambda row: row.domain)
    ]


def domains(rows: Iterable[PowerRow]) -> list[str]:
    return list(dict.fromkeys(row.domain for row in rows))


def chosen_rows(rows: Iterable[PowerRow], form: RowsFilter) -> list[PowerRow]:
    """The rows that the filter's words and domain leave."""
    words, domain = str(form.chosen("q") or "").lower(), form.chosen("domain")
    return [
        row
        for row in rows
        if (not domain or row.domain == domain)
        and (not words or words in f"{row.code}\n{row.name}\n{row.basis}".lower())
    ]


def list_workbook(name: str, title: str, rows: Iterable[PowerRow]) -> HttpResponse:
    """A power list as a workbook."""
    lines = [
        (
            number,
            row.code,
            row.domain,
            row.name,
            row.basis,
            row.penalty,
            row.bureau,
            row.held_how,
            row.since,
            row.until,
            row.document,
            "演示赋权" if row.demo else "",
        )
        for number, row in enumerate(rows, 1)
    ]
    return workbook(name, title, HEAD, lines, WIDTHS)


def workbook(
    name: str,
    title: str,
    head: Sequence[str],
    lines: Iterable[Sequence[object]],
    widths: Sequence[int] = (),
) -> HttpResponse:
    """One sheet with a title line, to be saved under that name."""
    data = sheets.workbook(head, lines, title=title, widths=widths)
    return sheets.download(data, f"{name}.xlsx")
