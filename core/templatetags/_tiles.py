"""Geometry of the honeycomb map: every group is two rows of hexagons that fit its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, sqrt
from typing import Any

WIDTH = 112.0  # of one hexagon, flat side to flat side, in drawing units
RADIUS = WIDTH / sqrt(3)
GAP = 2.5  # half the white line between two tiles
MARGIN = 6.0
LEVELS = 4


def _corners(cx: float, cy: float) -> str:
    half, radius = WIDTH / 2 - GAP, RADIUS - GAP * 2 / sqrt(3)
    steps = ((0, -1), (1, -0.5), (1, 0.5), (0, 1), (-1, 0.5), (-1, -0.5))
    return " ".join(f"{cx + dx * half:.1f},{cy + dy * radius:.1f}" for dx, dy in steps)


def _split(count: int, *, first: bool) -> tuple[int, int]:
    top = count // 2 if first else ceil(count / 2)
    return top, count - top


def _level(load: int, heaviest: int) -> int:
    """0 for nothing, then quarters of the heaviest load."""
    return ceil(LEVELS * load / heaviest) if heaviest else 0


def _tile(place: tuple[float, float], source: Mapping[str, Any], heaviest: int) -> dict[str, Any]:
    cx, cy = place
    name, load, late = str(source["name"]), int(source["load"]), int(source["late"])
    return {
        **source,
        "points": _corners(cx, cy),
        "level": _level(load, heaviest),
        "long": len(name) > 5,
        "late_label": "99+" if late > 99 else str(late),
        "x": f"{cx:.1f}",
        "y_name": f"{cy - 17:.1f}",
        "y_load": f"{cy + 12:.1f}",
        "y_unit": f"{cy + 28:.1f}",
        "y_mark": f"{cy + 36:.1f}",
        "y_mark_text": f"{cy + 46.5:.1f}",
        "x_mark": f"{cx - 17:.1f}",
        "x_late": f"{cx + WIDTH * 0.36:.1f}",
        "y_late": f"{cy - RADIUS * 0.6:.1f}",
        "y_late_text": f"{cy - RADIUS * 0.6 + 4.5:.1f}",
    }


def _places(top: int, bottom: int) -> list[tuple[float, float]]:
    """Centres of the hexagons; the lower row is half a tile aside, so that the rows interlock."""
    shift_top = 0.5 if top < bottom else 0.0
    shift_bottom = 0.0 if top < bottom else 0.5
    upper, lower = MARGIN + RADIUS, MARGIN + 2.5 * RADIUS
    row = [(MARGIN + (shift_top + n + 0.5) * WIDTH, upper) for n in range(top)]
    return row + [(MARGIN + (shift_bottom + n + 0.5) * WIDTH, lower) for n in range(bottom)]


def honeycomb(groups: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Groups of tiles with their drawing; `nested` groups slide under the one before.

    Every group has name, url, chief, towns; every tile name, url, load, late, is_station, tone.
    """
    heaviest = max((int(t["load"]) for g in groups for t in g["towns"]), default=0)
    drawn: list[dict[str, Any]] = []
    slanted = False  # does the edge on the right of the group before run down to the right?
    for index, group in enumerate(groups):
        tiles = group["towns"]
        top, bottom = _split(len(tiles), first=index == 0)
        places = _places(top, bottom)
        width = (max(top, bottom) + (0.5 if top == bottom else 0)) * WIDTH + 2 * MARGIN
        drawn.append(
            {
                **group,
                "width": f"{width:.0f}",
                "height": f"{3.5 * RADIUS + 2 * MARGIN:.0f}",
                "nested": slanted,
                "load": sum(int(t["load"]) for t in tiles),
                "late": sum(int(t["late"]) for t in tiles),
                "tiles": [
                    _tile(place, tile, heaviest) for place, tile in zip(places, tiles, strict=True)
                ],
            }
        )
        slanted = top <= bottom
    return drawn
