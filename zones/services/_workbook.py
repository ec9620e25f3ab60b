"""Reading an uploaded workbook of the catalogue: is it one, and what do its cells say."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from core.errors import RuleViolation
from zones.models import EnforcementItem, ItemVersion
from zones.resources import ItemResource, plain_heading

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 20_000
_ARTICLE = re.compile(r"《[^《》]+》.*第.+条")
_CODE = re.compile(r"[^\s'\"<>&]+")
REQUIRED = ("code", "name", "domain", "legal_basis", "agency")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one cell; `row` is the number Excel shows."""

    row: int
    code: str
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Row:
    """One good row: field name → value as the model takes it."""

    number: int
    values: dict[str, Any]

    @property
    def code(self) -> str:
        return str(self.values["code"])


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


def raw_rows(data: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """Row number → heading → cell of the first sheet; formulas give their values, blank rows none.

    Raises RuleViolation: not readable, a column is missing, or too many rows.
    """
    check_file(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        lines = enumerate(book.worksheets[0].iter_rows(values_only=True), start=1)
        columns = _columns(next(lines, (1, ()))[1])
        filled = 0
        for number, line in lines:
            cells = {name: line[at] if at < len(line) else None for name, at in columns.items()}
            if all(value is None or str(value).strip() == "" for value in cells.values()):
                continue
            filled += 1
            if filled > MOST_ROWS:
                raise RuleViolation("too_many_rows", f"超过 {MOST_ROWS} 行，请分成几个文件")
            yield number, cells
    except (KeyError, ValueError, IndexError, OSError, SyntaxError, zlib.error, zipfile.BadZipFile):
        raise RuleViolation("not_a_workbook", "工作簿已损坏，无法读取") from None


def _columns(head: tuple[Any, ...]) -> dict[str, int]:
    wanted = ItemResource().columns.values()
    found = {plain_heading(name): at for at, name in reversed(list(enumerate(head)))}
    missing = [name for name in wanted if name not in found]
    if missing:
        raise RuleViolation(
            "columns_missing", f"第一行缺少这些列：{'、'.join(missing)}；请用空白模板"
        )
    return {name: found[name] for name in wanted}


class Reader:
    """Turns raw rows into good rows or faults, remembering the codes already seen."""

    def __init__(self) -> None:
        self._resource = ItemResource()
        self._columns = self._resource.columns
        self._first: dict[str, int] = {}
        self._longest = {
            name: getattr(model._meta.get_field(name), "max_length", 0)
            for model, names in (
                (EnforcementItem, ("code", "domain", "note")),
                (ItemVersion, ("name", "legal_basis", "penalty_summary")),
            )
            for name in names
        }

    @property
    def codes(self) -> set[str]:
        """Every code met, of faulty rows too."""
        return set(self._first)

    def read(self, number: int, cells: dict[str, Any]) -> tuple[Row | None, list[Fault]]:
        values: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for name in self._columns:
            try:
                values[name] = self._resource.read(name, cells)
            except ValueError as refusal:
                values[name], wrong[name] = None, str(refusal)
        wrong = self._check(number, values) | wrong
        if not wrong:
            values["limitation_years"] = values["limitation_years"] or 2
            return Row(number, values), []
        code = str(values["code"] or "")
        return None, [
            Fault(
                number, code, self._columns[name], _short(cells[self._columns[name]]), wrong[name]
            )
            for name in self._columns
            if name in wrong
        ]

    def _check(self, number: int, values: dict[str, Any]) -> dict[str, str]:
        wrong = {name: "不能为空" for name in REQUIRED if not values[name]}
        for name, longest in self._longest.items():
            if len(values[name] or "") > longest:
                wrong[name] = f"超过 {longest} 个字（现有 {len(values[name])} 个）"
        if values["legal_basis"] and not _ARTICLE.search(values["legal_basis"]):
            wrong.setdefault("legal_basis", "应写明法律名称和条文，如《城乡规划法》第六十五条")
        day = values["valid_from"]
        if day is not None and not 1949 <= day.year <= 2100:
            wrong["valid_from"] = "年份应在 1949 到 2100 之间"
        if code := values["code"]:
            if not _CODE.fullmatch(code):
                wrong.setdefault("code", "编码不能有空格、引号和尖括号")
            first = self._first.setdefault(code, number)
            if first != number:
                wrong["code"] = f"与第 {first} 行的编码重复"
        return wrong


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
