"""Who is where: the plan in the making. A visit is only ever put where H2–H8 hold."""

from __future__ import annotations

from random import Random

from plans.planner.problem import Job, Need, Problem, bits
from plans.planner.seating import seated

Crew = tuple[tuple[int, ...], ...]


class Roster:
    """Placed visits and the load they make. ``place`` and ``lift`` are each other's undoing."""

    def __init__(self, problem: Problem, jobs: list[Job], rng: Random) -> None:
        self.problem, self.jobs = problem, jobs
        slots, days = problem.instance.slots_per_day, len(problem.days)
        officers = len(problem.officer_authority)
        self.slots = slots
        self.vehicles = problem.instance.vehicles
        self.at: list[list[list[int]]] = [[[] for _ in range(slots)] for _ in range(days)]
        self.day_of: list[int] = [-1] * len(jobs)
        self.slot_of: list[int] = [-1] * len(jobs)
        # Crew by need, in the order of the job's needs.
        self.crew_of: list[Crew] = [()] * len(jobs)
        self.busy: list[dict[int, int]] = [{} for _ in range(officers)]
        weeks = max(problem.week_of, default=-1) + 1
        self.days_of_week: list[list[int]] = [[] for _ in range(weeks)]
        for day, week in enumerate(problem.week_of):
            self.days_of_week[week].append(day)
        # Officers who may still be sent, as bits, by day and slot.
        self.ready: list[list[int]] = [[0] * slots for _ in range(days)]
        self.in_week: list[list[int]] = [[0] * weeks for _ in range(officers)]
        self.total: list[int] = [0] * officers
        for o in range(officers):
            for day in problem.officer_days[o]:
                self._refresh(o, day)
        self.in_month: list[int] = [0] * 12
        self.in_town: dict[tuple[int, int], int] = {}
        # Days on which teams are in the town, for each town.
        self.visited: list[set[int]] = [set() for _ in problem.towns]
        self.used: dict[tuple[int, int], int] = {}
        self.lot = list(range(officers))
        rng.shuffle(self.lot)
        # What was done, so that it can be undone: (job, day, slot, crew) as it was before.
        self.log: list[tuple[tuple[int, int, int, Crew], ...]] = []
        # Visits already held stay where they are, and nothing is placed before this day.
        self.fixed: set[int] = set()
        self.first_day = 0
        self.chains: dict[int, list[int]] = {}
        for job in jobs:
            self.chains.setdefault(job.target, []).append(job.index)

    def add(self, job: Job) -> None:
        """One more visit to place; its index is the next free one."""
        self.jobs.append(job)
        self.day_of.append(-1)
        self.slot_of.append(-1)
        self.crew_of.append(())
        self.chains.setdefault(job.target, []).append(job.index)

    def forget(self, job: Job) -> None:
        """The visit added last is not wanted after all; it must not be placed."""
        self.jobs.pop()
        self.day_of.pop()
        self.slot_of.pop()
        self.crew_of.pop()
        self.chains[job.target].remove(job.index)

    def renumber(self, target: int) -> None:
        """Put the target's visits in the order of their days again."""
        placed = sorted(self.chains[target], key=lambda i: (self.day_of[i] < 0, self.day_of[i]))
        for chain, i in enumerate(placed):
            self.jobs[i].chain = chain

    # --- undoing

    def rollback(self, mark: int) -> None:
        """Undo everything since the log had ``mark`` entries."""
        while len(self.log) > mark:
            before = self.log.pop()
            for i, *_ in before:
                if self.day_of[i] >= 0:
                    self._take(self.jobs[i])
            for i, day, slot, crew in before:
                if day >= 0:
                    self._set(self.jobs[i], day, slot, crew)

    def _remember(self, *numbers: int) -> None:
        self.log.append(
            tuple((i, self.day_of[i], self.slot_of[i], self.crew_of[i]) for i in numbers)
        )

    # --- where a visit may lie

    def bounds(self, job: Job) -> tuple[int, int]:
        """The job's window, narrowed by the target's visits already placed (H2)."""
        first, last = job.first, job.last
        problem = self.problem
        gap = max(problem.instance.targets[job.target].min_gap_days, 1)
        for other in self.chains[job.target]:
            day = self.day_of[other]
            if day < 0 or other == job.index:
                continue
            if self.jobs[other].chain < job.chain:
                first = max(first, problem.day_at_or_after(problem.ordinals[day] + gap))
            else:
                last = min(last, problem.day_at_or_before(problem.ordinals[day] - gap))
        return first, last

    def fit(self, job: Job, day: int) -> tuple[int, Crew] | None:
        """A slot of the day and a crew; the emptier slot first. None: it does not fit."""
        row = self.at[day]
        for slot in sorted(range(self.slots), key=lambda s: (len(row[s]), s)):
            if len(row[slot]) >= self.vehicles:
                continue
            crew = self._crew(job, day, slot)
            if crew is not None:
                return slot, crew
        return None

    def place(self, job: Job, day: int) -> bool:
        """Put the visit on the day if it fits; crews of the slot are seated anew if that helps."""
        found = self.fit(job, day)
        if found is not None:
            self.put(job, day, *found)
            return True
        row = self.at[day]
        for slot in range(self.slots):
            if len(row[slot]) < self.vehicles and self._place_by_seating(job, day, slot):
                return True
        return False

    def put(self, job: Job, day: int, slot: int, crew: Crew) -> None:
        """Record the visit; the caller has asked whether it fits."""
        self._remember(job.index)
        self._set(job, day, slot, crew)

    def _set(self, job: Job, day: int, slot: int, crew: Crew) -> None:
        i = job.index
        self.at[day][slot].append(i)
        self.day_of[i], self.slot_of[i], self.crew_of[i] = day, slot, crew
        self._count(day, slot, crew, 1)
        self.in_month[self.problem.month_of[day]] += 1
        self.in_town[job.town, day] = self.in_town.get((job.town, day), 0) + 1
        self.visited[job.town].add(day)
        for need in job.needs:
            self.used[need.authority, day] = self.used.get((need.authority, day), 0) + 1

    def lift(self, job: Job) -> tuple[int, int, Crew]:
        """Take the visit out; what is returned puts it back by ``put``."""
        self._remember(job.index)
        return self._take(job)

    def _take(self, job: Job) -> tuple[int, int, Crew]:
        i = job.index
        day, slot, crew = self.day_of[i], self.slot_of[i], self.crew_of[i]
        self.at[day][slot].remove(i)
        self._count(day, slot, crew, -1)
        self.day_of[i], self.slot_of[i], self.crew_of[i] = -1, -1, ()
        self.in_month[self.problem.month_of[day]] -= 1
        left = self.in_town[job.town, day] - 1
        if left:
            self.in_town[job.town, day] = left
        else:
            del self.in_town[job.town, day]
            self.visited[job.town].discard(day)
        for need in job.needs:
            self.used[need.authority, day] -= 1
        return day, slot, crew

    def _count(self, day: int, slot: int, crew: Crew, by: int) -> None:
        problem = self.problem
        week = problem.week_of[day]
        for part in crew:
            for o in part:
                self.busy[o][day] = self.busy[o].get(day, 0) ^ (1 << slot)
                before = self.in_week[o][week]
                self.in_week[o][week] = before + by
                self.total[o] += by
                if problem.week_limit[o] in (before, before + by):
                    for other in self.days_of_week[week]:
                        self._refresh(o, other)
                else:
                    self._refresh(o, day)

    def _refresh(self, o: int, day: int) -> None:
        """Whether the officer may still be sent on the day (H3 certificate, H4)."""
        problem = self.problem
        busy = self.busy[o].get(day, 0)
        able = (
            day in problem.officer_days[o]
            and busy.bit_count() < problem.day_limit[o]
            and self.in_week[o][problem.week_of[day]] < problem.week_limit[o]
        )
        bit, row = 1 << o, self.ready[day]
        for slot in range(self.slots):
            if able and not (busy >> slot) & 1:
                row[slot] |= bit
            else:
                row[slot] &= ~bit

    # --- who goes

    def free(self, o: int, day: int, slot: int, recused: int) -> bool:
        """The officer may be sent in that slot (H3 certificate, H4, H7)."""
        return bool((self.ready[day][slot] & ~recused) >> o & 1)

    def _crew(self, job: Job, day: int, slot: int) -> Crew | None:
        able = self.ready[day][slot] & ~job.recused
        pools, town = self.problem.pools, job.town
        for need in job.needs:
            for d in need.domains:
                pool = pools.get((need.authority, d, town), 0)
                if (pool & able).bit_count() < 2:
                    return None
        last = self._at_last_visit(job)
        return tuple(self._part(need, job, able, last) for need in job.needs)

    def _at_last_visit(self, job: Job) -> int:
        seen = 0
        for other in self.chains[job.target]:
            for part in self.crew_of[other]:
                for o in part:
                    seen |= 1 << o
        return seen

    def _part(self, need: Need, job: Job, able: int, last: int) -> tuple[int, ...]:
        """Two officers for each domain of the need, the least burdened first.

        Fewest visits, then whoever was not at the target's other visits, then by lot.
        """
        problem, total, lot = self.problem, self.total, self.lot
        pools = [problem.pool(need.authority, d, job.town) & able for d in need.domains]
        union = 0
        for pool in pools:
            union |= pool
        shift = job.index * 17
        ranked = sorted(
            bits(union), key=lambda o: (total[o], last >> o & 1, (lot[o] * 31 + shift) % 1009)
        )
        if len(pools) == 1:
            return (ranked[0], ranked[1])
        missing = [2] * len(pools)
        chosen: list[int] = []
        while any(missing):
            best = max(
                ranked,
                key=lambda o: sum(
                    1 for n, p in zip(missing, pools, strict=True) if n and p >> o & 1
                ),
            )
            ranked.remove(best)
            chosen.append(best)
            missing = [
                n - 1 if n and p >> best & 1 else n for n, p in zip(missing, pools, strict=True)
            ]
        return tuple(chosen)

    # --- seating a slot anew

    def _place_by_seating(self, job: Job, day: int, slot: int) -> bool:
        """Each authority's officers of the slot are dealt out anew so that this job fits too."""
        plan: list[tuple[int, int, tuple[int, ...]]] = []
        crew: list[tuple[int, ...]] = []
        able = self.ready[day][slot] & ~job.recused
        last = self._at_last_visit(job)
        for need in job.needs:
            pools = [self.problem.pool(need.authority, d, job.town) for d in need.domains]
            if all((pool & able).bit_count() >= 2 for pool in pools):
                crew.append(self._part(need, job, able, last))
                continue
            dealt = seated(self, need, job, day, slot)
            if dealt is None:
                return False
            crew.append(dealt.pop((job.index, need.authority)))
            plan.extend((i, a, p) for (i, a), p in dealt.items())
        self._reseat(plan)
        self.put(job, day, slot, tuple(crew))
        return True

    def _reseat(self, plan: list[tuple[int, int, tuple[int, ...]]]) -> None:
        """Everybody leaves the old seats before anybody takes a new one."""
        new = {i: list(self.crew_of[i]) for i, _, _ in plan}
        for i, authority, part in plan:
            for at, need in enumerate(self.jobs[i].needs):
                if need.authority == authority:
                    new[i][at] = part
        self.exchange({i: tuple(crew) for i, crew in new.items()})

    def exchange(self, crews: dict[int, Crew]) -> None:
        """The same visits with other officers; all old ones go before any new one comes."""
        self._remember(*crews)
        for i in crews:
            self._count(self.day_of[i], self.slot_of[i], self.crew_of[i], -1)
        for i, crew in crews.items():
            self.crew_of[i] = crew
            self._count(self.day_of[i], self.slot_of[i], crew, 1)
