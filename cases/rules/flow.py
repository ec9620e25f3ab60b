"""The graph of a procedure: where each state stands and how the lines run, from the table alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cases.rules.steps import FINAL, LABELS, MAIN_WAY, S, Transition

WIDE, HIGH = 98, 38
_STEP, _TOP, _ROW = 122, 90, 92
# Column and row of the states beside the main way; a half column lies between two of it.
_BESIDE: Mapping[S, tuple[float, int]] = {
    S.FILING: (1.5, 1),
    S.CLEARED: (5.5, 1),
    S.ENFORCING: (7.5, 1),
    S.REFUSED: (0, 2),
    S.NOT_FILED: (1, 2),
    S.TRANSFERRED: (3.2, 2),
    S.TERMINATED: (4.4, 2),
}


@dataclass(frozen=True)
class Box:
    """A state; `x`, `y` is its upper left corner."""

    state: S
    label: str
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + WIDE // 2

    @property
    def text_y(self) -> int:
        return self.y + HIGH // 2 + 5

    @property
    def final(self) -> bool:
        return self.state in FINAL


@dataclass(frozen=True)
class Line:
    """A way from one state to another; `acts` are the labels of the steps that lead along it."""

    source: S
    target: S
    acts: tuple[str, ...]
    path: str
    back: bool

    @property
    def title(self) -> str:
        return f"{LABELS[self.source]} → {LABELS[self.target]}：{'、'.join(self.acts)}"


@dataclass(frozen=True)
class Flow:
    """Everything drawn; sizes in pixels."""

    boxes: list[Box]
    lines: list[Line]
    width: int
    height: int


def states_of(table: Mapping[str, Transition]) -> list[S]:
    """The states a version knows, in the order of the procedure."""
    used = {s for row in table.values() for s in (*row.sources, row.target) if s}
    return [state for state in S if state in used]


def flow_of(table: Mapping[str, Transition]) -> Flow:
    """Draw one version: the main way in a row, what stands beside it below, the ends last."""
    columns = {state: (float(i), 0) for i, state in enumerate(MAIN_WAY)} | dict(_BESIDE)
    boxes = {
        state: Box(state, LABELS[state], round(columns[state][0] * _STEP), _y(columns[state][1]))
        for state in states_of(table)
    }
    lines = [
        Line(a, b, tuple(acts), _path(boxes[a], boxes[b]), _is_back(boxes[a], boxes[b]))
        for (a, b), acts in _moves(table).items()
    ]
    height = max(box.y for box in boxes.values()) + HIGH + 4
    return Flow(list(boxes.values()), lines, (len(MAIN_WAY) - 1) * _STEP + WIDE + 4, height)


def _y(row: int) -> int:
    return _TOP + row * _ROW


def _moves(table: Mapping[str, Transition]) -> dict[tuple[S, S], list[str]]:
    moves: dict[tuple[S, S], list[str]] = {}
    for row in table.values():
        for source in row.sources:
            if row.target is not None and row.target is not source:
                moves.setdefault((source, row.target), []).append(row.label)
    return moves


def _is_back(a: Box, b: Box) -> bool:
    return b.x < a.x and not b.final


def _path(a: Box, b: Box) -> str:
    """Straight to the next; in an arc above where a line leaps; else from edge to edge."""
    if a.y == b.y and 0 < b.x - a.x <= _STEP:
        return f"M{a.x + WIDE} {a.y + HIGH // 2}H{b.x - 3}"
    if a.y == b.y:
        top = a.y - min(90, 20 + abs(b.x - a.x) // 8)
        shift = 14 if b.x > a.x else -14
        start, end = a.middle + shift, b.middle - shift
        return f"M{start} {a.y}C{start} {top} {end} {top} {end} {b.y - 3}"
    down = a.y < b.y
    start_y, end_y = (a.y + HIGH, b.y - 3) if down else (a.y, b.y + HIGH + 3)
    aside = 10 if _is_back(a, b) else 26
    return f"M{_toward(a, b, aside)} {start_y}L{_toward(b, a, aside)} {end_y}"


def _toward(box: Box, other: Box, aside: int) -> int:
    """Where on its edge a line leaves: a little to the side on which the other box lies."""
    if other.x == box.x:
        return box.middle
    return box.middle + (aside if other.x > box.x else -aside)
