"""The workbook of the catalogue: its columns, how a cell is read, how it is written.

The same columns make the empty template, the export and the import, so that an export can be
imported again without changing anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from import_export import fields, resources, widgets

from core import sheets
from zones.models import Agency, ItemVersion

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?: 00:00:00)?")


class Text(widgets.CharWidget):
    """Text without surrounding space; a number typed into a text column keeps its figures."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()


class Whole(widgets.IntegerWidget):
    """A whole number or nothing; raises ValueError with what to do about it."""

    def __init__(self, lowest: int, highest: int) -> None:
        super().__init__(coerce_to_string=False)
        self.lowest, self.highest = lowest, highest

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        if value is None or str(value).strip() == "":
            return None
        try:
            number = Decimal(str(value).strip().replace(",", ""))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or number != number.to_integral_value():
            raise ValueError("应为整数，只填数字")
        if not self.lowest <= number <= self.highest:
            raise ValueError(f"应在 {self.lowest} 到 {self.highest} 之间")
        return int(number)


class Day(widgets.DateWidget):
    """A date cell, or a date written as text; raises ValueError with what to do about it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        found = _DATE.fullmatch(text)
        if not found:
            raise ValueError("日期应写成 2026-08-15 的样子")
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            raise ValueError("没有这一天") from None


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


def _field(attribute: str, column: str, widget: widgets.Widget) -> fields.Field:
    return fields.Field(attribute=attribute, column_name=column, widget=widget)


class ItemResource(resources.Resource):
    """One row is one wording of one item."""

    code = _field("item__code", "编码", Text())
    name = _field("name", "名称", Text())
    domain = _field("item__domain", "领域", Text())
    legal_basis = _field("legal_basis", "法律依据", Text())
    penalty_summary = _field("penalty_summary", "处罚种类与幅度", Text())
    agency = _field("agency", "实施部门", Bureau())
    hearing_citizen = _field("hearing_citizen", "听证标准（公民）", Whole(1, 100_000_000))
    hearing_organisation = _field("hearing_organisation", "听证标准（单位）", Whole(1, 100_000_000))
    limitation_years = _field("limitation_years", "追究时效（年）", Whole(1, 20))
    valid_from = _field("valid_from", "生效日期", Day(coerce_to_string=False))
    note = _field("item__note", "备注", Text())

    @property
    def columns(self) -> dict[str, str]:
        """Field name → column heading, in the workbook's order."""
        return {name: field.column_name for name, field in self.fields.items()}

    def read(self, name: str, cells: dict[str, Any]) -> Any:
        """The value of one cell. Raises ValueError with a sentence for the person who filled it."""
        return self.fields[name].widget.clean(cells.get(self.fields[name].column_name))

    def rows_of(self, versions: Iterable[ItemVersion]) -> list[list[Any]]:
        return [self.export_resource(version) for version in versions]


def plain_heading(text: object) -> str:
    """A column heading for comparing: half-width brackets and spaces do not matter."""
    return re.sub(r"\s", "", str(text or "")).replace("(", "（").replace(")", "）")


_WIDTHS = {"名称": 48, "法律依据": 44, "处罚种类与幅度": 36, "实施部门": 18, "备注": 36, "原因": 44}


def workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook with the widths of the catalogue's columns."""
    widths = [_WIDTHS.get(column, 15) for column in head]
    return sheets.workbook(head, rows, sheet=title, widths=widths)
