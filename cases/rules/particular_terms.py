"""Terms whose start or end takes more than counting from the day of the act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cases.rules.deadlines import DueDate, Term, due_date, earliest_hearing
from core.errors import RuleViolation
from core.rules.workdays import WorkCalendar, dated

_71 = "《行政处罚法》第七十一条"


def public_service(announced_on: date, calendar: WorkCalendar) -> DueDate:
    """Service by announcement: thirty days pass, and the paper counts as served on the last.

    《民事诉讼法》第九十五条. What the paper sets going starts on that day.
    """
    due = due_date(Term.PUBLIC_SERVICE, announced_on, calendar)
    return replace(due, derivation=(*due.derivation, served_by_announcement(due.due_on)))


def served_by_announcement(last: date) -> str:
    """The closing words of the derivation of an announcement that ended on `last`."""
    return f"{dated(last)}视为送达，以送达起算的期限自此日起算"


def cash_handin(
    collected_on: date, calendar: WorkCalendar, *, landed_on: date | None = None
) -> DueDate:
    """Cash taken on the spot goes to the organ within two days; on water, from the landing.

    《行政处罚法》第七十一条. Refuses a landing before the collection.
    """
    if landed_on is None:
        return due_date(Term.CASH_HANDIN, collected_on, calendar)
    if landed_on < collected_on:
        raise RuleViolation(
            "landed_before_collected", "抵岸不能早于收缴罚款", _71, field="landed_on"
        )
    due = due_date(Term.CASH_HANDIN, landed_on, calendar)
    first = f"{dated(collected_on)}在水上当场收缴，自抵岸之日{dated(landed_on)}起算"
    return replace(due, derivation=(first, *due.derivation))


def cash_bank(handed_in_on: date, calendar: WorkCalendar) -> DueDate:
    """The organ pays what it was handed into the bank within two days (第七十一条)."""
    return due_date(Term.CASH_BANK, handed_in_on, calendar)


def last_hearing_notice(held_on: date, calendar: WorkCalendar) -> DueDate:
    """The last day on which notice of a hearing on `held_on` may be served (第六十四条第二项)."""
    return due_date(Term.HEARING_NOTICE, held_on, calendar)


def first_hearing_day(notified_on: date, calendar: WorkCalendar) -> DueDate:
    """The first day for a hearing after notice served on `notified_on`, told step by step."""
    held_on = earliest_hearing(notified_on, calendar)
    due = last_hearing_notice(held_on, calendar)
    why = calendar.why_provisional(notified_on, held_on)
    step = f"通知{dated(notified_on)}送达，满 7 个完整工作日后，最早{dated(held_on)}举行听证"
    return replace(
        due,
        start=notified_on,
        due_on=held_on,
        provisional=bool(why),
        why=why,
        derivation=(step,),
    )


def spot_record(decided_on: date, calendar: WorkCalendar, *, length: int | None = None) -> DueDate:
    """A decision made on the spot is reported to its organ for the record (第五十二条第三款).

    The law says 必须报备案 without a figure: `length` is what 司法局 confirmed.
    """
    return due_date(Term.SPOT_RECORD, decided_on, calendar, length=length)
