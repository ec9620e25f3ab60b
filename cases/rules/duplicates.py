"""When two complaints are probably about the same thing, and why."""

from __future__ import annotations

from dataclasses import dataclass

DAYS = 180  # how far back is looked
AT_LEAST = 0.35  # of the whole score
_ALIKE = 0.3  # of one part, to be given as a reason; the default threshold of pg_trgm
_SAME = 0.95
_WEIGHTS = {"地点": 0.4, "内容": 0.4, "被反映人": 0.2}


@dataclass(frozen=True)
class Match:
    """`score`: 0 to 1; `reasons`: what is alike, in words."""

    score: float
    reasons: tuple[str, ...]

    @property
    def percent(self) -> int:
        return round(self.score * 100)

    @property
    def is_likely(self) -> bool:
        return self.score >= AT_LEAST


def compare(*, place: float, content: float, party: float | None) -> Match:
    """One judgement from three similarities (0 to 1); `party` None: one of the two names nobody.

    What is not known doesn't count against: the weight of the others grows instead.
    """
    parts: dict[str, float | None] = {"地点": place, "内容": content, "被反映人": party}
    known = {name: value for name, value in parts.items() if value is not None}
    whole = sum(_WEIGHTS[name] for name in known)
    score = sum(_WEIGHTS[name] * value for name, value in known.items()) / whole
    reasons = tuple(_said(name, value) for name, value in known.items() if value >= _ALIKE)
    return Match(score, reasons)


def _said(name: str, value: float) -> str:
    return f"{name}相同" if value >= _SAME else f"{name}相近 {round(value * 100)}%"
