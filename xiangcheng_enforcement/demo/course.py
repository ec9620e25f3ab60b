"""The way of one case through the procedure, step by step with its moments.

The steps are those of `cases.rules.workflow.TRANSITIONS`, in an order the guards allow: nothing is
notified before the chief has arranged it, nothing decided before the party could answer and, where
it must, legal review has passed and the heads have discussed it.
"""

from __future__ import annotations

from collections.abc import Iterator

from xiangcheng_enforcement.demo.clock import Draw
from xiangcheng_enforcement.demo.course_decision import deciding
from xiangcheng_enforcement.demo.course_performance import performing
from xiangcheng_enforcement.demo.fate import Fate
from xiangcheng_enforcement.demo.walk import Life, Rules, Step, Walk

_CITY = "city"


def live(fate: Fate, reported: int, rules: Rules, draw: Draw) -> Life:
    """Let the case take its way until it ends, waits (`hold`), or today is reached."""
    life = Life(fate, reported)
    for verb, moment in _way(Walk(life, rules, draw)):
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


def _way(walk: Walk) -> Iterator[Step]:
    fate = walk.fate
    if fate.refused:
        yield walk.on("refuse", 0, 2)
        return
    yield walk.on("accept", 0, 2)
    answer = walk.answer()
    if answer.kind == _CITY:
        yield walk.on("transfer", 1, 4)
        yield walk.on("record_receipt", 1, 6)
        yield walk.at_once("transfer_ended", 0)
        return
    yield from walk.report(drafted=False)
    yield from walk.arrange("accept")
    if fate.declined:
        yield from walk.arrange("last")  # no report is left open behind
        yield walk.on("decline_filing", 1, 6)
        return
    yield walk.on("propose_filing", 1, 4)
    yield walk.on("approve_filing", 0, 1)
    filed = walk.answer()
    walk.life.filed_as = answer if filed.kind == _CITY else filed
    yield from walk.arrange("file")
    yield from _investigation(walk)


def _investigation(walk: Walk) -> Iterator[Step]:
    for _ in range(walk.fate.records):
        yield walk.on("record", 0, 4)
    if walk.fate.terminated:
        yield from walk.arrange("last")
        yield walk.on("propose_termination", 2, 10)
        yield walk.on("terminate", 0, 2)
        return
    yield walk.on("conclude", 2, 10)
    yield from walk.arrange("conclude")
    yield from deciding(walk)
    yield from performing(walk)
