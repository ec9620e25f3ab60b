"""The proof for small instances: the least that must be left undone, by constraint programming.

The search elsewhere is quick but proves nothing when something is unmet. Where the whole problem
is small CP-SAT settles it, so that one officer more can never make the answer worse. All hard
rules are constraints here again, in another form than in ``roster``.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from ortools.sat.python import cp_model

from plans.planner.attempt import Placed
from plans.planner.problem import Problem

# Officers × visits × slots of the year beyond which the proof is not tried.
_LARGEST = 120_000

Key = tuple[int, int]


class _Model:
    """Visit k of target t: is it held, when, with which duties, by whom."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        instance = problem.instance
        self.visits: list[Key] = [
            (t, k)
            for t, target in enumerate(instance.targets)
            for k in range(min(target.annual_cap, sum(d.times for d in target.duties)))
        ]
        self.when: dict[Key, dict[tuple[int, int], cp_model.IntVar]] = {}
        self.does: dict[Key, list[cp_model.IntVar]] = {}
        self.goes: dict[Key, dict[int, cp_model.IntVar]] = {}
        for key in self.visits:
            self._visit(key)
        self._targets()
        self._days()

    def _visit(self, key: Key) -> None:
        problem, model = self.problem, self.model
        target = problem.instance.targets[key[0]]
        slots = range(problem.instance.slots_per_day)
        name = f"{key[0]}.{key[1]}"
        when = {
            (d, s): model.new_bool_var(f"w{name}.{d}.{s}")
            for d in range(len(problem.days))
            for s in slots
        }
        model.add_at_most_one(when.values())
        does = [model.new_bool_var(f"d{name}.{i}") for i in range(len(target.duties))]
        held = sum(when.values())
        for i, duty in enumerate(target.duties):
            model.add(does[i] <= held)
            first, last = problem.window(duty.not_before, duty.not_after)
            for (d, _s), var in when.items():
                if not first <= d <= last:
                    model.add_at_most_one(does[i], var)
        model.add(sum(does) >= held)
        model.add(
            sum(problem.topic_minutes[d.topic] * does[i] for i, d in enumerate(target.duties))
            <= problem.instance.slot_minutes
        )
        self.when[key], self.does[key] = when, does
        self._crew(key)

    def _crew(self, key: Key) -> None:
        problem, model = self.problem, self.model
        target = problem.instance.targets[key[0]]
        town, recused = problem.town_number[target.town], problem.recused(target)
        goes: dict[int, cp_model.IntVar] = {}
        for o in range(len(problem.officer_authority)):
            authority = problem.officer_authority[o]
            own = [
                self.does[key][i]
                for i, duty in enumerate(target.duties)
                if problem.authority_number[duty.authority] == authority
            ]
            if not own or recused >> o & 1 or town not in problem.officer_towns[o]:
                continue
            goes[o] = model.new_bool_var(f"g{key[0]}.{key[1]}.{o}")
            # H3: nobody goes without a topic of the authority.
            model.add(goes[o] <= sum(own))
            for (d, _s), var in self.when[key].items():
                if d not in problem.officer_days[o]:
                    model.add_at_most_one(goes[o], var)
        for i, duty in enumerate(target.duties):
            authority = problem.authority_number[duty.authority]
            domain = problem.topic_domain[duty.topic]
            able = [
                var
                for o, var in goes.items()
                if problem.officer_authority[o] == authority
                and domain in problem.officer_domains[o]
            ]
            model.add(sum(able) >= 2 * self.does[key][i])
        self.goes[key] = goes

    def _targets(self) -> None:
        problem, model = self.problem, self.model
        self.missing: list[cp_model.IntVar] = []
        self.missing_of: dict[Key, cp_model.IntVar] = {}
        for t, target in enumerate(problem.instance.targets):
            keys = [key for key in self.visits if key[0] == t]
            for i, duty in enumerate(target.duties):
                var = model.new_int_var(0, duty.times, f"m{t}.{i}")
                model.add(sum(self.does[key][i] for key in keys) + var == duty.times)
                self.missing.append(var)
                self.missing_of[t, i] = var
            for before, after in combinations(keys, 2):
                self._apart(before, after, target.min_gap_days)

    def _apart(self, before: Key, after: Key, gap: int) -> None:
        """H2; and the visits of a target are held in their order, to look at each plan once."""
        problem, model = self.problem, self.model
        later = sum(self.when[after].values())
        if after[1] == before[1] + 1:
            model.add(later <= sum(self.when[before].values()))
        for (d, _s), var in self.when[before].items():
            near = [
                other
                for (e, _t), other in self.when[after].items()
                if problem.ordinals[e] < problem.ordinals[d] + max(gap, 1)
            ]
            model.add(sum(near) == 0).only_enforce_if(var)

    def _days(self) -> None:
        problem, model = self.problem, self.model
        for d in range(len(problem.days)):
            for s in range(problem.instance.slots_per_day):
                teams = [self.when[key][d, s] for key in self.visits]
                model.add(sum(teams) <= problem.instance.vehicles)
        for o in range(len(problem.officer_authority)):
            self._officer(o)

    def _officer(self, o: int) -> None:
        """H4: one place a slot, the day's and the week's most."""
        problem, model = self.problem, self.model
        weeks: dict[int, list[cp_model.IntVar]] = {}
        for d in sorted(problem.officer_days[o]):
            day = []
            for s in range(problem.instance.slots_per_day):
                there = []
                for key in self.visits:
                    if o in self.goes[key]:
                        var = model.new_bool_var(f"t{o}.{d}.{s}.{key[0]}.{key[1]}")
                        model.add(var >= self.goes[key][o] + self.when[key][d, s] - 1)
                        there.append(var)
                if there:
                    model.add(sum(there) <= 1)
                    day.extend(there)
            if day:
                model.add(sum(day) <= problem.day_limit[o])
                weeks.setdefault(problem.week_of[d], []).extend(day)
        for row in weeks.values():
            model.add(sum(row) <= problem.week_limit[o])


