"""Grades of discretion (裁量档次) of an item: how they are written, read and compared with a fine.

《行政处罚法》第三十四条: discretion is exercised by published benchmarks. One line is one grade:
``较轻（200—500）：初次违法，及时改正``; the figures are yuan and may be missing or open on a side.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

_LINE = re.compile(
    r"(?P<grade>[^：:]+?)\s*(?:[（(](?P<span>[^（）()]*\d[^（）()]*)[）)])?\s*[：:](?P<text>.+)"
)
_NUMBER = r"(\d[\d,，]*(?:\.\d{1,2})?)(万)?元?"
_BOTH = re.compile(rf"{_NUMBER}(?:—+|-+|－|–|~|～|至|到){_NUMBER}")
_UPTO = re.compile(rf"(?:不超过)?{_NUMBER}(?:以下)?")
_FROM = re.compile(rf"{_NUMBER}以上")
_MOST = 12


@dataclass(frozen=True)
class Grade:
    """One grade. Sums in yuan; None: the grade names none."""

    label: str
    text: str
    fine_from: Decimal | None = None
    fine_to: Decimal | None = None

    @property
    def figured(self) -> bool:
        return self.fine_from is not None or self.fine_to is not None

    def covers(self, fine: Decimal) -> bool:
        """Whether the fine lies in the grade; a grade without figures says nothing against it."""
        low = self.fine_from is None or fine >= self.fine_from
        return low and (self.fine_to is None or fine <= self.fine_to)

    @property
    def span(self) -> str:
        """Its figures in words; empty without."""
        if self.fine_from is None:
            return f"{_plain(self.fine_to)} 元以下" if self.fine_to is not None else ""
        if self.fine_to is None:
            return f"{_plain(self.fine_from)} 元以上"
        return f"{_plain(self.fine_from)} 至 {_plain(self.fine_to)} 元"


def grades_of(rows: Iterable[Mapping[str, str]]) -> tuple[Grade, ...]:
    """Grades as stored with the item's wording: grade, text, and where given fine_from, fine_to."""
    return tuple(
        Grade(
            row["grade"],
            row["text"],
            Decimal(row["fine_from"]) if row.get("fine_from") else None,
            Decimal(row["fine_to"]) if row.get("fine_to") else None,
        )
        for row in rows
    )


def parse(text: str) -> list[dict[str, str]]:
    """The rows to store. Raises ValueError with a sentence for the person who wrote them."""
    rows = [_row(line) for line in filter(None, map(str.strip, text.splitlines()))]
    if len(rows) > _MOST:
        raise ValueError(f"最多 {_MOST} 档，请合并后再填")
    _check(grades_of(rows))
    return rows


def write(rows: Iterable[Mapping[str, str]]) -> str:
    """The rows as they are typed; `parse` reads them back."""
    lines = []
    for grade in grades_of(rows):
        low, high = grade.fine_from, grade.fine_to
        span = ""
        if low is not None and high is not None:
            span = f"（{_plain(low)}—{_plain(high)}）"
        elif high is not None:
            span = f"（{_plain(high)}以下）"
        elif low is not None:
            span = f"（{_plain(low)}以上）"
        lines.append(f"{grade.label}{span}：{grade.text}")
    return "\n".join(lines)


def _row(line: str) -> dict[str, str]:
    found = _LINE.fullmatch(line)
    if found is None or not found["text"].strip():
        raise ValueError(f"这一行应写成“档次：内容”或者“档次（下限—上限）：内容”：{line[:30]}")
    row = {"grade": found["grade"].strip(), "text": found["text"].strip()}
    if len(row["grade"]) > 30:
        raise ValueError(f"档次名称不超过 30 字：{line[:30]}")
    span = found["span"]
    return row if span is None else row | _figures(re.sub(r"\s", "", span), line)


def _figures(span: str, line: str) -> dict[str, str]:
    if both := _BOTH.fullmatch(span):
        low, high = _sum(both[1], both[2] or both[4]), _sum(both[3], both[4])
        if low > high:
            raise ValueError(f"罚款下限大于上限，请核对：{line[:30]}")
        return {"fine_from": _plain(low), "fine_to": _plain(high)}
    if least := _FROM.fullmatch(span):
        return {"fine_from": _plain(_sum(least[1], least[2]))}
    if most := _UPTO.fullmatch(span):
        return {"fine_to": _plain(_sum(most[1], most[2]))}
    raise ValueError(f"罚款幅度写成“200—500”“500以下”或者“2000以上”（元）：{line[:30]}")


def _sum(figure: str, wan: str | None) -> Decimal:
    try:
        value = Decimal(re.sub("[,，]", "", figure))
    except InvalidOperation:  # pragma: no cover - the pattern lets only figures through
        raise ValueError(f"金额不是数字：{figure}") from None
    return value * 10_000 if wan else value


def _plain(value: Decimal | None) -> str:
    """Without a needless point or exponent: 500, 0.5."""
    if value is None:
        return ""
    return f"{value.normalize():f}"


def _check(grades: Sequence[Grade]) -> None:
    labels = [grade.label for grade in grades]
    for label in labels:
        if labels.count(label) > 1:
            raise ValueError(f"档次“{label}”写了两次")
    for first, second in _same_party(grades):
        if first.fine_to is None or (second.fine_from or 0) < first.fine_to:
            raise ValueError(f"“{first.label}”与“{second.label}”的罚款幅度重叠，请核对")


_PARTY = re.compile(r"[（(]([^（）()]+)[）)]$")


def _same_party(grades: Sequence[Grade]) -> Iterable[tuple[Grade, Grade]]:
    """Neighbouring grades with figures; those for other parties (名称 in brackets) stand apart."""
    groups: dict[str, list[Grade]] = {}
    for grade in grades:
        if grade.figured:
            named = _PARTY.search(grade.label)
            groups.setdefault(named[1] if named else "", []).append(grade)
    for rows in groups.values():
        rows.sort(key=lambda g: (g.fine_from or Decimal(0), g.fine_to or Decimal("Infinity")))
        yield from pairwise(rows)
