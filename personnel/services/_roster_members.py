"""The members of a roster in the making, with their papers as of the day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.utils import timezone

from personnel.models import Roster, RosterMember, RosterUnit
from personnel.rules import roster as rule
from personnel.rules.roster import Kind
from personnel.selectors import roster_versions
from personnel.selectors import rosters as selectors
from personnel.selectors.officers import unit_key


def copy_last(roster: Roster, units: Sequence[RosterUnit]) -> tuple[int, list[str]]:
    """Members of the last version that still fit, lent to the new one: how many; who not, and why.

    Those withdrawn are named anew by their unit or not at all.
    """
    last = roster_versions.earlier_of(roster)
    if last is None:
        return 0, []
    by_key = {unit_key(selectors.unit_of(unit)): unit for unit in units}
    towns, today = selectors.town_keys(roster.zone_id), timezone.localdate()
    wanted: dict[str, dict[int, Kind]] = {}
    left_out = []
    rows = [row for row in selectors.members_of(last) if row.withdrawn_at is None]
    for row, member in selectors.listed(rows, today):
        fault = rule.fault_of(member, towns, today)
        if member.unit not in by_key:
            fault = "所在单位不在本版提交单位之列"
        if fault:
            left_out.append(f"{row.name}（{fault}）")
        else:
            wanted.setdefault(member.unit, {})[row.officer_id] = member.kind
    for key, chosen in wanted.items():
        write(by_key[key], chosen)
    return sum(map(len, wanted.values())), left_out


def write(unit: RosterUnit, chosen: Mapping[int, Kind]) -> list[RosterMember]:
    """The unit's members as chosen, with their papers as they are today."""
    facts = selectors.facts_of(chosen, timezone.localdate())
    towns = selectors.town_keys(unit.roster.zone_id)
    unit.members.exclude(officer__in=chosen).delete()
    known = {row.officer_id: row for row in unit.members.all()}
    rows = []
    for pk, kind in chosen.items():
        row = known.get(pk) or RosterMember(roster=unit.roster, unit=unit, officer_id=pk)
        row.kind = kind.value
        describe(row, facts[pk], towns)
        row.save()
        rows.append(row)
    return rows


def describe(row: RosterMember, person: rule.PersonFacts, towns: Collection[str]) -> None:
    """Name, unit and certificate as of today; frozen once the version is published."""
    paper = rule.check_paper(person, Kind(row.kind), timezone.localdate())
    row.name = person.name
    row.unit_name = rule.shown_unit(person, Kind(row.kind), towns)[:60]
    row.certificate_number = paper.number
    row.certificate_expires_on = paper.expires_on
    row.finding = paper.text[:200]
