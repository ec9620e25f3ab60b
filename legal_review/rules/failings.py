"""常见错误: which points an opinion found wanting, and how their numbers move."""

from collections.abc import Mapping
from enum import StrEnum

from legal_review.rules.checklist import Point


def failed_points(points: object) -> tuple[Point, ...]:
    """The points of an opinion judged not in order, in the checklist's order.

    A point is kept as true or false, or as a mapping that says so under `ok` beside its remark;
    what can't be read counts as not judged.
    """
    if not isinstance(points, Mapping):
        return ()
    return tuple(point for point in Point if _ok(points.get(point.value)) is False)


def remark_on(points: object, point: Point) -> str:
    """What the reviewer wrote to this one point, "" where nothing is kept."""
    judged = points.get(point.value) if isinstance(points, Mapping) else None
    note = judged.get("note", "") if isinstance(judged, Mapping) else ""
    return note if isinstance(note, str) else ""


def _ok(judged: object) -> object:
    return judged.get("ok") if isinstance(judged, Mapping) else judged


class Trend(StrEnum):
    """How a number stands to that of the period before."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"

    @property
    def label(self) -> str:
        return {"up": "上升", "down": "下降", "same": "持平", "new": "新出现"}[self.value]


def trend_of(now: int, before: int) -> Trend:
    if now == before:
        return Trend.SAME
    if not before:
        return Trend.NEW
    return Trend.UP if now > before else Trend.DOWN
