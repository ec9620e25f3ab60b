"""The way of one case through the procedure, step by step with its moments.

The steps are those of `cases.rules.workflow.TRANSITIONS`, in an order the guards allow: nothing is
notified before the chief has arranged it, nothing decided before the party could answer and, where
it must, legal review has passed.
"""

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
_CITY = "city"


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


def live(fate: Fate, reported: int, rules: Rules, draw: Draw) -> Life:
    """Let the case take its way until it ends, waits (`hold`), or today is reached."""
    life = Life(fate, reported)
    for verb, moment in _Course(life, rules, draw).way():
        if verb == fate.hold and _waits_here(life, verb):
            break
        if moment >= rules.clock.limit:
            break
        life.steps.append((verb, moment))
    return life


def _waits_here(life: Life, verb: str) -> bool:
    """A case that was returned waits in its second round, not in the first."""
    if verb != "review_passed" or not life.fate.returned:
        return True
    return any(taken == "review_returned" for taken, _ in life.steps)


class _Course:
    def __init__(self, life: Life, rules: Rules, draw: Draw) -> None:
        self._life = life
        self._fate = life.fate
        self._rules = rules
        self._draw = draw
        self._moment = life.reported
        self._must_arrange = False

    def _on(self, verb: str, soonest: int, latest: int) -> Step:
        self._moment = self._rules.clock.later(self._moment, soonest, latest, self._draw)
        return verb, self._moment

    def _at_once(self, verb: str, seconds: int) -> Step:
        self._moment += seconds
        return verb, self._moment

    def way(self) -> Iterator[Step]:
        if self._fate.refused:
            yield self._on("refuse", 0, 2)
            return
        yield self._on("accept", 0, 2)
        answer = self._answer()
        if answer.kind == _CITY:
            yield self._on("transfer", 1, 4)
            return
        yield from self._report(drafted=False)
        yield from self._arrange("accept")
        if self._fate.declined:
            yield from self._arrange("notify")  # no report is left open behind
            yield self._on("decline_filing", 1, 6)
            return
        yield self._on("propose_filing", 1, 4)
        yield self._on("approve_filing", 0, 1)
        filed = self._answer()
        self._life.filed_as = answer if filed.kind == _CITY else filed
        yield from self._arrange("file")
        yield from self._investigation()
        yield from self._hearing()
        yield from self._ending()

    def _answer(self) -> Answer:
        return self._rules.judge.ask(
            self._fate.matter.item,
            tuple(town.name for town in self._fate.towns),
            day_of(self._moment // DAY),
            major=self._fate.major,
            complex_=self._fate.complex,
        )

    def _report(self, *, drafted: bool) -> Iterator[Step]:
        """Raised in the same second, routed by the worker in the next."""
        if self._rules.gravity.to_report(self._fate, drafted=drafted):
            self._must_arrange = True
            yield self._at_once("escalate", 0)
            yield self._at_once("route", 1)

    def _arrange(self, after: str) -> Iterator[Step]:
        if self._must_arrange and after in (self._fate.arranged_after, "notify"):
            self._must_arrange = False
            yield self._on("arrange", 0, 3)

    def _investigation(self) -> Iterator[Step]:
        for _ in range(self._fate.records):
            yield self._on("record", 0, 4)
        yield self._on("conclude", 2, 10)
        yield from self._arrange("conclude")

    def _hearing(self) -> Iterator[Step]:
        """Notice, the report that a large fine makes due, and the party's time to answer."""
        reported = any(verb == "escalate" for verb, _ in self._life.steps)
        yield self._on("notify", 1, 5)
        notified = self._moment // DAY
        if not reported:
            yield from self._report(drafted=True)
        if self._fate.heard:
            yield self._on("hear_statement", 1, 3)
        yield from self._arrange("notify")
        if not self._fate.heard:
            window = self._rules.terms.due(Term.STATEMENT, notified)
            self._moment = max(self._moment, window.due_on * DAY + self._moment % DAY)

    def _ending(self) -> Iterator[Step]:
        if self._rules.gravity.to_review(self._fate):
            yield from self._review()
        yield self._on("decide", 1, 4)
        yield self._on("serve", 0, 5)
        if self._fate.penalty == "fine":
            yield self._on("pay", 3, 12)
        yield self._on("propose_closing", 3, 6)
        yield self._on("approve_closing", 0, 2)

    def _review(self) -> Iterator[Step]:
        yield self._on("submit_for_review", 1, 3)
        if self._fate.returned:
            yield self._on("review_returned", 1, 5)
            yield self._on("redraft", 1, 3)
            yield self._on("submit_for_review", 0, 1)
        yield self._on("review_passed", 1, 5)
