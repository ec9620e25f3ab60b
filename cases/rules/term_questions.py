"""One question about a term, read from text and answered: for the command and the calculator.

Every code of the reference table is known, also those that are no terms in days: sums and the rate
of the surcharge, terms in hours, terms counted back, and windows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from difflib import get_close_matches

from cases.rules import court, particular_terms
from cases.rules.deadlines import due_date, due_moment
from cases.rules.figures import FIGURES, Figure
from cases.rules.terms import TERM_RULES, Term, TermRule, Unit
from core.errors import RuleViolation
from core.rules.periods import Period
from core.rules.workdays import WorkCalendar

FIRST_YEAR, LAST_YEAR = 2000, 2090
CODES = (*FIGURES, *(term.value for term in Term))
WINDOWS = frozenset({Term.COURT_APPLICATION, Term.COURT_DEMAND})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Question:
    """What is asked. `served`: the start is the service of the decision (application to court);
    `land`: it orders demolition under 《土地管理法》; `deferred`: the start is the end of deferred
    payment; `extended`: approved further days, in the term's unit."""

    code: str
    start: date | datetime | None = None
    length: int | None = None
    extended: int = 0
    suspended: tuple[Period, ...] = ()
    served: bool = False
    land: bool = False
    deferred: bool = False


@dataclass(frozen=True)
class Answer:
    """One of: a figure, a day or moment (`due`), a window (`opens_on`, `closes_on`, `due`)."""

    code: str
    label: str
    basis: str
    figure: Figure | None = None
    due: date | datetime | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    derivation: tuple[str, ...] = ()
    provisional: bool = False
    why: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def rule(self) -> TermRule | None:
        return None if self.figure else TERM_RULES[Term(self.code)]

    @property
    def is_window(self) -> bool:
        return self.opens_on is not None


def read_code(text: str) -> str:
    """The code as the table spells it; an unknown one is refused with what comes close."""
    code = text.strip().upper()
    if code in CODES:
        return code
    close = get_close_matches(code, CODES, n=3, cutoff=0.6)
    known = f"您要找的是不是 {'、'.join(close)}" if close else f"可用的代码：{'、'.join(CODES)}"
    raise RuleViolation("unknown_term", f"没有代码为“{text}”的期限；{known}", field="code")


def read_start(text: str) -> date | datetime:
    """A day (2026-01-05), or for terms in hours a moment (2026-01-05T09:30)."""
    try:
        if _DAY.fullmatch(text.strip()):
            found: date | datetime = date.fromisoformat(text.strip())
        else:
            found = datetime.fromisoformat(text.strip().replace(" ", "T"))
    except ValueError:
        message = (
            f"日期“{text}”不对：应是真实的日期，写作 2026-01-05（按小时计的写作 2026-01-05T09:30）"
        )
        raise RuleViolation("bad_start", message, field="start") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = f"起算日应在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间"
        raise RuleViolation("start_out_of_range", message, field="start")
    return found


def read_period(text: str) -> Period:
    """FROM:TO, both days included."""
    ends = text.strip().split(":")
    if len(ends) != 2 or not all(_DAY.fullmatch(end) for end in ends):
        message = f"中止期间“{text}”应写作 2026-02-24:2026-02-26（起:止，均含当日）"
        raise RuleViolation("bad_pause", message, field="suspended")
    first, last = (read_start(end) for end in ends)
    if last < first:
        message = f"中止期间“{text}”的止日早于起日"
        raise RuleViolation("pause_reversed", message, field="suspended")
    return Period(first, last)


def answer(
    asked: Question,
    calendar: WorkCalendar,
    *,
    today: date,
    lengths: Mapping[str, int] | None = None,
) -> Answer:
    """Work the question out; `lengths` are the figures in force of configurable terms, by code.

    Raises RuleViolation for whatever can't be answered, with the field it concerns.
    """
    if asked.code in FIGURES:
        figure = FIGURES[asked.code]
        return Answer(asked.code, figure.label, figure.basis, figure=figure)
    term = Term(asked.code)
    rule = TERM_RULES[term]
    if asked.start is None:
        raise RuleViolation("no_start", f"请给出起算日（{rule.start}）", rule.basis, field="start")
    _check_options(asked, rule)
    figure_in_force = (lengths or {}).get(term.value, rule.length)
    length = (figure_in_force if asked.length is None else asked.length) + asked.extended
    if rule.unit is Unit.HOUR:
        found = _hours(term, asked.start, length)
    else:
        found = _WORK.get(term, _days)(term, day_of(asked.start), length, asked, calendar)
    return replace(found, remarks=(*found.remarks, *_remarks(asked, rule, today, lengths)))


def day_of(start: date | datetime) -> date:
    """The day of a start or an end that may be a moment."""
    return start.date() if isinstance(start, datetime) else start


