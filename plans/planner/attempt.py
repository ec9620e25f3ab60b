"""One attempt at a plan: town-days, building, salvage, polish; the best of its stages is kept."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from random import Random

from plans.planner.building import Builder, Stopped
from plans.planner.polishing import Polisher
from plans.planner.problem import Job, Problem
from plans.planner.roster import Roster
from plans.planner.salvage import salvage
from plans.planner.towndays import TownDays

# Ways of opening town-days, tried in turn: (ripe, fill).
_WAYS = ((0.5, 0.95), (1.0, 1.0), (0.4, 1.0), (0.6, 0.9), (0.7, 1.0), (0.8, 0.95), (0.9, 1.05))
# Months are built to this part of the mean, and may be relaxed when something finds no room.
_MONTH_ROOM = 1.08

Placed = tuple[int, int, int, tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Placed visits (target, day, slot, duties, officers), what is missing, and the grade.

    The grade follows the aims: unmet, visits, load spread, town-days, busiest month.
    """

    placed: tuple[Placed, ...]
    missing: tuple[tuple[tuple[int, int], int], ...]
    grade: tuple[float, ...]
    finished: bool


def attempt(
    problem: Problem,
    wanted: list[Job],
    left_out: dict[tuple[int, int], int],
    number: int,
    pulse: Callable[[], None],
    stage: Callable[[str], None],
) -> Outcome:
    """Make one plan; the same number makes the same plan unless ``pulse`` stops it."""
    rng = Random(f"{problem.instance.seed}:{number}")
    jobs = [copy(job) for job in wanted]
    ripe, fill = _WAYS[number % len(_WAYS)]
    roster = Roster(problem, jobs, rng)
    towndays = TownDays(problem, jobs, ripe=ripe, fill=fill)
    months = max(len(set(problem.month_of)), 1)
    most = max(int(len(jobs) / months * _MONTH_ROOM), len(jobs) // months + 1)
    builder = Builder(roster, towndays, most, pulse)
    try:
        stage("安排日程")
        towndays.spread()
        builder.build()
        stage("补救未排事项")
        salvage(builder, left_out)
    except Stopped:
        return outcome(roster, finished=False)
    return polished(builder, stage)


def polished(builder: Builder, stage: Callable[[str], None]) -> Outcome:
    """Better the built plan step by step; stopped, the last whole step stands."""
    best = outcome(builder.roster, finished=False)
    polisher = Polisher(builder, builder.pulse)
    for name, step in polisher.steps:
        try:
            stage(name)
            step()
        except Stopped:
            return best
        best = outcome(builder.roster, finished=name == polisher.steps[-1][0])
    return best


def outcome(roster: Roster, *, finished: bool) -> Outcome:
    """The roster as it stands."""
    placed = [
        (
            job.target,
            roster.day_of[job.index],
            roster.slot_of[job.index],
            job.duties,
            tuple(sorted(o for part in roster.crew_of[job.index] for o in part)),
        )
        for job in roster.jobs
        if roster.day_of[job.index] >= 0
    ]
    loose = {
        (t, i): duty.times
        for t, target in enumerate(roster.problem.instance.targets)
        for i, duty in enumerate(target.duties)
    }
    for t, _, _, duties, _ in placed:
        for i in duties:
            loose[t, i] -= 1
    missing = tuple(sorted((key, times) for key, times in loose.items() if times))
    grade = (
        sum(times for _, times in missing),
        len(placed),
        spread_of(roster.problem, roster.total),
        len(roster.in_town),
        max(roster.in_month),
    )
    return Outcome(tuple(placed), missing, grade, finished)


def spread_of(problem: Problem, total: list[int]) -> int:
    """Most minus fewest visits within each group of like officers; the largest."""
    groups: dict[int, list[int]] = {}
    for o, group in enumerate(problem.group_of):
        if group >= 0:
            groups.setdefault(group, []).append(total[o])
    return max((max(row) - min(row) for row in groups.values()), default=0)
