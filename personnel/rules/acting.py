"""代理: who may stand in for the holder of an office while the holder is on leave.

The plan wants each office filled by a person of a certain rank and unit; whoever acts exercises
the same power and so must satisfy the same conditions (checked by ``offices``). Acting is for an
absence: it has an end and lies within the leave and within the holder's own time in office.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import RuleViolation
from core.rules.periods import Period

BASIS = "《漳州市芗城区乡镇（街道）片区联合执法工作方案》附件（四）"
# Roles whose work may not stand still while the holder is away.
ACTING_ROLES = frozenset(
    {
        "zone_chief",
        "deputy_chief",
        "agency_leader",
        "liaison",
        "zone_reviewer",
        "town_reviewer",
    }
)


@dataclass(frozen=True)
class ActingFacts:
    """An acting replacement to be made; ``others`` are other replacements of the same office."""

    role: str
    label: str
    holder: str
    person: str
    same_person: bool
    starts_on: date
    ends_on: date | None
    holds: Period
    leaves: Sequence[Period] = ()
    others: Sequence[Period] = ()
    home: str = ""
    unit: str | None = None


def check_acting(facts: ActingFacts) -> None:
    """Raise what stands first against the replacement.

    Codes: ``no_acting_office``, ``acting_self``, ``acting_no_end``, ``period_reversed``,
    ``not_own_staff``, ``acting_outside_office``, ``acting_without_leave``, ``acting_taken``.
    """
    if facts.role not in ACTING_ROLES:
        _refuse("no_acting_office", f"{facts.label}不设代理，请调整人员或者另行任命", "")
    if facts.same_person:
        _refuse("acting_self", f"{facts.person}就是原任职人，请选择他人", "officer")
    if facts.unit is not None and facts.home != facts.unit:
        message = f"代理{facts.label}应由{facts.unit}人员担任，{facts.person}属{facts.home}"
        _refuse("not_own_staff", message, "officer")
    if facts.ends_on is None:
        _refuse("acting_no_end", "代理须有止期，请填写", "ends_on")
        return
    period = Period(facts.starts_on, facts.ends_on)
    _check_within(facts, period)
    if any(period.overlaps(other) for other in facts.others):
        message = f"{facts.holder}在此期间已有代理人，请先终止原代理"
        _refuse("acting_taken", message, "starts_on")


def _check_within(facts: ActingFacts, period: Period) -> None:
    last = period.ends_on or period.starts_on
    if not (facts.holds.covers(period.starts_on) and facts.holds.covers(last)):
        message = f"代理期间须在{facts.holder}的任职期间内（{spelled(facts.holds)}）"
        _refuse("acting_outside_office", message, "starts_on")
    gap = first_uncovered(period, facts.leaves)
    if gap is not None:
        message = (
            f"{gap} {facts.holder}没有登记请假；代理限于请假期间，请先登记请假或者调整代理日期"
        )
        _refuse("acting_without_leave", message, "starts_on" if gap < last else "ends_on")


def first_uncovered(period: Period, covers: Sequence[Period]) -> date | None:
    """The first day of a bounded period that lies in none of ``covers``; None: all covered."""
    day = period.starts_on
    for cover in sorted(covers, key=lambda one: one.starts_on):
        if cover.covers(day):
            if cover.ends_on is None:
                return None
            day = cover.ends_on + timedelta(days=1)
    return day if period.covers(day) else None


def spelled(period: Period) -> str:
    """2024-07-01 至 2026-06-30, or 2024-07-01 起."""
    if period.ends_on is None:
        return f"{period.starts_on} 起"
    return f"{period.starts_on} 至 {period.ends_on}"


def _refuse(code: str, message: str, field: str) -> None:
    raise RuleViolation(code, message, BASIS, field)
