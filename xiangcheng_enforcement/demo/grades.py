"""Invented grades of discretion for the items the demo's cases are about, marked as such.

They span what the demo fines; an item that has grades already keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xiangcheng_enforcement.demo.matters import Matter, Matters
from xiangcheng_enforcement.demo.showcase import STORIES
from zones.models import ItemVersion
from zones.rules.discretion import Grade

_TEXTS = {
    "较轻": "初次违法，及时改正，没有危害后果（演示）",
    "一般": "其他情形（演示）",
    "较重": "拒不改正、再次违法或者造成危害后果（演示）",
}


def ensure_grades(matters: Matters) -> int:
    """Give every wording of the demo's items its grades; returns how many got them."""
    highest = {
        code: max(story.fine for story in STORIES if story.item == code)
        for code in {story.item for story in STORIES}
    }
    rows = {matter.item.pk: _rows(matter, highest) for matter in matters.all()}
    versions = list(ItemVersion.objects.filter(item__in=rows, discretion=[]))
    for version in versions:
        version.discretion = rows[version.item_id]
    ItemVersion.objects.bulk_update(versions, ["discretion"], batch_size=500)
    return len(versions)


def grades_for(matter: Matter, *, organisation: bool) -> tuple[Grade, ...]:
    """The three grades for a kind of party; none where the demo knows no fine for it."""
    low, high = matter.organisation if organisation else matter.citizen
    if not high:
        return ()
    mark = ("（单位）" if organisation else "（个人）") if _for_both(matter) else ""
    width = high - low
    edges = (low, _rounded(low + width * 0.3), _rounded(low + width * 0.7), high)
    return tuple(
        Grade(f"{name}{mark}", text, Decimal(edges[place]), Decimal(edges[place + 1]))
        for place, (name, text) in enumerate(_TEXTS.items())
    )


def _for_both(matter: Matter) -> bool:
    return bool(matter.citizen[1] and matter.organisation[1])


def _rounded(value: float) -> int:
    step = next(s for s in (1000, 100, 50, 10, 1) if value >= 10 * s or s == 1)
    return int(value // step * step)


def _rows(matter: Matter, highest: dict[str, int]) -> list[dict[str, str]]:
    return list(_written(matter, highest.get(matter.item.code, 0)))


def _written(matter: Matter, highest: int) -> Iterator[dict[str, str]]:
    for organisation in (False, True):
        for place, grade in enumerate(grades_for(matter, organisation=organisation)):
            top = int(grade.fine_to or 0)
            if organisation and place == 2:
                top = max(top, highest)
            yield {
                "grade": grade.label,
                "text": grade.text,
                "fine_from": str(grade.fine_from),
                "fine_to": str(top),
            }
