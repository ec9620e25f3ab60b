"""From the end of the investigation to the decision: notice, hearing, review, discussion."""

from __future__ import annotations

from collections.abc import Iterator

from cases.models.decision import NO_PENALTY
from cases.rules.deadlines import Term
from xiangcheng_enforcement.demo.walk import Step, Walk


def deciding(walk: Walk) -> Iterator[Step]:
    if walk.fate.penalty == NO_PENALTY:
        yield walk.on("exempt", 1, 5)
        yield from walk.arrange("last")
    else:
        yield from _notice(walk)
    if walk.rules.gravity.to_review(walk.fate):
        yield from _review(walk)
    if walk.fate.penalty != NO_PENALTY and walk.rules.gravity.to_discuss(walk.fate):
        yield walk.on("discuss", 1, 4)
    yield walk.on("decide", 1, 4)


def _notice(walk: Walk) -> Iterator[Step]:
    """Notice, the report that a large fine makes due, and the party's time to answer."""
    reported = walk.took("escalate")
    yield walk.on("notify", 1, 5)
    notified = walk.day
    if not reported:
        yield from walk.report(drafted=True)
    heard = walk.fate.heard
    if heard:
        yield walk.on("hear_statement", 1, 3)
    yield from walk.arrange("last")
    if heard != "waived" and walk.rules.gravity.to_hear(walk.fate):
        walk.wait_out(Term.HEARING_REQUEST, notified)
    if not heard:
        walk.wait_out(Term.STATEMENT, notified)


def _review(walk: Walk) -> Iterator[Step]:
    yield walk.on("submit_for_review", 1, 3)
    if walk.fate.returned:
        yield walk.on("review_returned", 1, 5)
        yield walk.on("redraft", 1, 3)
        yield walk.on("submit_for_review", 0, 1)
    yield walk.on("review_passed", 1, 5)
