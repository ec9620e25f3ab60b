"""Reporting to the zone chief, and the chief's arrangement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from cases.models import Arrangement
from cases.rules import reporting
from cases.rules.reporting import Held, Place, Post, Situation
from core.rules.periods import Period
from xiangcheng_enforcement.demo.casefile import At, CaseFile, Escalated, Step
from xiangcheng_enforcement.demo.clock import day_of
from xiangcheng_enforcement.demo.matters import pick
from xiangcheng_enforcement.demo.notices import tell
from xiangcheng_enforcement.demo.world import Person, Unit, zones_in_order


def escalate(file: CaseFile, at: At) -> Step:
    """In the same transaction as the step that made it due, hence by the same person."""
    found = file.office.rules.gravity.to_report(file.life.fate, drafted=file.draft is not None)
    by = file.lead if "filed" in file.dates else file.registrar
    reasons = [{"code": r.code, "text": r.text, "basis": r.basis} for r in found]
    stored = json.dumps(reasons, ensure_ascii=False)
    file.escalated = Escalated(next(file.office.escalation_ids), stored, by, at)
    file.reporting = "pending"
    return by, {"reasons": [reason.text for reason in found], "note": ""}


def route(file: CaseFile, at: At) -> Step:
    """Who is told is the rule's answer: all chiefs hold office, so a chief of each zone, and
    across zones the coordination office. Each looks at it within two hours."""
    escalated = _escalated(file)
    towns = file.life.fate.towns
    zones = {zone.name: zone for zone in zones_in_order(towns)}
    office = file.office.world.coordination_office
    named = {person.user_id: person for person in (*(z.chief for z in zones.values()), *office)}
    way = reporting.decide(_situation(day_of(at.day), towns, office))
    for told in way.told:
        zone_id = zones[told.zone].pk if told.zone else None
        seen = _later(at.stamp, 4 + (escalated.pk * 37 + told.person * 11) % 115)
        file.office.rows.recipients.rows.append(
            (escalated.pk, told.person, zone_id, told.part.value, told.why, at.stamp, seen)
        )
    for zone in zones.values():
        file.scopes.setdefault(f"Z{zone.pk}", "上报片长")
    escalated.status, escalated.routed_at = "routed", at.stamp
    assert way.lead_zone is not None  # cases are registered in towns, and every town has a zone
    escalated.lead_zone = zones[way.lead_zone].pk
    file.reporting = "routed"
    people = [named[told.person] for told in way.told]
    words = f"{towns[0].name}上报，请安排"
    tell(file, at, people, f"escalation:{escalated.pk}", words, urgent=True)
    return None, {"lead_zone": way.lead_zone, "told": [person.name for person in people]}


def _situation(on: date, towns: Sequence[Unit], office: Sequence[Person]) -> Situation:
    always = Period(date.min)
    zones = zones_in_order(tuple(towns))
    chiefs = [Held(Post.CHIEF, zone.name, zone.chief.user_id, always) for zone in zones]
    return Situation(
        on=on,
        places=tuple(Place(town.name, town.zone.name if town.zone else None) for town in towns),
        filed_first=towns[0].name,
        held=(*chiefs, *(Held(Post.OFFICE, None, p.user_id, always) for p in office)),
    )


def _later(stamp: str, minutes: int) -> str:
    return (datetime.fromisoformat(stamp) + timedelta(minutes=minutes)).isoformat()


def arrange(file: CaseFile, at: At) -> Step:
    """The leading chief names the leading town and who takes part."""
    escalated = _escalated(file)
    zones = zones_in_order(file.life.fate.towns)
    mode, units = _orders(file)
    instruction = pick(file.office.matters.texts["instructions"], file.draw)
    pk = next(file.office.arrangement_ids)
    ends = day_of(at.day) + timedelta(days=30)
    over = ends < timezone.localdate()
    chief = zones[0].chief.user_id
    state = "finished" if over else "running"
    file.office.rows.arrangements.rows.append(
        (pk, file.pk, escalated.pk, mode, state, units[0].pk, instruction, ends.isoformat(),
         chief, at.stamp, at.stamp if over else None)
    )  # fmt: skip
    for place, unit in enumerate(units):
        town_id, agency_id = (unit.pk, None) if unit.is_town else (None, unit.pk)
        part, asks = ("support", '["inspection"]') if place else ("lead", "[]")
        done = ("done", chief, at.stamp) if over else ("accepted", None, None)
        file.office.rows.arrangement_units.rows.append(
            (pk, town_id, agency_id, part, asks, done[0], at.stamp, None, chief, at.stamp,
             "同意参加" if place else "由本单位承办", done[1], done[2],
             "已按安排完成" if over else "")
        )  # fmt: skip
        file.show_to(unit, "片长安排")
    escalated.status = "arranged"
    file.reporting = "arranged"
    payload: dict[str, Any] = {
        "mode": mode,
        "lead_town": units[0].name,
        "units": [unit.short_name for unit in units],
        "instruction": instruction,
    }
    return zones[0].chief, payload


def _orders(file: CaseFile) -> tuple[str, list[Unit]]:
    """Several towns act together or under one; a single town alone or with the item's bureau."""
    towns = [town for town in file.life.fate.towns if town.zone is not None]
    if len(towns) > 1:
        joint = file.draw() < 0.7
        return (Arrangement.Mode.JOINT if joint else Arrangement.Mode.LEAD_TOWN).value, towns
    if file.draw() < 0.5:
        return Arrangement.Mode.LOCAL.value, towns
    bureau = file.office.world.bureaus[file.life.fate.matter.item.agency.name]
    return Arrangement.Mode.JOINT.value, [*towns, bureau]


def _escalated(file: CaseFile) -> Escalated:
    assert file.escalated is not None  # the course escalates first
    return file.escalated
