"""The workbook of the catalogue: its columns, how a cell is read, how it is written.

One row is one wording of one item.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from import_export import widgets

from core import sheets
from core.sheets_in import Day, SheetResource, Text, Whole, column
from zones.models import Agency
from zones.rules import discretion as rule


class Bureau(widgets.ForeignKeyWidget):
    """A bureau by its full or short name; all are read once."""

    def __init__(self) -> None:
        super().__init__(Agency, "short_name")
        self._by_name: dict[str, Agency] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Agency | None:
        name = "" if value is None else str(value).strip()
        if not name:
            return None
        if not self._by_name:
            for agency in Agency.objects.all():
                self._by_name |= {agency.name: agency, agency.short_name: agency}
        if name not in self._by_name:
            raise ValueError("没有这个部门，请填区直部门的全称或者简称")
        return self._by_name[name]


class Grades(widgets.Widget):
    """Grades of discretion, one a line; an empty cell says nothing about them."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[dict[str, str]] | None:
        text = "" if value is None else str(value).strip()
        return rule.parse(text) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return rule.write(value or [])


class ItemResource(SheetResource):
    """One row is one wording of one item."""

    code = column("item__code", "编码", Text())
    name = column("name", "名称", Text())
    domain = column("item__domain", "领域", Text())
    legal_basis = column("legal_basis", "法律依据", Text())
    penalty_summary = column("penalty_summary", "处罚种类与幅度", Text())
    agency = column("agency", "实施部门", Bureau())
    hearing_citizen = column("hearing_citizen", "听证标准（公民）", Whole(1, 100_000_000))
    hearing_organisation = column("hearing_organisation", "听证标准（单位）", Whole(1, 100_000_000))
    limitation_years = column("limitation_years", "追究时效（年）", Whole(1, 20))
    discretion = column("discretion", "裁量档次", Grades())
    valid_from = column("valid_from", "生效日期", Day())
    note = column("item__note", "备注", Text())


WIDTHS = {"名称": 48, "法律依据": 44, "处罚种类与幅度": 36, "实施部门": 18, "备注": 36, "原因": 44,
          "裁量档次": 44}  # fmt: skip


def workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook with the widths of the catalogue's columns."""
    widths = [WIDTHS.get(heading, 15) for heading in head]
    return sheets.workbook(head, rows, sheet=title, widths=widths)
