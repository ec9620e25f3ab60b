"""A case on its way in time: where it stands, and how the moment of the next step is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cases.rules.deadlines import Term
from xiangcheng_enforcement.demo.clock import DAY, Clock, Draw, day_of
from xiangcheng_enforcement.demo.fate import Fate
from xiangcheng_enforcement.demo.gravity import Gravity
from xiangcheng_enforcement.demo.judge import Answer, Judge
from xiangcheng_enforcement.demo.terms import Terms

Step = tuple[str, int]


@dataclass(slots=True)
class Life:
    """A case's fate and the steps taken so far; `filed_as` names who was competent at filing."""

    fate: Fate
    reported: int
    steps: list[Step] = field(default_factory=list)
    filed_as: Answer | None = None


@dataclass(frozen=True)
class Rules:
    """What a course asks."""

    clock: Clock
    terms: Terms
    judge: Judge
    gravity: Gravity


class Walk:
    """Gives each step its moment; later ones are never earlier."""

    def __init__(self, life: Life, rules: Rules, draw: Draw) -> None:
        self.life = life
        self.fate = life.fate
        self.rules = rules
        self.moment = life.reported
        self._draw = draw
        self._must_arrange = False

    @property
    def day(self) -> int:
        return self.moment // DAY

    def on(self, verb: str, soonest: int, latest: int) -> Step:
        """In office hours, that many days on."""
        self.moment = self.rules.clock.later(self.moment, soonest, latest, self._draw)
        return verb, self.moment

    def at_once(self, verb: str, seconds: int) -> Step:
        self.moment += seconds
        return verb, self.moment

    def wait_until(self, day: int) -> None:
        """Nothing happens before that day; a step one day on falls after it."""
        self.moment = max(self.moment, day * DAY + self.moment % DAY)

    def wait_out(self, term: Term, start: int) -> None:
        """Wait for the last day of the term that began on `start`."""
        self.wait_until(self.rules.terms.due(term, start).due_on)

    def took(self, verb: str) -> bool:
        return any(taken == verb for taken, _ in self.life.steps)

    def answer(self) -> Answer:
        """Who is competent today."""
        return self.rules.judge.ask(
            self.fate.matter.item,
            tuple(town.name for town in self.fate.towns),
            day_of(self.day),
            major=self.fate.major,
            complex_=self.fate.complex,
        )

    def report(self, *, drafted: bool) -> Iterator[Step]:
        """Raised in the same second, routed by the worker in the next."""
        if self.rules.gravity.to_report(self.fate, drafted=drafted):
            self._must_arrange = True
            yield self.at_once("escalate", 0)
            yield self.at_once("route", 1)

    def arrange(self, after: str) -> Iterator[Step]:
        """The chief's answer, at the place in the course that was drawn, or at the last one."""
        if self._must_arrange and after in (self.fate.arranged_after, "last"):
            self._must_arrange = False
            yield self.on("arrange", 0, 3)
