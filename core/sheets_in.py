"""Tables in: is this a workbook we read, which rows has it, and what do its cells say.

A `SheetResource` names the columns; the same columns make the empty template, the export and the
import, so that an export can be imported again without changing anything.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

from django.db import models
from import_export import fields, resources, widgets
from openpyxl import load_workbook

from core.errors import RuleViolation

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 20_000
STEP = 250
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?: 00:00:00)?")
Tell = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one cell; `row` is the number Excel shows, `key` names the row."""

    row: int
    key: str
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Row:
    """One good row: field name → value as the model takes it."""

    number: int
    key: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """A workbook as read: good rows, faults, and every key met, of faulty rows too."""

    rows: list[Row]
    faults: list[Fault]
    keys: set[str]


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

    def __init__(self) -> None:
        super().__init__(coerce_to_string=False)

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


class Choice(widgets.Widget):
    """One of a few words, kept as its code; an empty cell gives `empty`."""

    def __init__(self, labels: dict[Any, str], empty: Any = None) -> None:
        super().__init__()
        self._labels, self._empty = labels, empty
        self._codes = {label: code for code, label in labels.items()}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = Text().clean(value)
        if not text:
            return self._empty
        if text not in self._codes:
            raise ValueError(f"应为{'、'.join(self._codes)}之一")
        return self._codes[text]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self._labels.get(value, "")


class SheetResource(resources.Resource):
    """The columns of a kind of workbook."""

    @property
    def columns(self) -> dict[str, str]:
        """Field name → column heading, in the workbook's order."""
        return {name: field.column_name for name, field in self.fields.items()}

    @property
    def head(self) -> list[str]:
        return list(self.columns.values())

    def read(self, name: str, cells: dict[str, Any]) -> Any:
        """The value of one cell. Raises ValueError with a sentence for the person who filled it."""
        return self.fields[name].widget.clean(cells.get(self.fields[name].column_name))

    def shown(self, name: str, value: Any) -> str:
        """A value as a person reads it in a comparison."""
        text = self.fields[name].widget.render(value)
        return "（空）" if text in (None, "") else str(text)

    def rows_of(self, records: Iterable[Any]) -> list[list[Any]]:
        return [self.export_resource(record) for record in records]


def column(attribute: str, heading: str, widget: widgets.Widget) -> fields.Field:
    return fields.Field(attribute=attribute, column_name=heading, widget=widget)


def plain_heading(text: object) -> str:
    """A column heading for comparing: half-width brackets and spaces do not matter."""
    return re.sub(r"\s", "", str(text or "")).replace("(", "（").replace(")", "）")


def check_file(data: bytes) -> None:
    """Raises RuleViolation unless this is an xlsx workbook of a size we read."""
    if len(data) > LARGEST_FILE:
        raise RuleViolation("file_too_large", "文件超过 5 MB，请分成几个文件", field="file")
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            names = set(packed.namelist())
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile:
        raise RuleViolation(
            "not_a_workbook", "不是 xlsx 工作簿；请用 Excel 或 WPS 另存为 xlsx", field="file"
        ) from None
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names or size > LARGEST_UNPACKED:
        raise RuleViolation(
            "not_a_workbook", "不是可以读取的 xlsx 工作簿；请下载空白模板填写", field="file"
        )


def raw_rows(data: bytes, wanted: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Row number → heading → cell of the first sheet; formulas give their values, blank rows none.

    Raises RuleViolation: not readable, a column is missing, or too many rows.
    """
    check_file(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        lines = enumerate(book.worksheets[0].iter_rows(values_only=True), start=1)
        places = _places(next(lines, (1, ()))[1], list(wanted))
        filled = 0
        for number, line in lines:
            cells = {name: line[at] if at < len(line) else None for name, at in places.items()}
            if all(value is None or str(value).strip() == "" for value in cells.values()):
                continue
            filled += 1
            if filled > MOST_ROWS:
                raise RuleViolation("too_many_rows", f"超过 {MOST_ROWS} 行，请分成几个文件")
            yield number, cells
    except (KeyError, ValueError, IndexError, OSError, SyntaxError, zlib.error, zipfile.BadZipFile):
        raise RuleViolation("not_a_workbook", "工作簿已损坏，无法读取") from None


def _places(head: tuple[Any, ...], wanted: list[str]) -> dict[str, int]:
    found = {plain_heading(name): at for at, name in reversed(list(enumerate(head)))}
    missing = [name for name in wanted if name not in found]
    if missing:
        raise RuleViolation(
            "columns_missing", f"第一行缺少这些列：{'、'.join(missing)}；请用空白模板"
        )
    return {name: found[name] for name in wanted}


class Reader(ABC):
    """Turns raw rows into good rows or faults; each kind of workbook says what is wrong."""

    key: str  # the field that names a row

    def __init__(self, resource: SheetResource) -> None:
        self.resource = resource
        self.columns = resource.columns

    @abstractmethod
    def check(self, number: int, values: dict[str, Any]) -> dict[str, str]:
        """Field name → what is wrong. A cell that could not be read is None in `values`."""

    def workbook(self, data: bytes, tell: Tell) -> Sheet:
        """The whole first sheet; `tell(done, of how many, where)` counts to half of the total."""
        lines = []
        for line in raw_rows(data, self.columns.values()):
            lines.append(line)
            if len(lines) % STEP == 0:
                tell(0, 0, f"已读取 {len(lines)} 行")
        sheet = Sheet([], [], set())
        for done, (number, cells) in enumerate(lines, start=1):
            self._take(sheet, number, cells)
            if done % STEP == 0:
                tell(done, 2 * len(lines), f"核对第 {number} 行")
        return sheet

    def _take(self, sheet: Sheet, number: int, cells: dict[str, Any]) -> None:
        values: dict[str, Any] = {}
        unread: dict[str, str] = {}
        for name in self.columns:
            try:
                values[name] = self.resource.read(name, cells)
            except ValueError as refusal:
                values[name], unread[name] = None, str(refusal)
        wrong = self.check(number, values) | unread
        key = str(values[self.key] or "")
        sheet.keys.update([key] if key else [])
        if not wrong:
            sheet.rows.append(Row(number, key, values))
        sheet.faults.extend(
            Fault(number, key, heading, _short(cells[heading]), wrong[name])
            for name, heading in self.columns.items()
            if name in wrong
        )


def longest_of(model: type[models.Model], *names: str) -> dict[str, int]:
    """Field name → how many characters the table holds."""
    return {name: int(getattr(model._meta.get_field(name), "max_length", 0)) for name in names}


def too_long(values: dict[str, Any], longest: dict[str, int]) -> dict[str, str]:
    return {
        name: f"超过 {most} 个字（现有 {len(values[name])} 个）"
        for name, most in longest.items()
        if len(values[name] or "") > most
    }


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
