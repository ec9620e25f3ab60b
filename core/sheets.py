"""Tables out: an xlsx workbook of one sheet. Text stays text, whatever sign it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WIDTH = 15


def workbook(
    head: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    sheet: str = "清单",
    title: str = "",
    widths: Sequence[int] = (),
) -> bytes:
    """One sheet: an optional title line, the heading, the rows. `widths` in characters."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    for number in range(len(head)):
        width = widths[number] if number < len(widths) else _WIDTH
        page.column_dimensions[get_column_letter(number + 1)].width = width
    page.freeze_panes = "A3" if title else "A2"
    if title:
        page.append([_bold(page, title)])
    page.append([_bold(page, column) for column in head])
    for row in rows:
        page.append([_cell(page, value) for value in row])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def download(data: bytes, name: str) -> HttpResponse:
    """A workbook to be saved under a Chinese name."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": str(disposition)})


def _bold(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(page: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("", value)
    if not text.startswith("="):
        return text
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    return cell
