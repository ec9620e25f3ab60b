"""From the decision to the end: service, payment or the court, closing."""

from __future__ import annotations

from collections.abc import Iterator

from cases.rules.deadlines import Term
from cases.rules.gravity import PenaltyKind
from xiangcheng_enforcement.demo.fate import suit_term
from xiangcheng_enforcement.demo.walk import Step, Walk


def performing(walk: Walk) -> Iterator[Step]:
    yield walk.on("serve", 0, 5)
    yield walk.on("publish", 0, 2)
    if walk.fate.contested:
        yield walk.on("remedy", 15, 30)
        yield walk.on("remedy_result", 40, 55)
    if walk.fate.unpaid:
        yield from _court(walk)
    elif walk.fate.penalty == PenaltyKind.FINE:
        yield walk.on("pay", 3, 12)
    yield walk.on("propose_closing", 3, 6)
    yield walk.on("approve_closing", 0, 2)
    yield walk.on("archive", 2, 22)


def _court(walk: Walk) -> Iterator[Step]:
    """Neither paid nor contested: once the time to sue is over, demand, and ten working days
    later the court (《行政强制法》第五十三条、第五十四条), which ends what can't be got."""
    walk.wait_out(suit_term(walk.fate), walk.day)
    yield walk.on("demand", 1, 7)
    yield walk.on("serve_paper", 0, 3)
    walk.wait_out(Term.COURT_DEMAND, walk.day)
    yield walk.on("enforce", 1, 7)
    yield walk.on("approve_enforcement", 0, 2)
    yield walk.on("enforce_result", 40, 70)
