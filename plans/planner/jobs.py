"""Visits to be placed, made from what merging says each target needs."""

from __future__ import annotations

from plans.planner.merging import merged
from plans.planner.problem import Job, Problem, needs_of


def jobs_of(problem: Problem) -> tuple[list[Job], dict[tuple[int, int], int]]:
    """All visits wanted, and (target, duty) → times no dealing of the target could hold."""
    number = {officer.id: i for i, officer in enumerate(problem.instance.officers)}
    town_number = {name: i for i, name in enumerate(problem.towns)}
    jobs: list[Job] = []
    left_out: dict[tuple[int, int], int] = {}
    for t, target in enumerate(problem.instance.targets):
        plan = merged(problem, target)
        recused = sum(1 << number[name] for name in target.recused if name in number)
        for i, missing in enumerate(plan.left_out):
            if missing:
                left_out[t, i] = missing
        for chain, (duties, (first, last)) in enumerate(
            zip(plan.visits, plan.windows, strict=True)
        ):
            jobs.append(
                Job(
                    index=len(jobs),
                    target=t,
                    town=town_number[target.town],
                    duties=duties,
                    needs=needs_of(problem, target, duties),
                    first=first,
                    last=last,
                    chain=chain,
                    recused=recused,
                )
            )
    return jobs, left_out


def window_of(problem: Problem, target: int, duties: tuple[int, ...]) -> tuple[int, int]:
    """Working days on which all these duties of the target may be done."""
    rows = problem.instance.targets[target].duties
    return problem.window(
        max(rows[i].not_before for i in duties), min(rows[i].not_after for i in duties)
    )
