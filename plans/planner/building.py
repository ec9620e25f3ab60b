"""Placing the visits: on open town-days first, by moving others aside next, anywhere last."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from plans.planner.problem import Job
from plans.planner.roster import Roster
from plans.planner.towndays import TownDays


class Stopped(Exception):
    """Time is up or the search was cancelled; the plan at hand stands."""


@dataclass
class Builder:
    """Places jobs on a roster. ``pulse`` is asked often; it raises Stopped to end the search."""

    roster: Roster
    towndays: TownDays
    month_most: int
    pulse: Callable[[], None]
    left: list[int] = field(default_factory=list)

    def build(self) -> None:
        """Place what can be placed; ``left`` holds the rest."""
        order = sorted(range(len(self.roster.jobs)), key=self._difficulty)
        self.left = [i for i in order if not self.settle(i, self.opened)]
        for days, depth in (
            (self.opened, 1),
            (self.everywhere, 0),
            (self.everywhere, 1),
        ):
            self.left = [i for i in self.left if not self.squeeze(i, days, depth)]
        if self.left:
            self.month_most = len(self.roster.jobs)
            self.left = [i for i in self.left if not self.squeeze(i, self.everywhere, 1)]
        if self.left:
            self.left = [i for i in self.left if not self._whole_chain(i)]

    def _difficulty(self, i: int) -> tuple[int, int, int, int]:
        job = self.roster.jobs[i]
        chain = self.roster.chains[job.target]
        narrowest = min(self.roster.jobs[k].last - self.roster.jobs[k].first for k in chain)
        return (min(narrowest, 120) // 10, -len(chain), -len(job.needs), i)

    # --- candidate days, the best first

    def opened(self, job: Job) -> list[int]:
        """Open days of the town within the job's bounds, the least pressed first."""
        first, last = self.roster.bounds(job)
        days = [d for d in self.towndays.open[job.town] if first <= d <= last]
        return self._ranked(job, days)

    def visited(self, job: Job) -> list[int]:
        """Days within bounds on which teams are in the town anyway."""
        first, last = self.roster.bounds(job)
        return self._ranked(job, [d for d in self.roster.visited[job.town] if first <= d <= last])

    def everywhere(self, job: Job) -> list[int]:
        """Every day within the job's bounds; where the town is visited anyway comes first."""
        first, last = self.roster.bounds(job)
        visited = self.roster.in_town
        days = self._ranked(job, range(first, last + 1))
        return sorted(days, key=lambda d: (job.town, d) not in visited)

    def _ranked(self, job: Job, days: Iterable[int]) -> list[int]:
        roster = self.roster
        month = roster.problem.month_of
        able = [d for d in days if roster.in_month[month[d]] < self.month_most]
        return sorted(able, key=lambda d: (self._pressure(job, d), d))

    def _pressure(self, job: Job, day: int) -> float:
        """How far the scarcest thing the visit needs would be used up on that day."""
        roster, towndays = self.roster, self.towndays
        teams = sum(map(len, roster.at[day]))
        worst = (teams + 1) / max(towndays.room, 1)
        meant = towndays.open[job.town].get(day)
        if meant:
            worst = max(worst, (roster.in_town.get((job.town, day), 0) + 1) / meant)
        for need in job.needs:
            seats = towndays.seats(need.authority, job.town)[day]
            worst = max(worst, (roster.used.get((need.authority, day), 0) + 1) / max(seats, 0.1))
        return worst + self._cramping(job, day)

    def _cramping(self, job: Job, day: int) -> float:
        """What the day leaves to the target's other visits: little freedom weighs."""
        roster = self.roster
        chain = roster.chains[job.target]
        if len(chain) == 1:
            return 0.0
        problem = roster.problem
        gap = max(problem.instance.targets[job.target].min_gap_days, 1)
        weight = 0.0
        for i in chain:
            other = roster.jobs[i]
            if i == job.index or roster.day_of[i] >= 0:
                continue
            if other.chain > job.chain:
                apart = gap * (other.chain - job.chain)
                slack = other.last - problem.day_at_or_after(problem.ordinals[day] + apart)
            else:
                apart = gap * (job.chain - other.chain)
                slack = problem.day_at_or_before(problem.ordinals[day] - apart) - other.first
            weight = max(weight, 1 - slack / 30)
        return max(weight, 0.0)

    # --- placing

    def settle(self, i: int, days: Callable[[Job], list[int]], but: int = -1) -> bool:
        """Place the job on the first day of ``days`` that takes it, other than ``but``."""
        self.pulse()
        job = self.roster.jobs[i]
        return any(day != but and self.roster.place(job, day) for day in days(job))

    def squeeze(self, i: int, days: Callable[[Job], list[int]], depth: int) -> bool:
        """Place the job, moving one other visit (and, deeper, one more) aside if need be."""
        if self.settle(i, days):
            return True
        if depth == 0:
            return False
        job = self.roster.jobs[i]
        return any(self._move_aside(job, day, days, depth) for day in days(job))

    def _move_aside(self, job: Job, day: int, days: Callable[[Job], list[int]], depth: int) -> bool:
        roster = self.roster
        for slot in range(roster.slots):
            for w in self._in_the_way(job, day, slot):
                self.pulse()
                other = roster.jobs[w]
                mark = len(roster.log)
                roster.lift(other)
                if roster.place(job, day) and (
                    self.settle(w, days, but=day)
                    or roster.place(other, day)
                    or (depth > 1 and self.squeeze(w, days, depth - 1))
                ):
                    return True
                roster.rollback(mark)
        return False

    def _in_the_way(self, job: Job, day: int, slot: int) -> list[int]:
        """Visits of the slot that use what the job needs; those easily moved first."""
        roster = self.roster
        row = roster.at[day][slot]
        full = len(row) >= roster.vehicles
        wanted = {need.authority for need in job.needs}
        able = [
            w
            for w in row
            if w not in roster.fixed
            and (full or any(need.authority in wanted for need in roster.jobs[w].needs))
        ]
        return sorted(able, key=lambda w: (len(roster.chains[roster.jobs[w].target]), w))

    def _whole_chain(self, i: int) -> bool:
        """Take out all visits of the target and place them again, each where it must."""
        roster = self.roster
        chain = [roster.jobs[k] for k in roster.chains[roster.jobs[i].target]]
        roster.log.clear()
        for job in chain:
            if roster.day_of[job.index] >= 0:
                roster.lift(job)
        order = sorted(chain, key=lambda job: (job.last - job.first, job.chain))
        if all(self.squeeze(job.index, self.everywhere, 1) for job in order):
            return True
        roster.rollback(0)
        return False
