"""What the planner takes and gives, as plain values.

Hard rules H1–H9 are in the docstring of ``solving``. Days are dates, slots count from 0 within a
day, minutes are minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of inspection (检查事项): its domain on the certificate, minutes it takes."""

    id: str
    domain: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Officer:
    """Who inspects: for which authority, in which domains and towns, when not, how much."""

    id: str
    authority: str
    domains: frozenset[str]
    towns: frozenset[str]
    unavailable: frozenset[date]
    certificate_expires: date
    max_visits_per_day: int
    max_visits_per_week: int


@dataclass(frozen=True, slots=True)
class Duty:
    """A topic an authority must inspect at a target: how often, within which days."""

    topic: str
    authority: str
    times: int
    not_before: date
    not_after: date


@dataclass(frozen=True, slots=True)
class Target:
    """An inspection target: its town, most visits a year (all authorities), days between two."""

    id: str
    town: str
    annual_cap: int
    min_gap_days: int
    recused: frozenset[str]
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Instance:
    """One year's problem."""

    year: int
    seed: int
    working_days: tuple[date, ...]
    slots_per_day: int
    slot_minutes: int
    vehicles: int
    topics: tuple[Topic, ...]
    officers: tuple[Officer, ...]
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """One joint visit: the topics inspected and everybody who goes."""

    target: str
    day: date
    slot: int
    topics: tuple[str, ...]
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmet:
    """What can't be done: how many times a duty is missing, and why, in Chinese."""

    target: str
    topic: str
    missing: int
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """How good the plan is.

    ``visits_lower_bound``: sum over targets of the largest ``times``; ``separate_visits``: visits
    if every authority came by itself; ``load_spread``: most minus fewest visits between officers
    of the same authority, domains and towns certified all year; ``town_days``: pairs of town and
    day with a visit; ``month_max_over_mean``: busiest month over the mean month; ``optimal``:
    nothing unmet and visits at their bound, so the first two aims can't be bettered.
    """

    visits: int
    visits_lower_bound: int
    separate_visits: int
    load_spread: int
    town_days: int
    month_max_over_mean: float
    seconds: float
    optimal: bool


@dataclass(frozen=True, slots=True)
class Solution:
    """The plan, what it leaves undone, and its report."""

    visits: tuple[Visit, ...]
    unmet: tuple[Unmet, ...]
    report: Report
