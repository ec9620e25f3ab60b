"""Papers as DOCX with the same content, in 仿宋 and the measures of GB/T 9704."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from cases.documents.sheet import layout_of
from cases.models import Case, Paper

BODY, HEAD = "仿宋", "宋体"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # the paper has its own day; the file needs none


def paper_docx(paper: Paper, case: Case) -> bytes:
    """The paper to be worked on in a word processor; what counts is the issued PDF."""
    return docx_of(layout_of(paper, case))


def docx_of(data: dict[str, Any]) -> bytes:
    """What `sheet.layout` describes, as a DOCX."""
    document = Document()
    _page(document)
    _heading(document, data)
    for block in data["blocks"]:
        if block["rows"]:
            _table(document, block)
        else:
            _paragraph(document, block)
    for row in data["signatures"]:
        _signature(document, row)
    if data["sealed"]:
        _sealed(document, data)
    core = document.core_properties
    core.title, core.author, core.created, core.modified = data["title"], "", _EPOCH, _EPOCH
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _sealed(document: Any, data: dict[str, Any]) -> None:
    """Organ and day, which never stand alone on a page."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    organ = _line(document, data["organ"], align=WD_ALIGN_PARAGRAPH.RIGHT)
    organ.paragraph_format.keep_with_next = True
    _line(document, data["day"], align=WD_ALIGN_PARAGRAPH.RIGHT)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _page_number(section)
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(28)


def _page_number(section: Any) -> None:
    """— 1 — at the foot, as a field that Word counts (GB/T 9704 7.5)."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, "— ", size=14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(14)
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = text
        run._element.append(mark)
    _run(paragraph, " —", size=14)


def _run(
    paragraph: Any, text: str, *, size: float = 16, font: str = BODY, bold: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name, run.bold = Pt(size), font, bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _line(document: Any, text: str, *, align: Any = None, **style: Any) -> Any:
    paragraph = document.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    _run(paragraph, text, **style)
    return paragraph


def _heading(document: Any, data: dict[str, Any]) -> None:
    center, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    if data["draft"]:
        _line(document, data["draft"], align=right, size=12)
    for text in (data["organ"], data["title"]):
        line = _line(document, text, align=center, size=22, font=HEAD, bold=True)
        line.paragraph_format.line_spacing = Pt(36)
    if data["number"]:
        _line(document, data["number"], align=right)


def _paragraph(document: Any, block: dict[str, Any]) -> None:
    shape = block["shape"]
    align = WD_ALIGN_PARAGRAPH.RIGHT if shape == "right" else None
    paragraph = _line(document, block["text"], align=align, bold=shape == "heading")
    if shape in ("paragraph", "heading"):
        paragraph.paragraph_format.first_line_indent = Pt(32)


def _table(document: Any, block: dict[str, Any]) -> None:
    rows = block["rows"]
    columns = 4 if block["shape"] == "form" else max(len(row) for row in rows)
    table = document.add_table(rows=len(rows), cols=columns)
    table.style = "Table Grid"
    if block["shape"] == "form":
        table.autofit = False
        for column, width in zip(table.columns, (26, 52, 26, 52), strict=True):
            for cell in column.cells:
                cell.width = Mm(width)
    for line, row in zip(table.rows, rows, strict=True):
        for place, value in enumerate(row[:columns]):
            cell = line.cells[place]
            if place == len(row) - 1 and place < columns - 1:
                cell = cell.merge(line.cells[columns - 1])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = Pt(20)
            _run(paragraph, value, size=12)


def _signature(document: Any, row: dict[str, Any]) -> None:
    paragraph = _line(document, f"{row['part']}（签名）：", size=14)
    if row["image"]:
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.add_run().add_picture(BytesIO(bytes(row["image"])), height=Mm(12))
    else:
        _run(paragraph, row["name"], size=14)
    _run(paragraph, f"　{row['day']}", size=12)
    if row["remark"]:
        _line(document, row["remark"], size=12)
