"""Every case of the demo, in the order of the reports; and what they add up to, before writing.

The same seed and day give the same cases: each has a generator of its own, so they can be walked
through twice, first only to count (numbers of papers, blocks of keys), then to write.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from xiangcheng_enforcement.demo.clock import DAY, Clock, Draw, day_of
from xiangcheng_enforcement.demo.course import live
from xiangcheng_enforcement.demo.fate import Fates
from xiangcheng_enforcement.demo.papers import ARCHIVE, DECISION, NOTICE, PaperKey
from xiangcheng_enforcement.demo.showcase import STORIES, Story
from xiangcheng_enforcement.demo.walk import Life, Rules
from xiangcheng_enforcement.demo.world import World

_WEEKEND = 0.35  # reports on a day off, compared with a working day
_STRIDE = 1_000_003  # keeps the seeds of neighbouring demos apart


@dataclass(slots=True)
class Told:
    """A case as told: its life, and the rest of its random numbers for the words."""

    index: int
    life: Life
    draw: Draw


@dataclass
class Demo:
    """How many cases, of which seed."""

    cases: int
    seed: int
    world: World
    rules: Rules
    fates: Fates

    def tell(self) -> Iterator[Told]:
        """All cases, earliest report first."""
        clock = self.rules.clock
        random = Random()  # noqa: S311 - invented cases need no secrecy
        draw = random.random
        last = clock.today.toordinal()
        for index, (moment, story) in enumerate(_reports(self.cases, clock)):
            random.seed(self.seed * _STRIDE + index)
            fate = self.fates.of(story, last - moment // DAY, draw)
            yield Told(index, live(fate, moment, self.rules, draw), draw)

    def survey(self) -> Survey:
        """Count what `tell` will tell."""
        survey = Survey()
        for told in self.tell():
            survey.add(told.life, self.world)
        return survey


@dataclass
class Survey:
    """Sums over all cases."""

    verbs: Counter[str] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    papers: Counter[PaperKey] = field(default_factory=Counter)

    def add(self, life: Life, world: World) -> None:
        self.years[day_of(life.reported // DAY).year] += 1
        unit = ""
        if life.filed_as is not None and life.filed_as.authority:
            unit = world.unit_named(life.filed_as.authority).key
        for verb, moment in life.steps:
            self.verbs[verb] += 1
            if verb == "notify":
                self.papers[NOTICE, unit, moment // DAY] += 1
            elif verb == "decide":
                self.papers[DECISION, unit, moment // DAY] += 1
            elif verb == "archive":
                self.papers[ARCHIVE, unit, moment // DAY] += 1


def _reports(cases: int, clock: Clock) -> Iterator[tuple[int, Story | None]]:
    """Moments of the reports, ascending: the stories first of all, the rest over the year."""
    first, end = clock.first.toordinal(), clock.today.toordinal()
    told: dict[int, list[Story]] = {}
    for told_story in STORIES[:cases]:
        told.setdefault(max(first, end - told_story.age), []).append(told_story)
    plain = cases - min(cases, len(STORIES))
    weights = [1.0 if clock.calendar.is_workday(day_of(day)) else _WEEKEND
               for day in range(first, end)]  # fmt: skip
    total, passed, begun = sum(weights), 0.0, 0
    for day, weight in zip(range(first, end), weights, strict=True):
        passed += weight
        until = plain if day == end - 1 else int(plain * passed / total)
        today: list[Story | None] = [*told.get(day, []), *[None] * (until - begun)]
        begun = until
        for place, story in enumerate(today):
            yield clock.report(day, place, len(today)), story
