"""Visits to be placed, made from what merging says each target needs."""

from __future__ import annotations

from plans.planner.merging import merged
from plans.planner.problem import Job, Problem, needs_of


def jobs_of(problem: Problem) -> tuple[list[Job], dict[tuple[int, int], int]]:
    """All visits wanted, and (target, duty) → times no dealing of the target could hold."""
    jobs: list[Job] = []
    left_out: dict[tuple[int, int], int] = {}
    for t, target in enumerate(problem.instance.targets):
        plan = merged(problem, target)
        for i, missing in enumerate(plan.left_out):
            if missing:
                left_out[t, i] = missing
        for chain, (duties, window) in enumerate(zip(plan.visits, plan.windows, strict=True)):
            jobs.append(job_of(problem, len(jobs), t, duties, window, chain))
    return jobs, left_out


def job_of(
    problem: Problem,
    index: int,
    target: int,
    duties: tuple[int, ...],
    window: tuple[int, int],
    chain: int,
) -> Job:
    """One visit to the target for these duties, within the window of working days."""
    row = problem.instance.targets[target]
    return Job(
        index=index,
        target=target,
        town=problem.town_number[row.town],
        duties=duties,
        needs=needs_of(problem, row, duties),
        first=window[0],
        last=window[1],
        chain=chain,
        recused=problem.recused(row),
    )


def window_of(problem: Problem, target: int, duties: tuple[int, ...]) -> tuple[int, int]:
    """Working days on which all these duties of the target may be done."""
    rows = problem.instance.targets[target].duties
    return problem.window(
        max(rows[i].not_before for i in duties), min(rows[i].not_after for i in duties)
    )
