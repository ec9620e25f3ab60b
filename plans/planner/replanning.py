"""Re-planning in the year (滚动调整): what is done stays, the fewest visits move, each says why.

The new instance is the year as it stands now: leave, sickness, closed targets, new duties. Visits
held already count for times, caps, distances and load. A later visit keeps its day, slot and
officers if they are still lawful; else its day with other officers; else the nearest day; only
what finds no room that way moves others aside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from plans.planner.attempt import Outcome, outcome
from plans.planner.building import Builder, Stopped
from plans.planner.jobs import job_of, window_of
from plans.planner.model import Instance, Solution, Visit
from plans.planner.problem import Job, Problem, compiled
from plans.planner.roster import Crew, Roster
from plans.planner.salvage import salvage
from plans.planner.solving import Clock, Search, solution_of
from plans.planner.towndays import TownDays


@dataclass(frozen=True, slots=True)
class Change:
    """A visit that is not as it was; ``after`` None: it falls away, ``before`` None: it is new."""

    before: Visit | None
    after: Visit | None
    reason: str


@dataclass(frozen=True, slots=True)
class Replanned:
    """The new plan with what changed, by day."""

    solution: Solution
    changes: tuple[Change, ...]


def replan(
    instance: Instance,
    *,
    held: Sequence[Visit],
    planned: Sequence[Visit],
    today: date,
    search: Search | None = None,
) -> Replanned:
    """Keep ``held``, and of ``planned`` as much as can be; nothing new lies before ``today``."""
    search = search or Search()
    task = _Task(compiled(instance), today, search)
    for visit in sorted(held, key=lambda v: (v.day, v.slot, v.target)):
        task.hold(visit)
    for visit in sorted(planned, key=lambda v: (v.day, v.slot, v.target)):
        task.take_over(visit)
    task.run()
    return Replanned(task.solution(), tuple(task.changes()))


class _Task:
    def __init__(self, problem: Problem, today: date, search: Search) -> None:
        self.problem, self.search = problem, search
        self.clock = Clock(search)
        instance = problem.instance
        self.officer = problem.officer_number
        self.target = {t.id: i for i, t in enumerate(instance.targets)}
        self.day = {d: i for i, d in enumerate(problem.days)}
        self.roster = Roster(problem, [], Random(f"{instance.seed}:replan"))
        self.roster.first_day = problem.window(today, date(today.year, 12, 31))[0]
        self.owed: Counter[tuple[int, int]] = Counter(
            {
                (t, i): duty.times
                for t, target in enumerate(instance.targets)
                for i, duty in enumerate(target.duties)
            }
        )
        self.before: dict[int, Visit] = {}
        self.why: dict[int, str] = {}
        self.gone: list[Change] = []
        self.open: list[int] = []

    # --- taking over

    def hold(self, visit: Visit) -> None:
        """A visit already held: it counts, whatever the rules say today."""
        t, day = self.target.get(visit.target), self.day.get(visit.day)
        if t is None or day is None:
            return
        job = self._job(t, self._duties(t, visit.topics, owed_only=False))
        crew = self._crew(job, [self.officer[o] for o in visit.officers if o in self.officer])
        self.roster.put(job, day, visit.slot, crew)
        self.roster.fixed.add(job.index)
        self._settled(job)

    def take_over(self, visit: Visit) -> None:
        """A planned visit: as it was, if that is still lawful; else it waits for a place."""
        t = self.target.get(visit.target)
        duties = self._duties(t, visit.topics, owed_only=True) if t is not None else ()
        if t is None or not duties:
            why = "检查对象已不在计划内" if t is None else "检查事项已完成或已取消"
            self.gone.append(Change(visit, None, why))
            return
        cap = self.problem.instance.targets[t].annual_cap
        if len(self.roster.chains.get(t, [])) >= cap:
            self.gone.append(Change(visit, None, f"该对象全年检查上限为 {cap} 次"))
            return
        job = self._job(t, duties)
        self.before[job.index] = visit
        self._settled(job)
        why = self._against(job, visit)
        if why:
            self.why[job.index] = why
            self.open.append(job.index)
            return
        officers = [self.officer[o] for o in visit.officers]
        needed = {need.authority for need in job.needs}
        kept = [o for o in officers if self.problem.officer_authority[o] in needed]
        self.roster.put(job, self.day[visit.day], visit.slot, self._crew(job, kept))

    def _job(self, t: int, duties: tuple[int, ...]) -> Job:
        first, last = window_of(self.problem, t, duties) if duties else (0, -1)
        window = (max(first, self.roster.first_day), last)
        chain = len(self.roster.chains.get(t, []))
        job = job_of(self.problem, len(self.roster.jobs), t, duties, window, chain)
        self.roster.add(job)
        return job

    def _duties(self, t: int, topics: Iterable[str], *, owed_only: bool) -> tuple[int, ...]:
        rows = self.problem.instance.targets[t].duties
        named = set(topics)
        return tuple(
            i
            for i, duty in enumerate(rows)
            if duty.topic in named and (not owed_only or self.owed[t, i] > 0)
        )

    def _settled(self, job: Job) -> None:
        for i in job.duties:
            self.owed[job.target, i] = max(self.owed[job.target, i] - 1, 0)

    def _crew(self, job: Job, officers: Sequence[int]) -> Crew:
        authority = self.problem.officer_authority
        return tuple(
            tuple(o for o in officers if authority[o] == need.authority) for need in job.needs
        )

    # --- what stands against a visit as it was

    def _against(self, job: Job, visit: Visit) -> str:
        """Why the visit can't stay as it was; empty: it can."""
        day = self.day.get(visit.day)
        if day is None:
            return f"{visit.day.month}月{visit.day.day}日不再是工作日"
        if day < self.roster.first_day:
            return f"{visit.day.month}月{visit.day.day}日未按计划检查"
        return (
            self._against_day(job, day)
            or self._against_slot(job, visit, day)
            or self._against_crew(job, visit, day)
        )

    def _against_day(self, job: Job, day: int) -> str:
        if not job.first <= day <= job.last:
            return "检查时段已变更"
        first, last = self.roster.bounds(job)
        return "" if first <= day <= last else "与同一对象的其他检查间隔不足"

    def _against_slot(self, job: Job, visit: Visit, day: int) -> str:
        if visit.slot >= self.roster.slots:
            return "检查时段已变更"
        if len(self.roster.at[day][visit.slot]) >= self.roster.vehicles:
            return f"同时可派车辆为 {self.roster.vehicles} 辆，已派满"
        target = self.problem.instance.targets[job.target]
        minutes = sum(self.problem.topic_minutes[target.duties[i].topic] for i in job.duties)
        most = self.problem.instance.slot_minutes
        return "" if minutes <= most else "所需时长超过一次检查的上限"

    def _against_crew(self, job: Job, visit: Visit, day: int) -> str:
        name = self.search.labels
        numbers = []
        for key in visit.officers:
            o = self.officer.get(key)
            if o is None:
                return f"{name.get(key, key)}已不在队伍中"
            if job.recused >> o & 1:
                return f"{name.get(key, key)}应回避"
            if not self.roster.free(o, day, visit.slot, 0):
                return f"{name.get(key, key)}当天不能参加"
            numbers.append(o)
        for need in job.needs:
            for d in need.domains:
                pool = self.problem.pool(need.authority, d, job.town)
                if sum(pool >> o & 1 for o in numbers) < 2:
                    return f"{self.problem.domains[d]}持证人员不足 2 名"
        return ""

    # --- placing what moved and what is new

    def run(self) -> None:
        """Place open visits near their days, then what nobody has planned yet."""
        self.towndays = TownDays(self.problem, self.roster.jobs)
        most = len(self.roster.jobs) + sum(self.owed.values()) + 1
        builder = Builder(self.roster, self.towndays, most, self.clock.pulse)
        try:
            left = [i for i in self.open if not builder.settle(i, self._near(i))]
            builder.left = [i for i in left if not builder.squeeze(i, self._near(i), 1)]
            salvage(builder, dict(+self.owed))
        except Stopped:
            return

    def _near(self, i: int) -> Callable[[Job], list[int]]:
        """Days within bounds, the nearest to the old one first; the old day itself before all."""
        old = self.before[i].day.toordinal()
        ordinals = self.problem.ordinals

        def days(job: Job) -> list[int]:
            mine = self.before.get(job.index)
            middle = mine.day.toordinal() if mine is not None else old
            first, last = self.roster.bounds(job)
            return sorted(range(first, last + 1), key=lambda d: (abs(ordinals[d] - middle), d))

        return days

    # --- the answer

    def _outcome(self) -> Outcome:
        return outcome(self.roster, finished=True)

    def solution(self) -> Solution:
        """The new plan."""
        return solution_of(self.problem, self._outcome(), self.clock, self.search.labels)

    def changes(self) -> list[Change]:
        """What is not as it was, by day."""
        rows = list(self.gone)
        for job in self.roster.jobs:
            before = self.before.get(job.index)
            if job.index in self.roster.fixed or (before is None and not self._placed(job)):
                continue
            after = self._visit(job) if self._placed(job) else None
            if before is None:
                rows.append(Change(None, after, "新增检查事项"))
            elif after is None or not _same(before, after):
                why = self.why.get(job.index, "")
                rows.append(Change(before, after, why or _moved_aside(before, after)))
        return sorted(rows, key=_by_day)

    def _placed(self, job: Job) -> bool:
        return self.roster.day_of[job.index] >= 0

    def _visit(self, job: Job) -> Visit:
        target = self.problem.instance.targets[job.target]
        crew = sorted(o for part in self.roster.crew_of[job.index] for o in part)
        return Visit(
            target.id,
            self.problem.days[self.roster.day_of[job.index]],
            self.roster.slot_of[job.index],
            tuple(target.duties[i].topic for i in job.duties),
            tuple(self.problem.instance.officers[o].id for o in crew),
        )


def _same(before: Visit, after: Visit) -> bool:
    return (before.day, before.slot, set(before.topics), set(before.officers)) == (
        after.day,
        after.slot,
        set(after.topics),
        set(after.officers),
    )


def _moved_aside(before: Visit, after: Visit | None) -> str:
    if after is not None and set(before.topics) != set(after.topics):
        return "合并新增或减少的检查事项"
    return "为其他检查让出人员或车辆"


def _by_day(change: Change) -> tuple[date, str]:
    visit = change.before or change.after
    assert visit is not None
    return (visit.day, visit.target)
