"""Saving part of what can't be done whole: a duty less, a duty at another visit, a visit more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from plans.planner.building import Builder
from plans.planner.jobs import job_of, window_of
from plans.planner.problem import Job, needs_of


def salvage(builder: Builder, left_out: dict[tuple[int, int], int]) -> None:
    """Place what can still be placed; ``left_out``: (target, duty) → times no visit has."""
    loose: Counter[tuple[int, int]] = Counter(left_out)
    for i in builder.left:
        loose.update(_reduced(builder, builder.roster.jobs[i]))
    builder.left = []
    for key in sorted(loose):
        while loose[key] and _attached(builder, *key):
            loose[key] -= 1


def _reduced(builder: Builder, job: Job) -> list[tuple[int, int]]:
    """Drop the fewest duties with which the visit can be held; the dropped ones, by target."""
    roster = builder.roster
    whole, window = job.duties, (job.first, job.last)
    for kept in _subsets(whole):
        _become(builder, job, kept)
        if builder.settle(job.index, builder.everywhere):
            return [(job.target, i) for i in whole if i not in kept]
    _become(builder, job, whole)
    job.first, job.last = window
    roster.chains[job.target].remove(job.index)
    return [(job.target, i) for i in whole]


def _subsets(duties: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    masks = sorted(range(1, (1 << len(duties)) - 1), key=lambda m: (-m.bit_count(), m))
    for mask in masks:
        yield tuple(d for k, d in enumerate(duties) if (mask >> k) & 1)


def _become(builder: Builder, job: Job, duties: tuple[int, ...]) -> None:
    problem = builder.roster.problem
    job.duties = duties
    job.needs = needs_of(problem, problem.instance.targets[job.target], duties)
    first, last = window_of(problem, job.target, duties)
    job.first, job.last = max(first, builder.roster.first_day), last


def _attached(builder: Builder, target: int, duty: int) -> bool:
    """The duty goes to another visit of the target, or gets one of its own under the cap."""
    roster = builder.roster
    jobs = [roster.jobs[i] for i in roster.chains.get(target, []) if roster.day_of[i] >= 0]
    movable = [job for job in jobs if job.index not in roster.fixed]
    if any(duty not in job.duties and _joined(builder, job, duty) for job in movable):
        return True
    row = roster.problem.instance.targets[target]
    minutes = roster.problem.topic_minutes[row.duties[duty].topic]
    if len(jobs) >= row.annual_cap or minutes > roster.problem.instance.slot_minutes:
        return False
    return _own_visit(builder, target, duty)


def _joined(builder: Builder, job: Job, duty: int) -> bool:
    roster, problem = builder.roster, builder.roster.problem
    target = problem.instance.targets[job.target]
    more = tuple(sorted((*job.duties, duty)))
    minutes = sum(problem.topic_minutes[target.duties[i].topic] for i in more)
    if minutes > problem.instance.slot_minutes:
        return False
    before = (job.duties, job.needs, job.first, job.last)
    kept = roster.lift(job)
    _become(builder, job, more)
    if _placed_apart(builder, job):
        return True
    job.duties, job.needs, job.first, job.last = before
    roster.put(job, *kept)
    return False


def _own_visit(builder: Builder, target: int, duty: int) -> bool:
    roster = builder.roster
    first, last = window_of(roster.problem, target, (duty,))
    window = (max(first, roster.first_day), last)
    job = job_of(roster.problem, len(roster.jobs), target, (duty,), window, 0)
    roster.add(job)
    if _placed_apart(builder, job):
        return True
    roster.forget(job)
    return False


def _placed_apart(builder: Builder, job: Job) -> bool:
    """Place the visit on any day that keeps its distance to the target's others."""
    roster, problem = builder.roster, builder.roster.problem
    gap = max(problem.instance.targets[job.target].min_gap_days, 1)
    others = [
        problem.ordinals[roster.day_of[i]]
        for i in roster.chains[job.target]
        if i != job.index and roster.day_of[i] >= 0
    ]
    for day in range(job.first, job.last + 1):
        builder.pulse()
        apart = all(abs(problem.ordinals[day] - other) >= gap for other in others)
        if apart and roster.place(job, day):
            roster.renumber(job.target)
            return True
    return False
