"""Findings as the board shows them: where, who must act, since when, where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from personnel.models import Finding
from personnel.roles import Role
from personnel.rules.staffing import CHECKS, Check, CheckRule, Duty

_OFFICE = {
    Check.ZONE_REVIEWER: Role.ZONE_REVIEWER,
    Check.TOWN_REVIEWER: Role.TOWN_REVIEWER,
    Check.CHIEF: Role.ZONE_CHIEF,
    Check.COORDINATOR: Role.COORDINATOR,
    Check.DEPUTY: Role.DEPUTY_CHIEF,
    Check.LIAISON: Role.LIAISON,
}
_PEOPLE = {
    Check.TWO_CERTIFIED: {"paper": "none"},
    Check.ALL_CERTIFIED: {"paper": "none"},
    Check.EXPIRING: {"paper": "soon"},
    Check.TRAINING: {"hours": "short"},
}


@dataclass(frozen=True)
class Line:
    """A finding as the board shows it; `url` is the page on which it is mended."""

    row: Finding
    rule: CheckRule
    where: str
    zone: str
    who: str
    days: int
    url: str


@dataclass(frozen=True)
class Words:
    """Names of places and people, read once for all lines."""

    names: dict[str, tuple[str, str]]
    people: dict[tuple[str, str], str]
    today: date

    def line(self, row: Finding) -> Line:
        rule = CHECKS[Check(row.code)]
        where, zone = self.names.get(row.scope, (row.scope, ""))
        duty = rule.duty
        if duty is Duty.UNIT:
            duty = Duty.DEPUTY_CHIEF if row.scope.startswith("T") else Duty.LIAISON
        name = self.people.get((duty.value, row.scope)) or self.people.get((duty.value, ""))
        who = f"{duty.label} {name}" if name else f"{duty.label}（空缺）"
        end = timezone.localdate(row.cleared_at) if row.cleared_at else self.today
        return Line(row, rule, where, zone, who, (end - row.since).days, mend_url(row))


def mend_url(row: Finding) -> str:
    """The page on which the finding is mended, already narrowed to its unit."""
    check, number = Check(row.code), row.scope[1:]
    unit = {"T": "town", "A": "agency", "Z": "zone"}[row.scope[0]]
    query: dict[str, str] = {}
    if check in _OFFICE:
        query = {"role": _OFFICE[check].value, "when": "all"}
    if check in (Check.ROSTER, Check.ROSTER_GAPS) or (check in _OFFICE and unit != "zone"):
        query[unit] = number
    if check in _PEOPLE:
        query = {unit: number, **_PEOPLE[check]}
    page = "officers" if check in _PEOPLE else CHECKS[check].page
    return f"{reverse(page)}?{urlencode(query)}" if query else reverse(page)
