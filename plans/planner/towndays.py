"""Which days teams go to which town, decided before any visit is placed.

A day's teams are sent to few towns (travel), the year's months carry alike, and a day is taken on
which the town's own officers are there.
"""

from __future__ import annotations

from collections import Counter
from math import ceil

from plans.planner.problem import Job, Problem


class TownDays:
    """Open days of each town, and how many visits each is meant to take."""

    def __init__(
        self, problem: Problem, jobs: list[Job], *, ripe: float = 0.5, fill: float = 0.95
    ) -> None:
        """``ripe``: a day is opened when what is owed fills this part of it; ``fill``: days are
        planned to this part, so that what is hard to place finds room."""
        self.problem, self.ripe, self.fill = problem, ripe, fill
        self.room = problem.instance.vehicles * problem.instance.slots_per_day
        self.visits: Counter[int] = Counter(job.town for job in jobs)
        self.comings: Counter[tuple[int, int]] = Counter(
            (job.town, need.authority) for job in jobs for need in job.needs
        )
        self._seats: dict[tuple[int, int], list[int]] = {}
        self.shares: dict[int, list[tuple[int, float]]] = {}
        for (town, authority), n in sorted(self.comings.items()):
            self.shares.setdefault(town, []).append((authority, n / self.visits[town]))
        self.open: dict[int, dict[int, float]] = {town: {} for town in range(len(problem.towns))}

    def seats(self, authority: int, town: int) -> list[int]:
        """Visits the authority's officers can cover in the town, on each day."""
        if (authority, town) not in self._seats:
            self._seats[authority, town] = self._counted(authority, town)
        return self._seats[authority, town]

    def _counted(self, authority: int, town: int) -> list[int]:
        problem = self.problem
        row = [0] * len(problem.days)
        for o, held in enumerate(problem.officer_authority):
            if held != authority or town not in problem.officer_towns[o]:
                continue
            for day in problem.officer_days[o]:
                row[day] += min(problem.day_limit[o], problem.instance.slots_per_day)
        return [n // 2 for n in row]

    def capacity(
        self, town: int, day: int, room: float, used: dict[tuple[int, int], float]
    ) -> float:
        """Visits of the town's usual mix that the day can take."""
        most = room
        for authority, share in self.shares[town]:
            left = self.seats(authority, town)[day] - used.get((authority, day), 0.0)
            # Rarely asked for: a day without them is no worse.
            if share >= 0.15:
                most = min(most, left / share)
        return max(most, 0.0)

    def spread(self) -> None:
        """Open days over the year as the visits fall due, month by month alike."""
        problem = self.problem
        progress = self._progress()
        towns = [t for t in self.visits if self.visits[t]]
        usual = {t: self._usual(t) for t in towns}
        given = dict.fromkeys(towns, 0.0)
        for day in range(len(problem.days)):
            room = float(self.room)
            used: dict[tuple[int, int], float] = {}
            while room > 0:
                owed = {t: self.visits[t] * progress[day] - given[t] for t in towns}
                best = self._ripest(day, room, used, owed, usual)
                if best is None:
                    break
                town, most = best
                amount = min(most * self.fill, max(owed[town] + most * self.ripe, 1.0))
                self.open[town][day] = amount
                given[town] += amount
                room -= most
                for authority, share in self.shares[town]:
                    used[authority, day] = used.get((authority, day), 0.0) + share * amount

    def _ripest(
        self,
        day: int,
        room: float,
        used: dict[tuple[int, int], float],
        owed: dict[int, float],
        usual: dict[int, float],
    ) -> tuple[int, float] | None:
        best: tuple[float, int, float] | None = None
        for town, due in owed.items():
            if day in self.open[town]:
                continue
            most = self.capacity(town, day, room, used)
            if most < 1 or due < self.ripe * usual[town]:
                continue
            late = due >= 1.2 * usual[town]
            if most < 0.85 * usual[town] and not late:
                continue
            grade = due / usual[town]
            if best is None or grade > best[0]:
                best = (grade, town, most)
        return None if best is None else (best[1], best[2])

    def _usual(self, town: int) -> float:
        """What a good day of the town takes: the upper quartile over the year."""
        row = sorted(
            self.capacity(town, day, float(self.room), {}) for day in range(len(self.problem.days))
        )
        return max(row[len(row) * 3 // 4], 1.0) if row else 1.0

    def _progress(self) -> list[float]:
        """Part of the year's visits due by each working day; every month the same."""
        months = Counter(self.problem.month_of)
        seen: Counter[int] = Counter()
        order = {m: k for k, m in enumerate(sorted(months))}
        progress = []
        for month in self.problem.month_of:
            seen[month] += 1
            progress.append((order[month] + seen[month] / months[month]) / len(months))
        return progress


def fewest_town_days(problem: Problem, jobs: list[Job]) -> int:
    """A lower bound: each town's visits over what its best day takes."""
    towndays = TownDays(problem, jobs)
    total = 0
    for town, visits in towndays.visits.items():
        best = max(
            towndays.capacity(town, day, float(towndays.room), {})
            for day in range(len(problem.days))
        )
        total += ceil(visits / max(best, 1.0))
    return total
