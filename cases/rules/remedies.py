"""Reconsideration and litigation: what they leave of the decision, and when they are over.

《行政复议法》第二十条、第二十三条; 《行政诉讼法》第四十五条、第四十六条; 《行政处罚法》第四十八条
第二款、第七十三条; 《土地管理法》第八十三条.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.rules.court import Window, application_window, remedy_terms, window_after_service
from cases.rules.deadlines import Term, due_date
from core.errors import RuleViolation
from core.rules.workdays import WorkCalendar

RECONSIDERATION, LITIGATION = "reconsideration", "litigation"
UPHELD, WITHDRAWN, SETTLED = "upheld", "withdrawn", "settled"
ANNULLED = frozenset({"revoked", "void"})  # nothing is left to perform
FAULTED = frozenset({"changed", "unlawful", *ANNULLED})  # what was made public is withdrawn
BASIS = "《行政处罚法》第七十三条"


@dataclass(frozen=True)
class Contest:
    """One reconsideration or suit; `result` "" while it runs."""

    kind: str
    filed_on: date
    result: str = ""
    result_on: date | None = None


@dataclass(frozen=True)
class Served:
    """The decision as served. `simple`: on the spot, so that reconsideration comes first."""

    on: date
    land: bool = False
    simple: bool = False
    deferred_until: date | None = None


def check_filing(kind: str, contests: Sequence[Contest], *, simple: bool) -> None:
    """Raise where the law has an order: spot decisions go to reconsideration before court."""
    if any(row.kind == kind and not row.result for row in contests):
        raise RuleViolation("runs_already", "同一途径已有一件尚未办结", BASIS, "kind")
    if any(row.result in ANNULLED for row in contests):
        raise RuleViolation("annulled", "处罚决定已被撤销或者确认无效", BASIS, "kind")
    if kind != LITIGATION:
        if any(row.kind == LITIGATION for row in contests):
            message = "已经起诉的，不得再申请行政复议"
            raise RuleViolation("sued_already", message, "《行政复议法》第二十九条", "kind")
        return
    ended = [row for row in contests if row.kind == RECONSIDERATION]
    if any(not row.result for row in ended):
        message = "已申请行政复议的，在法定复议期间内不得起诉"
        raise RuleViolation("reconsidering", message, "《行政复议法》第二十九条", "kind")
    if simple and not ended:
        message = "对当场作出的处罚决定不服，应当先申请行政复议"
        basis = "《行政复议法》第二十三条第一款第一项"
        raise RuleViolation("reconsideration_first", message, basis, "kind")


def remedies_end(
    served: Served, contests: Sequence[Contest], calendar: WorkCalendar
) -> date | None:
    """The last day of the party's time to contest; None while something runs."""
    if any(not row.result for row in contests):
        return None
    end = _from_service(served, calendar)
    for row in contests:
        assert row.result_on is not None  # it has a result
        if row.kind == RECONSIDERATION and row.result != WITHDRAWN:
            # Whoever chose reconsideration has fifteen days more, not the six months.
            end = due_date(Term.LITIGATION_AFTER_RECONSIDERATION, row.result_on, calendar).due_on
        elif row.kind == LITIGATION and row.result != WITHDRAWN:
            end = row.result_on
        else:
            end = max(end, row.result_on)
    return end


def _from_service(served: Served, calendar: WorkCalendar) -> date:
    if served.simple:
        return due_date(Term.RECONSIDERATION, served.on, calendar).due_on
    ends = remedy_terms(served.on, calendar, land_demolition=served.land)
    return max(end.due_on for end in ends)


def court_window(
    served: Served, contests: Sequence[Contest], calendar: WorkCalendar
) -> Window | None:
    """When the court may be asked; None while a remedy runs or when nothing is left to enforce."""
    if any(row.result in ANNULLED for row in contests):
        return None
    end = remedies_end(served, contests, calendar)
    if end is None:
        return None
    if served.deferred_until is not None and served.deferred_until > end:
        return application_window(served.deferred_until, calendar, deferred=True)
    if not contests and not served.simple:
        return window_after_service(served.on, calendar, land_demolition=served.land)
    return application_window(end, calendar)
