"""Why a duty is not met, in a sentence a zone leader understands, with the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from plans.planner.jobs import window_of
from plans.planner.model import Duty, Target
from plans.planner.problem import Problem, bits


class Explainer:
    """Knows the finished plan and says of a missing duty which rule stands against it.

    ``labels`` turns ids of towns, topics and authorities into the names people use.
    """

    def __init__(
        self,
        problem: Problem,
        teams: Mapping[tuple[int, int], int],
        engaged: Mapping[tuple[int, int], int],
        held: Mapping[int, list[int]],
        labels: Mapping[str, str],
    ) -> None:
        """``teams``: (day, slot) → teams out; ``engaged``: (officer, day) → slots taken;
        ``held``: target → days visited."""
        self.problem, self.teams, self.engaged, self.held = problem, teams, engaged, held
        self.labels = labels

    def _name(self, key: str) -> str:
        return self.labels.get(key, key)

    def reason(self, t: int, i: int, missing: int) -> str:
        """The reason in Chinese."""
        target = self.problem.instance.targets[t]
        duty = target.duties[i]
        first, last = window_of(self.problem, t, (i,))
        head = f"{self._span(duty)}{self._name(duty.topic)}缺 {missing} 次："
        why = (
            self._no_day(first, last)
            or self._too_long(duty)
            or self._cap(target, duty)
            or self._nobody(target, duty, first, last)
            or self._distance(target, duty, first, last)
            or self._crowded(t, target, duty, first, last)
        )
        return head + why

    def _span(self, duty: Duty) -> str:
        def short(d: date) -> str:
            return f"{d.month}月{d.day}日"

        if (duty.not_before.month, duty.not_before.day) == (1, 1) and duty.not_after.month == 12:
            return "全年" if duty.not_after.day == 31 else f"{short(duty.not_after)}前"
        return f"{short(duty.not_before)}至{short(duty.not_after)}"

    def _no_day(self, first: int, last: int) -> str:
        return "期间没有工作日，请放宽检查时段" if first > last else ""

    def _too_long(self, duty: Duty) -> str:
        minutes, most = self.problem.topic_minutes[duty.topic], self.problem.instance.slot_minutes
        if minutes <= most:
            return ""
        return f"该事项需 {minutes} 分钟，一次检查最多 {most} 分钟"

    def _cap(self, target: Target, duty: Duty) -> str:
        if duty.times <= target.annual_cap:
            return ""
        return f"该对象全年最多检查 {target.annual_cap} 次，本事项要求 {duty.times} 次"

    def _able(self, target: Target, duty: Duty) -> list[int]:
        problem = self.problem
        pool = problem.pool(
            problem.authority_number[duty.authority],
            problem.topic_domain[duty.topic],
            problem.town_number[target.town],
        )
        return bits(pool & ~problem.recused(target))

    def _nobody(self, target: Target, duty: Duty, first: int, last: int) -> str:
        able = self._able(target, duty)
        domain = self.problem.domains[self.problem.topic_domain[duty.topic]]
        who = f"{self._name(target.town)}可派的{self._name(duty.authority)}{domain}持证人员"
        if len(able) < 2:
            spared = self.problem.recused(target).bit_count()
            out = f"（{spared} 人应回避）" if spared else ""
            return f"{who}仅 {len(able)} 名{out}，需 2 名"
        most = max(
            sum(day in self.problem.officer_days[o] for o in able) for day in range(first, last + 1)
        )
        if most < 2:
            return f"{who}共 {len(able)} 名，期间每天最多 {most} 名在岗且证件有效，需 2 名"
        return ""

    def _distance(self, target: Target, duty: Duty, first: int, last: int) -> str:
        ordinals = self.problem.ordinals
        span = ordinals[last] - ordinals[first]
        if duty.times > 1 and span < target.min_gap_days * (duty.times - 1):
            return (
                f"要求 {duty.times} 次、每次间隔 {target.min_gap_days} 天，"
                f"期间只有 {span + 1} 天，排不下"
            )
        return ""

    def _crowded(self, t: int, target: Target, duty: Duty, first: int, last: int) -> str:
        """Day by day: what stands against a visit; the counts tell the rule that blocks."""
        able = self._able(target, duty)
        found = Counter(self._obstacle(t, target, able, day) for day in range(first, last + 1))
        near, teams, people = found["near"], found["teams"], found["people"]
        days = last - first + 1
        parts = []
        if near:
            parts.append(f"{near} 天离该对象另一次检查不足 {target.min_gap_days} 天")
        if teams:
            parts.append(
                f"{teams} 天车辆已全部派出（同时最多 {self.problem.instance.vehicles} 组）"
            )
        if people:
            domain = self.problem.domains[self.problem.topic_domain[duty.topic]]
            who = f"{self._name(duty.authority)}{domain}持证人员"
            parts.append(f"{people} 天{who}可用不足 2 名（共 {len(able)} 名）")
        visits = len(self.held.get(t, []))
        if visits >= target.annual_cap:
            parts.append(f"该对象已排满全年 {target.annual_cap} 次")
        rest = days - near - teams - people
        if rest or not parts:
            parts.append(f"{rest} 天与其他检查的人员、时长或次数安排冲突")
        return f"期间 {days} 个工作日中，" + "；".join(parts)

    def _obstacle(self, t: int, target: Target, able: list[int], day: int) -> str:
        most, slots = self.problem.instance.vehicles, range(self.problem.instance.slots_per_day)
        if self._too_near(t, target, day):
            return "near"
        if all(self.teams.get((day, s), 0) >= most for s in slots):
            return "teams"
        return "people" if sum(self._has_time(o, day) for o in able) < 2 else ""

    def _too_near(self, t: int, target: Target, day: int) -> bool:
        ordinals = self.problem.ordinals
        return any(
            abs(ordinals[day] - ordinals[other]) < max(target.min_gap_days, 1)
            for other in self.held.get(t, [])
        )

    def _has_time(self, o: int, day: int) -> bool:
        problem = self.problem
        taken = self.engaged.get((o, day), 0)
        return day in problem.officer_days[o] and taken < min(
            problem.day_limit[o], problem.instance.slots_per_day
        )
