"""The door: an instance in, the best plan found within the time out.

Hard rules, kept by every plan (what can't be met goes to ``unmet`` with its reason):

H1 a duty at most ``times``, within its window, each time at another visit. H2 a target at most
``annual_cap`` visits, ``min_gap_days`` apart. H3 each topic by two officers or more of its
authority, certified in its domain on that day; nobody comes without a topic of their own. H4 an
officer in one place a slot, present, in their towns, within day and week limits. H5 working days
only. H6 teams out in a slot at most ``vehicles``. H7 nobody recused. H8 the minutes fit the slot.
H9 ``unmet`` says exactly what is missing.

Aims in order: least unmet; fewest visits (综合查一次); even load; few town-days; even months.
Ties are broken by lot from the seed (双随机): the same instance, seed and enough time give the
same plan.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from plans.planner import exact
from plans.planner.attempt import Outcome, Placed, attempt, spread_of
from plans.planner.building import Stopped
from plans.planner.explaining import Explainer
from plans.planner.jobs import jobs_of
from plans.planner.model import Instance, Report, Solution, Unmet, Visit
from plans.planner.problem import Job, Problem, compiled
from plans.planner.towndays import fewest_town_days

# Attempts at an instance of one visit; larger ones get fewer, at least the second figure.
_WORK, _LEAST, _MOST = 14_000, 1, 30


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is: stage in Chinese, part done 0–1, best plan so far (None: none)."""

    stage: str
    done: float
    unmet: int | None = None
    visits: int | None = None
    load_spread: int | None = None
    town_days: int | None = None


@dataclass
class Search:
    """Limits of a search, and who is told. ``cancelled`` is asked several times a second."""

    time_limit: float = 60.0
    workers: int = 1
    on_progress: Callable[[Progress], None] = lambda progress: None
    cancelled: Callable[[], bool] = lambda: False
    labels: Mapping[str, str] = field(default_factory=dict)