def _check_options(asked: Question, rule: TermRule) -> None:
    if asked.length is not None and asked.length < 0:
        raise RuleViolation("negative_term", "期限长度不能为负数", rule.basis, field="length")
    if asked.extended < 0:
        raise RuleViolation("negative_extension", "延长不能为负数", rule.basis, field="extended")
    if asked.extended and rule.extension is None:
        text = f"法律没有规定“{rule.label}”可以延长"
        raise RuleViolation("no_extension", text, rule.basis, field="extended")
    most = rule.extension.at_most if rule.extension else None
    if most is not None and asked.extended > most:
        text = f"“{rule.label}”最多延长 {most} {rule.unit.label}"
        basis = rule.extension.basis if rule.extension else rule.basis
        raise RuleViolation("extension_too_long", text, basis, field="extended")
    if asked.suspended and rule.unit is Unit.HOUR:
        text = f"“{rule.label}”按小时连续计算，没有中止"
        raise RuleViolation("pause_hours", text, rule.basis, field="suspended")


def _hours(term: Term, start: date | datetime, length: int) -> Answer:
    rule = TERM_RULES[term]
    remarks: tuple[str, ...] = ()
    if not isinstance(start, datetime):
        start = datetime.combine(start, time())
        remarks = ("只给出了日期，自当日零时起算",)
    due = due_moment(term, start, length=length)
    steps = (
        f"自 {start:%Y-%m-%d %H:%M} 起连续计算 {length} 小时，夜间和节假日计入",
        f"{due:%Y-%m-%d %H:%M} 期限届满",
    )
    return Answer(term.value, rule.label, rule.basis, due=due, derivation=steps, remarks=remarks)


def _days(term: Term, start: date, length: int, asked: Question, calendar: WorkCalendar) -> Answer:
    due = due_date(term, start, calendar, length=length, suspended=asked.suspended)
    return Answer(
        term.value,
        TERM_RULES[term].label,
        due.basis,
        due=due.due_on,
        derivation=due.derivation,
        provisional=due.provisional,
        why=due.why,
    )


def _announced(
    term: Term, start: date, length: int, asked: Question, calendar: WorkCalendar
) -> Answer:
    found = _days(term, start, length, asked, calendar)
    if found.due is None:
        return found
    served = particular_terms.served_by_announcement(day_of(found.due))
    return replace(found, derivation=(*found.derivation, served))


def _court(term: Term, start: date, length: int, asked: Question, calendar: WorkCalendar) -> Answer:
    if asked.served:
        window = court.window_after_service(start, calendar, land_demolition=asked.land)
    else:
        window = court.application_window(
            start, calendar, deferred=asked.deferred, suspended=asked.suspended
        )
    return _windowed(term, window)


def _demand(
    term: Term, start: date, length: int, asked: Question, calendar: WorkCalendar
) -> Answer:
    return _windowed(term, court.demand_window(start, calendar, suspended=asked.suspended))


def _windowed(term: Term, window: court.Window) -> Answer:
    return Answer(
        term.value,
        TERM_RULES[term].label,
        window.basis,
        due=window.due_on,
        opens_on=window.opens_on,
        closes_on=window.closes_on,
        derivation=window.derivation,
        provisional=window.provisional,
        why=window.why,
    )


_WORK: Mapping[Term, Callable[[Term, date, int, Question, WorkCalendar], Answer]] = {
    Term.PUBLIC_SERVICE: _announced,
    Term.COURT_APPLICATION: _court,
    Term.COURT_DEMAND: _demand,
}


def _remarks(
    asked: Question, rule: TermRule, today: date, lengths: Mapping[str, int] | None
) -> Sequence[str]:
    said = []
    if asked.start is not None and day_of(asked.start) > today and not rule.backwards:
        said.append(f"起算日 {day_of(asked.start)} 尚未到来，结果是预计")
    if rule.configurable:
        said.append("法律未规定天数，所用长度由区司法局确认")
    if asked.suspended and not (rule.pauses or rule.rests):
        said.append("法律没有规定本期限可以中止，所填中止须另有依据")
    if asked.served and Term(asked.code) is not Term.COURT_APPLICATION:
        said.append("“自送达推算”只用于申请法院强制执行，本期限不受影响")
    return said


def as_json(found: Answer) -> dict[str, object]:
    """The answer as the command prints it."""
    if found.figure is not None:
        value = found.figure.value
        said: dict[str, object] = {
            "code": found.code,
            "name": found.label,
            "value": int(value) if value == value.to_integral_value() else float(value),
            "unit": found.figure.unit,
            "basis": found.basis,
        }
        return said | ({"cap": found.figure.cap} if found.figure.cap else {})
    said = {"code": found.code, "name": found.label}
    if found.is_window:
        said |= {"from": _iso(found.opens_on), "to": _iso(found.closes_on)}
    said |= {
        "due": _iso(found.due),
        "basis": found.basis,
        "derivation": list(found.derivation),
        "provisional": found.provisional,
    }
    if found.provisional:
        said["why"] = found.why
    if found.remarks:
        said["remarks"] = list(found.remarks)
    return said


def _iso(day: date | datetime | None) -> str | None:
    return day.isoformat() if day else None
