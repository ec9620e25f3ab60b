"""When the court may be asked to enforce (《行政强制法》第五十三条、第五十四条).

An organ without power of its own may apply within three months from the end of the party's time
for reconsideration and suit, ten working days after its demand (催告) was served. Payment that
was put off moves the start to the end of that time (《行政处罚法》第七十二条第二款).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cases.rules.deadlines import DueDate, Term, due_date
from cases.rules.terms import TERM_RULES
from core.rules.periods import Period
from core.rules.workdays import WorkCalendar, dated

_DAY = timedelta(days=1)
LAND_LAW = "《土地管理法》"
_DEFERRED = "《行政处罚法》第七十二条第二款"


@dataclass(frozen=True)
class Window:
    """From when until when something may be done; `closes_on` None: no end of its own.

    `due_on`: the last day of the term the window comes from.
    """

    opens_on: date
    closes_on: date | None
    due_on: date
    basis: str
    provisional: bool
    why: str
    derivation: tuple[str, ...]

    def holds(self, day: date) -> bool:
        return self.opens_on <= day and (self.closes_on is None or day <= self.closes_on)


def is_land_demolition(legal_basis: str, ordered: str) -> bool:
    """Whether 《土地管理法》第八十三条 sets the suit term: 依照本法责令限期拆除.

    `legal_basis` is what the item or the decision rests on, `ordered` what is ordered. An order
    under 《城乡规划法》, or under the regulations to the land law alone, keeps the six months.
    """
    return LAND_LAW in legal_basis and "拆除" in ordered


def application_window(
    ended_on: date,
    calendar: WorkCalendar,
    *,
    deferred: bool = False,
    suspended: Sequence[Period] = (),
) -> Window:
    """Three months from the day after the remedy terms (or the deferred payment) ended."""
    due = due_date(Term.COURT_APPLICATION, ended_on, calendar, suspended=suspended)
    opens = ended_on + _DAY
    what = "暂缓、分期缴纳期限" if deferred else "复议、起诉的法定期限"
    basis = f"{due.basis}、{_DEFERRED}" if deferred else due.basis
    steps = (f"{what}于{dated(ended_on)}届满，自{dated(opens)}起可以申请", *due.derivation[1:])
    return Window(opens, due.due_on, due.due_on, basis, due.provisional, due.why, steps)


def remedy_terms(
    served_on: date, calendar: WorkCalendar, *, land_demolition: bool = False
) -> list[DueDate]:
    """The party's terms after service; the last of them ends the time to contest.

    Suit (six months) and reconsideration (60 days); for an order to demolish under
    《土地管理法》第八十三条 the fifteen days for suit alone.
    """
    if land_demolition:
        return [due_date(Term.LITIGATION_LAND, served_on, calendar)]
    return [due_date(term, served_on, calendar) for term in (Term.LITIGATION, Term.RECONSIDERATION)]


def window_after_service(
    served_on: date, calendar: WorkCalendar, *, land_demolition: bool = False
) -> Window:
    """The same, worked out from the service of the decision when nobody contested it."""
    ends = remedy_terms(served_on, calendar, land_demolition=land_demolition)
    last = max(ends, key=lambda end: end.due_on)
    window = application_window(last.due_on, calendar)
    steps = tuple(
        f"{TERM_RULES[end.term].label}（{end.basis}）：{dated(served_on)}送达，"
        f"{dated(end.due_on)}届满"
        for end in ends
    )
    return Window(
        window.opens_on,
        window.closes_on,
        window.due_on,
        f"{window.basis}；{last.basis}",
        window.provisional or last.provisional,
        window.why or last.why,
        (*steps, *window.derivation),
    )


def demand_window(
    served_on: date, calendar: WorkCalendar, *, suspended: Sequence[Period] = ()
) -> Window:
    """After a demand was served: ten whole working days, from the next day the court may be asked.

    《行政强制法》第五十四条; no end of its own, that is `application_window`'s.
    """
    due = due_date(Term.COURT_DEMAND, served_on, calendar, suspended=suspended)
    opens = due.due_on + _DAY
    steps = (*due.derivation, f"仍未履行的，自{dated(opens)}起可以申请人民法院强制执行")
    return Window(opens, None, due.due_on, due.basis, due.provisional, due.why, steps)
