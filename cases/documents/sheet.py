"""Papers as PDF in the layout of GB/T 9704, the same bytes for the same paper."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from cases.models import Case, Paper, PaperSignature
from cases.rules.paper_language import Block, Shape, blocks
from cases.rules.papers import KINDS
from cases.selectors.chinese_days import chinese_day
from core.forms import TYPED

FONTS = Path(settings.BASE_DIR) / "node_modules" / "@expo-google-fonts" / "noto-serif-sc"
_HERE = Path(__file__).parent
_DRAWN = "data:image/png;base64,"


@cache
def _fonts() -> typst.Fonts:
    """Our own fonts only: a machine's fonts must not change a paper."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[FONTS / "400Regular", FONTS / "700Bold"],
    )


def typeset(source: str, data: Mapping[str, object], root: Path | None = None) -> bytes:
    """A PDF from one of our typst sources and plain data; no date inside, so it is repeatable.

    `root` is the folder of the pictures the data names.
    """
    compiler = typst.Compiler(
        (_HERE / source).read_bytes(),
        root=root or _HERE,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    return made


def _signature(row: PaperSignature) -> dict[str, object]:
    drawn = row.image.startswith(_DRAWN)
    image = list(base64.b64decode(row.image.removeprefix(_DRAWN))) if drawn else ""
    return {
        "part": row.get_part_display(),
        "name": row.image.removeprefix(TYPED) if row.image.startswith(TYPED) else row.name,
        "image": image,
        "remark": row.remark,
        "day": chinese_day(timezone.localdate(row.signed_at)),
    }


def _rows(block: Block) -> list[list[str]]:
    """A form's row is names and values by turns: an empty value at its end is still a cell."""
    rows = [list(row) for row in block.rows]
    if block.shape is not Shape.FORM:
        return rows
    return [[*row, ""] if len(row) % 2 else row for row in rows]


def layout(
    *,
    title: str,
    body: str,
    organ: str,
    number: str = "",
    draft: str = "",
    sealed: bool = False,
    day: str = "",
    foot: str = "",
    signatures: Sequence[Mapping[str, object]] = (),
    numbered: bool = True,
) -> dict[str, Any]:
    """What sheet.typ reads. `draft` is the remark at the top of what is not in force."""
    return {
        "title": title,
        "organ": organ,
        "number": number,
        "red": False,
        "draft": draft,
        "sealed": sealed,
        "day": day,
        "foot": foot,
        "numbered": numbered,
        "signatures": list(signatures),
        "blocks": [
            {"shape": block.shape.value, "text": block.text, "rows": _rows(block)}
            for block in blocks(body)
        ],
    }


def layout_of(paper: Paper, case: Case, *, numbered: bool = True) -> dict[str, Any]:
    """A paper as it stands: draft, issued, or void."""
    spec = KINDS[paper.kind]
    remarks = {Paper.Status.DRAFT: "拟稿，未制发", Paper.Status.VOIDED: "已作废"}
    organ = paper.authority_name or (
        case.authority_name if case.authority else case.township.authority_name
    )
    foot = f"正文校验值（SHA-256）：{paper.text_hash}" if paper.text_hash else ""
    return layout(
        title=paper.title,
        body=paper.body,
        organ=organ,
        number=paper.number or "",
        draft=remarks.get(Paper.Status(paper.status), ""),
        sealed=spec.sealed,
        day=chinese_day(paper.issued_on) or "　　年　月　日",
        foot=foot,
        signatures=[_signature(row) for row in paper.signatures.all()],
        numbered=numbered,
    )


def paper_pdf(paper: Paper, case: Case, *, numbered: bool = True) -> bytes:
    return typeset("sheet.typ", layout_of(paper, case, numbered=numbered))


def kept_pdf(paper: Paper, case: Case) -> bytes:
    """The PDF of an issued paper, made once and kept with its hash; of others made each time."""
    if paper.status != Paper.Status.ISSUED:
        return paper_pdf(paper, case)
    if paper.pdf and paper.pdf.storage.exists(str(paper.pdf.name)):
        with paper.pdf.open("rb") as file:
            content: bytes = file.read()
        if hashlib.sha256(content).hexdigest() == paper.pdf_sha256:
            return content
    made = paper_pdf(paper, case)
    paper.pdf_sha256 = hashlib.sha256(made).hexdigest()
    paper.pdf.save(f"{paper.pk}-{paper.pdf_sha256[:16]}.pdf", ContentFile(made), save=False)
    Paper.objects.filter(pk=paper.pk, status=Paper.Status.ISSUED).update(
        pdf=paper.pdf.name, pdf_sha256=paper.pdf_sha256
    )
    return made
