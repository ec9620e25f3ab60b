"""Words and small tables for the pages of a case."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseOfficer, CaseTerm, Draft, Escalation
from cases.rules import urging
from cases.rules.filing import limitation_ends
from cases.rules.groups import GROUPS, group_of
from cases.selectors import board, facts
from cases.selectors.due import TONES, Due, due_of
from cases.selectors.timeline import content_of, last_said, title_of
from cases.selectors.turn import Turn, turn_of
from cases.selectors.twins import Twins, twins_of
from core import calendars
from core.models import AuditEntry, User
from personnel import selectors as people
from zones.rules.facts import heading
from zones.selectors import zones_with_towns

register = template.Library()


@register.filter
def limitation_told(case: Case) -> tuple[str, str]:
    """Tone and sentence: until when discovery counts, and whether it was in time (第三十六条)."""
    if case.continuing:
        return "info", "违法行为处于连续或者继续状态，追究时效自行为终了之日起算"
    last = limitation_ends(case.occurred_on, grave_harm=False)
    found = timezone.localdate(case.reported_at)
    if found <= last:
        return (
            "info",
            f"违法行为发生于 {case.occurred_on}，{found} 发现，在二年时效（至 {last}）以内",
        )
    grave = limitation_ends(case.occurred_on, grave_harm=True)
    text = f"违法行为发生于 {case.occurred_on}，二年时效已于 {last} 届满，{found} 才发现"
    if found <= grave:
        text += f"；涉及公民生命健康安全、金融安全且有危害后果的，延长至五年（至 {grave}）"
    return "danger", text


# Ways out of the main way and asides: offered, but never as the step that comes next.
_ASIDE = (
    "escalate",
    "change_places",
    "raise_dispute",
    "decline_part",
    "reinvestigate",
    "refuse",
    "decline_filing",
    "transfer",
    "withdraw_transfer",
    "suspend",
    "extend",
    "propose_termination",
    "ask_recusal",
    "mark_gravity",
    "replace_handler",
)


@register.filter
def organ(name: str) -> str:
    """天宝镇 → 天宝镇人民政府: the name that heads a decision."""
    return heading(name)


@register.filter
def chiefs(zones: Sequence[str]) -> str:
    """Whom to report to: the first zone leads when there are several."""
    named = [f"{zone}片长" for zone in zones]
    if len(named) > 1:
        named[0] += "（牵头）"
    return "、".join(named)


@register.filter
def masked(text: str) -> str:
    """All but the last four characters hidden; the whole of a short one."""
    return "*" * len(text) if len(text) <= 4 else f"{'*' * (len(text) - 4)}{text[-4:]}"


@register.filter
def tone_of(case: Case) -> str:
    return TONES.get(case.state, "progress")


@register.filter
def urged(case: Case) -> str:
    """催办 2 次，最近 2026-11-23; "" when nobody urged."""
    rows = list(case.urgings.all())
    return urging.words(len(rows), max(row.urged_on for row in rows)) if rows else ""


@register.filter
def draft_of(case: Case) -> Draft | None:
    """The decision as intended; a template can't ask whether a one-to-one row is there."""
    return facts.draft_of(case)


@register.filter
def trail_title(verb: str) -> str:
    """What an action of the trail is called."""
    return title_of(verb)


@register.filter
def as_json(value: object) -> str:
    """The content of a trail entry exactly as it goes into its hash, indented."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


@register.filter
def trail_rows(entry: AuditEntry) -> list[tuple[str, str]]:
    """The content of a trail entry in words, with the hash of the text it speaks of."""
    pairs = content_of(entry)
    text_hash = str(entry.payload.get("text_hash") or "")
    return [*pairs, ("文本校验值", text_hash)] if text_hash else pairs


@register.simple_tag
def twins(case: Case, user: User) -> Twins:
    """Other cases of the party on the same item (第二十九条)."""
    return twins_of(case, user)


@register.simple_tag
def findings_of(case: Case) -> str:
    """The report at the end of the investigation, as it was last submitted; "" before."""
    return last_said(case, "conclude", "findings")


@register.simple_tag
def nearest_due(case: Case) -> Due | None:
    """The due badge of a case outside the list."""
    return due_of(case, timezone.localdate(), calendars.work_calendar())


@register.filter
def running_first(terms: Iterable[tuple[CaseTerm, Due]]) -> list[tuple[CaseTerm, Due]]:
    """Terms that still run before those that ended, each by its last day."""
    return sorted(terms, key=lambda pair: pair[0].closed_on is not None)


@register.simple_tag
def turn(
    case: Case, handlers: Iterable[CaseOfficer], escalations: Iterable[Escalation]
) -> Turn | None:
    """`{% turn case handlers escalations as now %}`: whose move it is, None at the end."""
    return turn_of(case, handlers, escalations, timezone.localdate())


Offer = Mapping[str, Any]
_FEW = 5  # up to so many actions stand side by side; more are gathered in menus


@register.simple_tag
def laid_out(actions: Sequence[Offer], now: Turn | None) -> dict[str, Any]:
    """`{% laid_out actions now as offers %}`: how the actions are put before the reader.

    `first`: the step that comes next, as a large button; `row`: the others where they are few;
    `menus`: by subject (name, offers) where they are many; `asides`: ways out of the main way.
    What is held up stays in its place, with its reason.
    """
    leading = [a for a in actions if _leads(a, now)]
    rest = [a for a in actions if not _leads(a, now)]
    if len(actions) <= _FEW:
        row = [a for a in rest if a["key"] not in _ASIDE]
        asides = [a for a in rest if a["key"] in _ASIDE]
        return {"first": leading, "row": row, "menus": [], "asides": asides}
    found = [(group, [a for a in rest if group_of(a["key"]) == group]) for group in GROUPS]
    menus = [(group, offers) for group, offers in found if offers]
    return {"first": leading, "row": [], "menus": menus, "asides": []}


def _leads(action: Offer, now: Turn | None) -> bool:
    return action["key"] == "arrange" or (now is not None and action["key"] == now.main)


@register.filter
def unexplained(actions: Sequence[Offer], now: Turn | None) -> list[Offer]:
    """Those that lack more than the step that comes next: what that lacks is said already."""
    said = {blocker.code for blocker in now.lacks} if now else set()
    return [a for a in actions if {blocker.code for blocker in a["blockers"]} - said]


@register.simple_tag
def concerned_map(case: Case) -> list[dict[str, Any]]:
    """The zones a case touches as `zone_map` takes them; its towns are outlined in red."""
    touched = {place.township_id for place in case.places.all()}
    zones = [z for z in zones_with_towns() if touched & {town.pk for town in z.townships.all()}]
    today = timezone.localdate()
    loads, chiefs = board.loads(zones, today), people.leaders(today).chiefs
    listed = reverse("cases")
    return [
        {
            "name": zone.name,
            "url": "",
            "chief": f"片长：{chiefs.get(zone.pk, '空缺')}",
            "towns": [
                {
                    "name": town.name,
                    "url": f"{listed}?town={town.pk}&state=open",
                    "load": loads[town.pk].load,
                    "late": loads[town.pk].late,
                    "is_station": zone.station_id == town.pk,
                    "tone": "danger" if town.pk in touched else "neutral",
                }
                for town in zone.townships.all()
            ],
        }
        for zone in zones
    ]
