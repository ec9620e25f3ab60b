"""Bettering a plan in which everything that can be placed is placed.

In the order of the aims: even load, fewer town-days, even months, other pairs at a target's next
visit. No step ever leaves a visit out or breaks a rule.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from plans.planner.building import Builder
from plans.planner.problem import Job
from plans.planner.roster import Crew, Roster

# A month this far over the mean is even enough.
_MONTH_ENOUGH = 1.04


@dataclass
class Polisher:
    """Improves the roster of a finished builder. ``pulse`` raises Stopped to end the search."""

    builder: Builder
    pulse: Callable[[], None]

    @property
    def roster(self) -> Roster:
        """The plan being bettered."""
        return self.builder.roster

    @property
    def steps(self) -> tuple[tuple[str, Callable[[], None]], ...]:
        """Fewer town-days first, as moving visits unsettles the load; the load after that."""
        return (
            ("减少往返", self.close_town_days),
            ("均衡月份", self.even_months),
            ("均衡任务量", self.even_load),
            ("轮换人员", self.rotate),
        )

    # --- travel

    def close_town_days(self) -> None:
        """Empty the thinnest town-days into others of the town, while that works."""
        roster = self.roster
        hopeless: set[tuple[int, int]] = set()
        while True:
            rows = sorted((n, key) for key, n in roster.in_town.items() if key not in hopeless)
            average = len(roster.jobs) / max(len(roster.in_town), 1)
            if not rows or rows[0][0] > average:
                return
            key = rows[0][1]
            if not self._emptied(*key):
                hopeless.add(key)

    def _emptied(self, town: int, day: int) -> bool:
        roster = self.roster
        jobs = [
            roster.jobs[i] for row in roster.at[day] for i in row if roster.jobs[i].town == town
        ]
        roster.log.clear()
        for job in jobs:
            roster.lift(job)
            if not self.builder.settle(job.index, self.builder.visited, but=day):
                roster.rollback(0)
                return False
        return True

    # --- months

    def even_months(self) -> None:
        """Move visits out of the busiest month while another month has room for them."""
        roster, month_of = self.roster, self.roster.problem.month_of
        mean = len(roster.jobs) / max(len(set(month_of)), 1)
        enough = max(int(mean * _MONTH_ENOUGH), int(mean) + 1)
        stuck: set[int] = set()
        while len(stuck) < 12:
            busiest = max(
                (m for m in range(12) if m not in stuck), key=lambda m: (roster.in_month[m], -m)
            )
            if roster.in_month[busiest] <= enough:
                return
            self.builder.month_most = enough
            if not self._out_of(busiest, enough):
                stuck.add(busiest)

    def _out_of(self, month: int, enough: int) -> bool:
        """Move visits to other months until ``enough`` are left; False: not all could go."""
        roster, month_of = self.roster, self.roster.problem.month_of
        rows = sorted(
            (roster.in_town[roster.jobs[i].town, d], i)
            for d in range(len(month_of))
            if month_of[d] == month
            for row in roster.at[d]
            for i in row
        )
        for _, i in rows:
            if roster.in_month[month] <= enough:
                return True
            roster.log.clear()
            roster.lift(roster.jobs[i])
            # A visit does not come back into the month it leaves.
            if not self.builder.settle(i, self._in_other_months(month)):
                roster.rollback(0)
        return roster.in_month[month] <= enough

    def _in_other_months(self, month: int) -> Callable[[Job], list[int]]:
        month_of = self.roster.problem.month_of
        return lambda job: [d for d in self.builder.visited(job) if month_of[d] != month]

    # --- load

    def even_load(self) -> None:
        """Within each group of like officers, hand visits on from the busiest to the idlest.

        Where no visit can go straight from one to the other it goes by way of colleagues of the
        same authority, each of whom gives one and takes one.
        """
        groups: dict[int, list[int]] = {}
        for o, group in enumerate(self.roster.problem.group_of):
            if group >= 0:
                groups.setdefault(group, []).append(o)
        visits = self._visits_by_officer()
        for group in sorted(groups):
            while self._levelled(groups[group], visits):
                self.pulse()

    def _visits_by_officer(self) -> list[set[int]]:
        visits: list[set[int]] = [set() for _ in self.roster.total]
        for i, crew in enumerate(self.roster.crew_of):
            for part in crew:
                for o in part:
                    visits[o].add(i)
        return visits

    def _levelled(self, members: list[int], visits: list[set[int]]) -> bool:
        """One visit less for a busy member, one more for an idle one; False: not possible."""
        total = self.roster.total
        ranked = sorted(members, key=lambda o: (total[o], o))
        low, high = total[ranked[0]], total[ranked[-1]]
        if high - low < 2:
            return False
        for giver in [o for o in reversed(ranked) if total[o] == high]:
            if self._passed_on(giver, {o for o in members if total[o] <= high - 2}, visits):
                return True
        for taker in [o for o in ranked if total[o] == low]:
            for giver in [o for o in reversed(ranked) if total[o] >= low + 2]:
                if self._passed_on(giver, {taker}, visits):
                    return True
        idle = {o for o in members if total[o] <= high - 2}
        return any(
            self._moved(giver, idle, days, visits)
            for days in (self.builder.visited, self.builder.everywhere)
            for giver in reversed(ranked)
            if total[giver] == high
        )

    def _moved(
        self,
        giver: int,
        idle: set[int],
        days: Callable[[Job], list[int]],
        visits: list[set[int]],
    ) -> bool:
        """Move a visit of the giver to a day on which an idle officer can go instead."""
        roster = self.roster
        for visit in sorted(visits[giver]):
            job = roster.jobs[visit]
            kept = roster.lift(job)
            for day in days(job):
                self.pulse()
                found = roster.fit(job, day)
                if found is None:
                    continue
                crew = {o for part in found[1] for o in part}
                if giver in crew or not crew & idle or self._worsens(crew, giver):
                    continue
                roster.put(job, day, *found)
                for part in kept[2]:
                    for o in part:
                        visits[o].discard(visit)
                for o in crew:
                    visits[o].add(visit)
                return True
            roster.put(job, *kept)
        return False

    def _worsens(self, crew: set[int], giver: int) -> bool:
        """Somebody else would get as much as the giver has."""
        roster = self.roster
        return any(roster.total[o] + 1 > roster.total[giver] for o in crew)

    def _passed_on(self, giver: int, takers: set[int], visits: list[set[int]]) -> bool:
        """Find the shortest way of hand-overs from the giver to a taker, and go it."""
        authority = self.roster.problem.officer_authority
        came: dict[int, tuple[int, int]] = {giver: (-1, -1)}
        queue = [giver]
        colleagues = [o for o in range(len(authority)) if authority[o] == authority[giver]]
        for o in queue:
            for visit in sorted(visits[o]):
                for other in colleagues:
                    if other in came or not self._may_take(other, o, visit):
                        continue
                    came[other] = (o, visit)
                    queue.append(other)
                    if other in takers:
                        return self._walk(other, came, visits)
            if len(came) > len(colleagues):
                break
        return False

    def _may_take(self, o: int, from_whom: int, visit: int) -> bool:
        roster = self.roster
        job = roster.jobs[visit]
        if not roster.free(o, roster.day_of[visit], roster.slot_of[visit], job.recused):
            return False
        problem = roster.problem
        if job.town not in problem.officer_towns[o]:
            return False
        for need, part in zip(job.needs, roster.crew_of[visit], strict=True):
            if from_whom in part:
                held = problem.officer_domains
                rest = [p for p in part if p != from_whom] + [o]
                return all(sum(d in held[p] for p in rest) >= 2 for d in need.domains)
        return False

    def _walk(self, taker: int, came: dict[int, tuple[int, int]], visits: list[set[int]]) -> bool:
        """Hand over along the way, from its end; undo all if one step no longer holds."""
        done: list[tuple[int, int, int]] = []
        o = taker
        while came[o][0] >= 0:
            giver, visit = came[o]
            if not self._may_take(o, giver, visit):
                for back_to, back_from, undone in reversed(done):
                    self._hand(undone, back_from, back_to, visits)
                return False
            self._hand(visit, giver, o, visits)
            done.append((giver, o, visit))
            o = giver
        return True

    def _hand(self, visit: int, giver: int, taker: int, visits: list[set[int]]) -> None:
        self._replace(self.roster.jobs[visit], giver, taker)
        visits[giver].discard(visit)
        visits[taker].add(visit)

    def _replace(self, job: Job, giver: int, taker: int) -> None:
        roster = self.roster
        crew: Crew = tuple(
            tuple(taker if o == giver else o for o in part) for part in roster.crew_of[job.index]
        )
        roster.exchange({job.index: crew})

    # --- rotation

    def rotate(self) -> None:
        """Where the same pair would come twice running, exchange one with a like officer."""
        roster = self.roster
        for chain in roster.chains.values():
            placed = sorted(
                (i for i in chain if roster.day_of[i] >= 0), key=lambda i: roster.day_of[i]
            )
            for before, after in itertools.pairwise(placed):
                old = {frozenset(part) for part in roster.crew_of[before]}
                for part in roster.crew_of[after]:
                    if frozenset(part) in old:
                        self._exchange(roster.jobs[after], part)

    def _exchange(self, job: Job, part: tuple[int, ...]) -> bool:
        """Swap an officer of the part with a like officer in the same slot elsewhere."""
        roster = self.roster
        day, slot = roster.day_of[job.index], roster.slot_of[job.index]
        group = roster.problem.group_of
        for mine in part:
            for other_index in roster.at[day][slot]:
                other = roster.jobs[other_index]
                for theirs in (o for p in roster.crew_of[other_index] for o in p):
                    if (
                        other_index != job.index
                        and group[mine] == group[theirs] >= 0
                        and job.town == other.town
                        and not job.recused >> theirs & 1
                        and not other.recused >> mine & 1
                    ):
                        self._swap(job, other, mine, theirs)
                        return True
        return False

    def _swap(self, job: Job, other: Job, mine: int, theirs: int) -> None:
        change = {mine: theirs, theirs: mine}
        self.roster.exchange(
            {
                j.index: tuple(
                    tuple(change.get(o, o) for o in part) for part in self.roster.crew_of[j.index]
                )
                for j in (job, other)
            }
        )