class Clock:
    """Ends the search when time is up or somebody cancelled; asked very often, so it is cheap."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.started = time.monotonic()
        self._asked = 0

    @property
    def seconds(self) -> float:
        """Since the search began."""
        return time.monotonic() - self.started

    def over(self) -> bool:
        """Time is up, or cancelled."""
        return self.seconds >= self.search.time_limit or self.search.cancelled()

    def pulse(self) -> None:
        """Raise Stopped when over; looks at the clock at every 64th call."""
        self._asked += 1
        if self._asked % 64 == 0 and self.over():
            raise Stopped


def solve(instance: Instance, search: Search | None = None) -> Solution:
    """The best plan found. It is lawful whenever the search ends, also when it is cancelled."""
    search = search or Search()
    clock = Clock(search)
    problem = compiled(instance)
    wanted, left_out = jobs_of(problem)
    best = _best_attempt(problem, wanted, left_out, search, clock)
    proof = False
    if best.grade[0] and exact.small_enough(problem) and not clock.over():
        search.on_progress(_told("证明最少未排数", 0.95, best))
        seconds = search.time_limit - clock.seconds
        found = exact.proved(problem, seconds, search.workers, clock.over)
        if found is not None:
            best, proof = _better(problem, best, found), found[2]
    solution = solution_of(problem, best, clock, search.labels, proof=proof)
    search.on_progress(_told("完成", 1.0, best))
    return solution


def _best_attempt(
    problem: Problem,
    wanted: list[Job],
    left_out: dict[tuple[int, int], int],
    search: Search,
    clock: Clock,
) -> Outcome:
    count = max(_LEAST, min(_MOST, _WORK // max(len(wanted), 1)))
    best: Outcome | None = None
    bound = fewest_town_days(problem, wanted)
    for number in range(count):
        if best is not None and (clock.over() or _good_enough(problem, best, bound)):
            break
        stage = _stage(search, number, count, best)
        found = attempt(problem, wanted, left_out, number, clock.pulse, stage)
        if best is None or found.grade < best.grade:
            best = found
        if not found.finished:
            break
    assert best is not None
    return best


def _stage(search: Search, number: int, count: int, best: Outcome | None) -> Callable[[str], None]:
    def told(name: str) -> None:
        search.on_progress(_told(f"第 {number + 1}/{count} 稿：{name}", number / count, best))

    return told


def _good_enough(problem: Problem, best: Outcome, bound: int) -> bool:
    """Another attempt could hardly gain anything: every aim is at its bound or within 2 %."""
    months = max(len(set(problem.month_of)), 1)
    unmet, visits, spread, town_days, busiest = best.grade
    even = busiest <= visits / months * 1.05 + 1
    return unmet == 0 and spread <= 1 and town_days <= bound * 1.02 and even


def _better(
    problem: Problem,
    best: Outcome,
    found: tuple[list[Placed], dict[tuple[int, int], int], bool],
) -> Outcome:
    placed, missing, _ = found
    total = Counter(o for row in placed for o in row[4])
    months = Counter(problem.month_of[row[1]] for row in placed)
    town_days = {(problem.instance.targets[row[0]].town, row[1]) for row in placed}
    load = [total[o] for o in range(len(problem.officer_authority))]
    grade = (
        sum(missing.values()),
        len(placed),
        spread_of(problem, load),
        len(town_days),
        max(months.values(), default=0),
    )
    exact_one = Outcome(tuple(placed), tuple(sorted(missing.items())), grade, finished=True)
    return exact_one if exact_one.grade < best.grade else best


def _told(stage: str, done: float, best: Outcome | None) -> Progress:
    if best is None:
        return Progress(stage, done)
    unmet, visits, spread, town_days, _ = (int(n) for n in best.grade)
    return Progress(stage, done, unmet, visits, spread, town_days)


def solution_of(
    problem: Problem,
    best: Outcome,
    clock: Clock,
    labels: Mapping[str, str],
    *,
    proof: bool = False,
) -> Solution:
    """The outcome in the words of the exchange format, with reasons and report."""
    instance = problem.instance
    visits = []
    for t, day, slot, duties, crew in sorted(best.placed, key=lambda row: row[1:3] + row[:1]):
        target = instance.targets[t]
        visits.append(
            Visit(
                target.id,
                problem.days[day],
                slot,
                tuple(target.duties[i].topic for i in duties),
                tuple(instance.officers[o].id for o in crew),
            )
        )
    return Solution(
        tuple(visits),
        _unmet(problem, best, labels),
        _report(problem, best, clock.seconds, proof=proof),
    )


def _unmet(problem: Problem, best: Outcome, labels: Mapping[str, str]) -> tuple[Unmet, ...]:
    teams = Counter((row[1], row[2]) for row in best.placed)
    engaged = Counter((o, row[1]) for row in best.placed for o in row[4])
    held: dict[int, list[int]] = {}
    for row in best.placed:
        held.setdefault(row[0], []).append(row[1])
    explainer = Explainer(problem, teams, engaged, held, labels)
    rows = []
    for (t, i), missing in best.missing:
        target = problem.instance.targets[t]
        reason = explainer.reason(t, i, missing)
        rows.append(Unmet(target.id, target.duties[i].topic, missing, reason))
    return tuple(rows)


def _report(problem: Problem, best: Outcome, seconds: float, *, proof: bool) -> Report:
    targets = problem.instance.targets
    bound = sum(max((d.times for d in t.duties), default=0) for t in targets)
    separate = 0
    for target in targets:
        most: dict[str, int] = {}
        for duty in target.duties:
            most[duty.authority] = max(most.get(duty.authority, 0), duty.times)
        separate += sum(most.values())
    months = max(len(set(problem.month_of)), 1)
    unmet, visits, spread, town_days, busiest = (int(n) for n in best.grade)
    return Report(
        visits=visits,
        visits_lower_bound=bound,
        separate_visits=separate,
        load_spread=spread,
        town_days=town_days,
        month_max_over_mean=round(busiest / (visits / months), 4) if visits else 0.0,
        seconds=round(seconds, 3),
        optimal=proof or (unmet == 0 and visits == bound),
    )
