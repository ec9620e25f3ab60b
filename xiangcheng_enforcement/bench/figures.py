"""Series of timings and the table they are printed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Timed = Callable[[], float]


def repeat(times: int, timed: Timed, *, warm_up: int = 0) -> list[float]:
    """Seconds of each call, after some that don't count."""
    for _ in range(warm_up):
        timed()
    return [timed() for _ in range(times)]


def quantile(series: Sequence[float], share: float) -> float:
    """The smallest value that at least that share of the series does not exceed."""
    ordered = sorted(series)
    return ordered[max(0, -(-len(ordered) * int(share * 1000) // 1000) - 1)]


def milliseconds(series: Sequence[float], *shares: float) -> str:
    return " / ".join(f"{quantile(series, share) * 1000:.0f}" for share in shares)


@dataclass
class Table:
    """Rows by what was measured, columns by size of the database; printed as Markdown."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    bars: dict[str, str] = field(default_factory=dict)

    def put(self, work: str, bar: str, size: str, value: str) -> None:
        self.bars[work] = bar
        self.rows.setdefault(work, {})[size] = value

    def __str__(self) -> str:
        sizes = list(dict.fromkeys(size for values in self.rows.values() for size in values))
        lines = [["测量", "标准", *sizes], ["---"] * (len(sizes) + 2)]
        lines += [
            [work, self.bars[work], *(values.get(size, "—") for size in sizes)]
            for work, values in self.rows.items()
        ]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
