"""Which visits a target needs: its duties merged into as few visits as can be (综合查一次).

A target needs at least as many visits as its most frequent duty has times. Within that number the
duties are dealt out so that each visit fits the slot, the windows of what is merged overlap, the
visits can keep their distance, and no authority comes oftener than it must.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from plans.planner.model import Target
from plans.planner.problem import Problem

# Dealings looked at for one target; a target rarely has more than a few hundred.
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Merged:
    """Duties of each visit in order, each visit's working-day window, times left out by duty."""

    visits: tuple[tuple[int, ...], ...]
    windows: tuple[tuple[int, int], ...]
    left_out: tuple[int, ...]


def merged(problem: Problem, target: Target) -> Merged:
    """The best dealing of the target's duties; what no dealing can hold is left out."""
    wanted = [duty.times for duty in target.duties]
    most = min(target.annual_cap, sum(wanted))
    least = min(most, max(wanted, default=0))
    best: tuple[tuple[float, ...], Merged] | None = None
    for count in range(least, most + 1):
        for dealing in _Dealer(problem, target, count).deal():
            windows = chained(problem, target, dealing)
            if windows is None:
                continue
            grade = _grade(target, dealing, windows)
            if best is None or grade < best[0]:
                best = (grade, _as_merged(target, dealing, windows))
        if best is not None and not any(best[1].left_out):
            break
    if best is not None and not any(best[1].left_out):
        return best[1]
    partial = _one_by_one(problem, target)
    if best is None or sum(partial.left_out) < sum(best[1].left_out):
        return partial
    return best[1]


def _as_merged(
    target: Target, dealing: list[list[int]], windows: tuple[tuple[int, int], ...]
) -> Merged:
    done = [sum(i in visit for visit in dealing) for i in range(len(target.duties))]
    left = tuple(duty.times - n for duty, n in zip(target.duties, done, strict=True))
    return Merged(tuple(tuple(visit) for visit in dealing), windows, left)


class _Dealer:
    """Deals a target's duties out to a number of visits, in every way the slots can hold."""

    def __init__(self, problem: Problem, target: Target, count: int) -> None:
        self.minutes = [problem.topic_minutes[duty.topic] for duty in target.duties]
        self.times = [min(duty.times, count) for duty in target.duties]
        self.order = sorted(
            range(len(self.minutes)), key=lambda i: (-self.times[i], -self.minutes[i], i)
        )
        self.room = [problem.instance.slot_minutes] * count
        self.visits: list[list[int]] = [[] for _ in range(count)]
        self.left = _MOST

    def deal(self, at: int = 0) -> Iterator[list[list[int]]]:
        """Every dealing of the duties from the ``at``-th on."""
        if at == len(self.order):
            if all(self.visits):
                yield [sorted(visit) for visit in self.visits]
            return
        duty = self.order[at]
        for places in combinations(range(len(self.room)), self.times[duty]):
            self.left -= 1
            if self.left < 0:
                return
            if all(self.room[p] >= self.minutes[duty] for p in places):
                self._give(duty, places)
                yield from self.deal(at + 1)
                self._take(duty, places)

    def _give(self, duty: int, places: tuple[int, ...]) -> None:
        for p in places:
            self.room[p] -= self.minutes[duty]
            self.visits[p].append(duty)

    def _take(self, duty: int, places: tuple[int, ...]) -> None:
        for p in places:
            self.room[p] += self.minutes[duty]
            self.visits[p].remove(duty)


def chained(
    problem: Problem, target: Target, dealing: list[list[int]]
) -> tuple[tuple[int, int], ...] | None:
    """Windows tightened along the chain by the distance between visits; None: impossible."""
    windows = []
    for visit in dealing:
        first = max(target.duties[i].not_before for i in visit)
        last = min(target.duties[i].not_after for i in visit)
        a, b = problem.window(first, last)
        if a > b:
            return None
        windows.append([a, b])
    gap = target.min_gap_days
    for before, after in pairwise(windows):
        earliest = problem.day_at_or_after(problem.ordinals[before[0]] + max(gap, 1))
        after[0] = max(after[0], earliest)
        if after[0] > after[1]:
            return None
    for before, after in reversed(list(pairwise(windows))):
        latest = problem.day_at_or_before(problem.ordinals[after[1]] - max(gap, 1))
        before[1] = min(before[1], latest)
        if before[0] > before[1]:
            return None
    return tuple((a, b) for a, b in windows)


def _grade(
    target: Target, dealing: list[list[int]], windows: tuple[tuple[int, int], ...]
) -> tuple[float, ...]:
    comings = sum(len({target.duties[i].authority for i in visit}) for visit in dealing)
    widths = [b - a for a, b in windows]
    fullest = max(len(visit) for visit in dealing)
    missing = sum(duty.times for duty in target.duties) - sum(map(len, dealing))
    # A window of a month can be met on some day of that town; wider gains little.
    tight = sum(max(0, 40 - width) for width in widths)
    return (missing, len(dealing), comings, tight, fullest, -sum(widths))


def _one_by_one(problem: Problem, target: Target) -> Merged:
    """When no dealing holds everything: duties are added while they fit, the scarcest first."""
    dealing: list[list[int]] = []
    windows: tuple[tuple[int, int], ...] = ()
    order = sorted(range(len(target.duties)), key=lambda i: _length(target, i))
    for duty in order:
        for _ in range(target.duties[duty].times):
            for trial in _with_one_more(problem, target, dealing, duty):
                tried = chained(problem, target, trial)
                if tried is not None:
                    dealing, windows = trial, tried
                    break
    return _as_merged(target, dealing, windows)


def _length(target: Target, i: int) -> tuple[int, int]:
    duty = target.duties[i]
    return ((duty.not_after - duty.not_before).days, i)


def _with_one_more(
    problem: Problem, target: Target, dealing: list[list[int]], duty: int
) -> Iterator[list[list[int]]]:
    minutes = problem.topic_minutes[target.duties[duty].topic]
    for at, visit in enumerate(dealing):
        used = sum(problem.topic_minutes[target.duties[i].topic] for i in visit)
        if duty not in visit and used + minutes <= problem.instance.slot_minutes:
            yield [*dealing[:at], sorted([*visit, duty]), *dealing[at + 1 :]]
    if len(dealing) < target.annual_cap and minutes <= problem.instance.slot_minutes:
        for at in range(len(dealing) + 1):
            yield [*dealing[:at], [duty], *dealing[at:]]