def small_enough(problem: Problem) -> bool:
    """The proof is worth trying."""
    instance = problem.instance
    visits = sum(min(t.annual_cap, sum(d.times for d in t.duties)) for t in instance.targets)
    slots = len(problem.days) * instance.slots_per_day
    return visits * slots * max(len(instance.officers), 1) <= _LARGEST


def proved(
    problem: Problem, seconds: float, workers: int, stop: Callable[[], bool]
) -> tuple[list[Placed], dict[Key, int], bool] | None:
    """Least unmet, then fewest visits: visits, what is missing, and whether it is proved."""
    whole = _Model(problem)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(seconds, 0.1)
    solver.parameters.num_workers = max(workers, 1)
    solver.parameters.random_seed = problem.instance.seed % 2**31
    held = sum(sum(whole.when[key].values()) for key in whole.visits)
    # One duty met outweighs every visit it may cost.
    whole.model.minimize((len(whole.visits) + 1) * sum(whole.missing) + held)
    status = solver.solve(whole.model, _Watch(stop))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    placed = [_read(whole, solver, key) for key in whole.visits]
    missing = {k: solver.value(v) for k, v in whole.missing_of.items() if solver.value(v)}
    return [row for row in placed if row], missing, status == cp_model.OPTIMAL


class _Watch(cp_model.CpSolverSolutionCallback):
    """Ends the proof at a solution when the search was cancelled."""

    def __init__(self, stop: Callable[[], bool]) -> None:
        super().__init__()
        self.stop = stop

    def on_solution_callback(self) -> None:
        """Called by the solver at each better solution."""
        if self.stop():
            self.stop_search()


def _read(whole: _Model, solver: cp_model.CpSolver, key: Key) -> Placed | None:
    for (day, slot), var in whole.when[key].items():
        if solver.value(var):
            duties = tuple(i for i, v in enumerate(whole.does[key]) if solver.value(v))
            crew = tuple(sorted(o for o, v in whole.goes[key].items() if solver.value(v)))
            return (key[0], day, slot, duties, crew)
    return None
