"""The catalogue of enforcement papers (执法文书): what each is, must hold, and where it is filed.

Marks (文种代字) and the order in the file follow the two-volume practice: 正卷 may be read by the
party, 副卷 may not. `needs` are lines (`名称：内容`) without which a paper is not issued.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cases.rules.paper_kinds_inside import INSIDE
from cases.rules.paper_kinds_jurisdiction import JURISDICTION
from cases.rules.paper_kinds_party import TO_PARTY
from cases.rules.paper_kinds_records import RECORDS
from cases.rules.paper_kinds_transfer import TRANSFERRED
from cases.rules.paper_parts import Need, PaperKind, Part, Section, Volume

__all__ = [
    "KINDS",
    "Gap",
    "GapCause",
    "Need",
    "PaperKind",
    "Part",
    "Section",
    "Volume",
    "gaps",
    "in_file_order",
    "kind_of",
]

KINDS: Mapping[str, PaperKind] = MappingProxyType(
    {kind.code: kind for kind in TO_PARTY + RECORDS + INSIDE + JURISDICTION + TRANSFERRED}
)
OPEN, CLOSE = "【待填：", "】"
_ORDINAL = re.compile(r"^[一二三四五六七八九十]+、")


def kind_of(code: str) -> PaperKind:
    return KINDS[code]


def in_file_order(code: str) -> tuple[int, int, int]:
    """Sort key: volume, section of the file, place within it (domain §7)."""
    kind = KINDS[code]
    return (kind.volume.order, kind.section.order, kind.order)


class GapCause(StrEnum):
    UNFILLED = "unfilled"
    MISSING = "missing"


@dataclass(frozen=True)
class Gap:
    """Something the text still lacks, with the article that demands it ("" for a mere blank)."""

    cause: GapCause
    what: str
    basis: str = ""

    @property
    def text(self) -> str:
        said = f"“{self.what}”尚未填写" if self.cause is GapCause.UNFILLED else f"缺少“{self.what}”"
        return f"{said}（{self.basis}）" if self.basis else said


def gaps(code: str, body: str) -> list[Gap]:
    """What keeps this text from being issued: blanks left open, and required lines not there."""
    kind = KINDS[code]
    bases = {need.label: need.basis for need in kind.needs}
    found = [
        Gap(GapCause.UNFILLED, what, bases.get(what, "")) for what in dict.fromkeys(_blanks(body))
    ]
    written = _labels(body)
    named = {gap.what for gap in found}
    found += [
        Gap(GapCause.MISSING, need.label, need.basis)
        for need in kind.needs
        if need.label not in written and need.label not in named
    ]
    return found


def _blanks(body: str) -> list[str]:
    return [piece.split(CLOSE)[0] for piece in body.split(OPEN)[1:]]


def _labels(body: str) -> set[str]:
    """Names of the lines, cells and sections that have content."""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    found: set[str] = set()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("|"):
            found |= _cells(line)
            continue
        name, colon, content = line.lstrip("#~> ").partition("：")
        goes_on = bool(following) and not following.startswith("#")
        if content.strip() or ((colon or line.startswith("#")) and goes_on):
            found.add(_ORDINAL.sub("", name.strip()))
    return found


def _cells(row: str) -> set[str]:
    """Names of a form's row that have a value beside them."""
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    return {name for name, value in zip(cells[::2], cells[1::2], strict=False) if value}
