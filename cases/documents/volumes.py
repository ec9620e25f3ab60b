"""The two volumes of a case file as PDF: cover, index with page numbers, every piece as pages."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError

from cases.documents.sheet import layout, paper_pdf, typeset
from cases.models import Case, Evidence
from cases.rules.papers import Volume
from cases.selectors.casefile import Item
from cases.selectors.chinese_days import chinese_day, chinese_moment

_A4 = (595.28, 841.89)
_PICTURES = ("image/jpeg", "image/png", "image/webp")
_LONGEST = 1800  # pixels: enough for an A4 page


@dataclass(frozen=True)
class BoundVolume:
    """A finished volume: its bytes and how many numbered pages it has."""

    content: bytes
    pages: int


def bind(
    case: Case, volume: Volume, items: Sequence[Item], tick: Callable[[], None]
) -> BoundVolume:
    """Set, number and join the pieces of one volume. `tick` is called after each."""
    parts: list[PdfReader] = []
    for item in items:
        parts.append(PdfReader(BytesIO(_pages_of(case, item))))
        tick()
    rows, first = [], 1
    for place, (item, part) in enumerate(zip(items, parts, strict=True), 1):
        last = first + len(part.pages) - 1
        span = str(first) if first == last else f"{first}-{last}"
        rows.append([str(place), item.number, item.title, item.day, span])
        first = last + 1
    pages = first - 1
    writer = PdfWriter()
    for front in (_cover(case, volume, len(items), pages), _index(volume, rows)):
        for page in PdfReader(BytesIO(front)).pages:
            writer.add_page(page)
    numbers = iter(PdfReader(BytesIO(_numbers(pages))).pages) if pages else iter(())
    for part in parts:
        for page in part.pages:
            _add_on_a4(writer, page, next(numbers))
    writer.compress_identical_objects()
    writer.metadata = None
    target = BytesIO()
    writer.write(target)
    return BoundVolume(target.getvalue(), pages)


def _add_on_a4(writer: PdfWriter, page: PageObject, number: PageObject) -> None:
    """Any page upright and centred on A4, made smaller where it is larger, with its number."""
    turn = page.rotation
    box = page.mediabox
    sides = (float(box.width), float(box.height))
    width, height = sides if turn % 180 == 0 else sides[::-1]
    scale = min(_A4[0] / width, _A4[1] / height, 1.0)
    middle = (float(box.left) + sides[0] / 2, float(box.bottom) + sides[1] / 2)
    placed = (
        Transformation()
        .translate(-middle[0], -middle[1])
        .rotate(-turn)
        .scale(scale)
        .translate(_A4[0] / 2, _A4[1] / 2)
    )
    sheet = writer.add_blank_page(*_A4)
    sheet.merge_transformed_page(page, placed)
    sheet.merge_page(number)


def _cover(case: Case, volume: Volume, pieces: int, pages: int) -> bytes:
    handlers = [str(row.officer) for row in case.handlers.all() if row.removed_at is None]
    rows = [
        ["案号", case.number],
        ["案由", case.title],
        ["当事人", case.party_name],
        ["立案日期", chinese_day(case.filed_on)],
        ["办结日期", chinese_day(case.closed_on) or "尚未办结"],
        ["承办人", "、".join(handlers)],
        ["卷内", f"共 {pieces} 件、{pages} 页"],
    ]
    organ = case.authority_name if case.authority else case.township.authority_name
    return typeset(
        "file.typ",
        {
            "what": "cover",
            "title": f"{case.number} {volume.label}",
            "organ": organ,
            "volume": volume.label,
            "rows": rows,
        },
    )


def _index(volume: Volume, rows: list[list[str]]) -> bytes:
    return typeset("file.typ", {"what": "index", "title": f"{volume.label}目录", "rows": rows})


def _numbers(pages: int) -> bytes:
    return typeset("file.typ", {"what": "numbers", "title": "页号", "first": 1, "count": pages})


def _pages_of(case: Case, item: Item) -> bytes:
    if item.paper is not None:
        return paper_pdf(item.paper, case, numbered=False)
    if item.evidence is not None:
        return _evidence(item.evidence)
    organ = case.authority_name if case.authority else case.township.authority_name
    return typeset(
        "sheet.typ", layout(title=item.title, body=item.body, organ=organ, numbered=False)
    )


def _evidence(row: Evidence) -> bytes:
    """Its own pages where it is a picture or a PDF; else a page that lists it with its hashes."""
    try:
        if row.file and row.media_type in _PICTURES:
            return _picture(row)
        if row.file and row.media_type == "application/pdf":
            return _readable_pdf(row)
    except (OSError, ValueError, PyPdfError):
        pass  # a damaged original is listed, never left out
    return typeset(
        "file.typ",
        {"what": "listing", "title": row.title, "heading": "证据登记", "rows": _facts(row)},
    )


def _facts(row: Evidence) -> list[list[str]]:
    facts = [
        ["证据种类", row.get_kind_display()],
        ["名称", row.title],
        ["证明事项", row.proves],
        ["取得时间", chinese_moment(row.collected_at)],
        ["取得地点", row.place],
        ["提供人", row.provider],
        ["见证人", row.witness],
        ["原物存放处", row.original_kept_at],
        ["原件", f"{row.name}（{row.size} 字节）" if row.file else "无电子原件"],
        ["SHA-256", row.sha256],
        ["SM3", row.sm3],
    ]
    return [fact for fact in facts if fact[1]]


def _picture(row: Evidence) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        with row.file.open("rb") as file, Image.open(file) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGB")
            upright.thumbnail((_LONGEST, _LONGEST))
            upright.save(Path(folder) / "picture.jpg", "JPEG", quality=82)
        data = {
            "what": "picture",
            "title": row.title,
            "heading": f"{row.get_kind_display()}：{row.title}",
            "path": "/picture.jpg",
            "rows": _facts(row)[2:],
        }
        return typeset("file.typ", data, root=Path(folder))


def _readable_pdf(row: Evidence) -> bytes:
    with row.file.open("rb") as file:
        content: bytes = file.read()
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted or not reader.pages:
        raise ValueError("not readable")
    return content
