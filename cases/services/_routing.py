"""Telling people of a report: the rule is asked who, the rows and notices are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cases.models import Case, Escalation, EscalationRecipient
from cases.rules import reporting
from cases.rules.reporting import Away, Held, Part, Place, Post, Routing, Situation, Told
from core import notices
from core.errors import RuleViolation
from core.models import User
from core.rules.periods import Period
from personnel import selectors as people
from personnel.roles import Role
from personnel.selectors.leave import away_on
from zones.models import Zone
from zones.selectors import zones_with_towns


@dataclass(frozen=True)
class Offices:
    """Who holds what on a day, read once for any number of reports."""

    on: date
    held: tuple[Held, ...]
    away: tuple[Away, ...]
    users: Mapping[int, User]
    zones: Mapping[str, Zone]


def offices_on(day: date) -> Offices:
    rows = people.in_posts([Role(post.value) for post in Post], day)
    gone = away_on([row.officer_id for row in rows], day)
    user_of = {row.officer_id: row.officer.user for row in rows}
    return Offices(
        on=day,
        held=tuple(
            Held(
                Post(row.role),
                row.zone.name if row.zone else None,
                row.officer.user_id,
                Period(row.starts_on, row.ends_on),
                acting=row.acting_for_id is not None,
            )
            for row in rows
        ),
        away=tuple(
            Away(user_of[officer].pk, Period(leave.starts_on, leave.ends_on))
            for officer, leave in gone.items()
        ),
        users={user.pk: user for user in user_of.values()},
        zones={zone.name: zone for zone in zones_with_towns()},
    )


def routing_of(case: Case, escalation: Escalation | None, offices: Offices) -> Routing:
    """What the rule says of this report today."""
    return reporting.decide(_situation(case, escalation, offices))


def zones_concerned(case: Case) -> list[Zone]:
    """Zones of the places; that of the town that filed first stands first."""
    known = {zone.name: zone for zone in zones_with_towns()}
    facts = Situation(date.min, _places(case), filed_first=_first(case))
    return [known[name] for name in reporting.zones_in_order(facts)]


def _situation(case: Case, escalation: Escalation | None, offices: Offices) -> Situation:
    named = escalation and escalation.lead_named_by_id and escalation.lead_zone
    return Situation(
        on=offices.on,
        places=_places(case),
        filed_first=_first(case),
        named=named.name if named else "",
        held=offices.held,
        away=offices.away,
    )


def _places(case: Case) -> tuple[Place, ...]:
    towns = [case.township, *(place.township for place in case.places.all())]
    return tuple(
        Place(town.name, town.zone.name if town.zone else None) for town in dict.fromkeys(towns)
    )


def _first(case: Case) -> str:
    """The town that filed; before that the one that took the report up."""
    filed = case.authority_township if case.filed_on else None
    return (filed or case.township).name


def write(reports: Iterable[tuple[Escalation, Routing]], offices: Offices) -> None:
    """The first time: all recipients of several reports. Told before, they stay as they are."""
    rows = []
    for escalation, routing in reports:
        if not any(told.part is Part.LEAD for told in routing.told):
            raise RuleViolation(
                "nobody_to_tell",
                "片长、协作组长和指导单位均无人在任，无法转送",
                reporting.BASIS,
            )
        rows += [_row(escalation, told, offices) for told in routing.told]
    EscalationRecipient.objects.bulk_create(rows, ignore_conflicts=True)


def follow(escalation: Escalation, routing: Routing, offices: Offices) -> list[Told]:
    """Again, after places or offices changed: who is new, or leads now, is returned."""
    known = {row.user_id: row for row in escalation.recipients.all()}
    lead = next((told for told in routing.told if told.part is Part.LEAD), None)
    if lead is not None:
        _demote(
            [row for row in known.values() if row.part == "lead" and row.user_id != lead.person]
        )
    changed = []
    for told in routing.told:
        row = known.get(told.person)
        if row is None:
            _row(escalation, told, offices).save()
        elif told.part is Part.LEAD and row.part != "lead":
            row.part, row.why, row.zone = "lead", told.why, offices.zones.get(told.zone or "")
            row.save(update_fields=["part", "why", "zone"])
        else:
            continue
        changed.append(told)
    return changed


def _demote(rows: Iterable[EscalationRecipient]) -> None:
    for row in rows:
        row.part = "chief" if row.zone_id else "office"
        row.save(update_fields=["part"])


def _row(escalation: Escalation, told: Told, offices: Offices) -> EscalationRecipient:
    return EscalationRecipient(
        escalation=escalation,
        user=offices.users[told.person],
        zone=offices.zones.get(told.zone or ""),
        part=told.part.value,
        why=told.why[:200],
    )


def letters(
    escalation: Escalation, case: Case, routing: Routing, told: Iterable[Told], offices: Offices
) -> list[notices.Letter]:
    """What each is told: who leads is to arrange, the others know who leads."""
    lead = routing.lead_zone or "指导单位"
    found = []
    for one in told:
        leads = one.part is Part.LEAD
        what = "请安排" if leads else f"由{lead}牵头，请知悉"
        key = f"escalation:{escalation.pk}"
        found.append(
            notices.Letter(
                offices.users[one.person],
                f"{key}:lead" if leads else key,
                f"{case.number} {case.title}：{case.township}上报，{what}",
                case.get_absolute_url(),
                urgent=True,
            )
        )
    return found


def names(told: Iterable[Told], offices: Offices) -> list[str]:
    return [str(offices.users[one.person]) for one in told]
