"""Words and small tables for the pages of a case."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from cases.models import (
    Arrangement,
    Case,
    CaseOfficer,
    CaseTerm,
    Delivery,
    Demand,
    Draft,
    Escalation,
)
from cases.models import InvestigationRecord as Record
from cases.rules.groups import GROUPS, group_of
from cases.rules.workflow import LABELS
from cases.selectors import board, facts
from cases.selectors.due import TONES, Due, due_of
from cases.selectors.timeline import title_of
from cases.selectors.turn import Turn, turn_of
from core import calendars
from personnel import selectors as people
from zones.rules.facts import heading
from zones.selectors import zones_with_towns

register = template.Library()

# Ways out of the main way and asides: offered, but never as the step that comes next.
_ASIDE = (
    "escalate",
    "change_places",
    "reinvestigate",
    "refuse",
    "decline_filing",
    "transfer",
    "suspend",
    "extend",
    "propose_termination",
)
_WORDS = {
    "after": "状态",
    "source": "来源",
    "title": "案由",
    "party": "当事人",
    "paper": "文书",
    "signer": "签名人",
    "authority": "执法主体",
    "handlers": "办案人",
    "officers": "执法人员",
    "towns": "案发地",
    "kind": "类别",
    "mode": "安排方式",
    "lead_zone": "牵头片区",
    "zone": "片区",
    "told": "已告知",
    "lead_town": "牵头镇街",
    "units": "参与单位",
    "instruction": "安排意见",
    "findings": "调查结论",
    "number": "文号",
    "penalty": "处罚种类",
    "amount": "金额（元）",
    "announced_on": "公告发出日期",
    "served_on": "送达日期",
    "method": "送达方式",
    "receiver": "接收机关",
    "waived": "书面放弃陈述申辩",
    "opinion": "审核意见",
    "outcome": "履行情况",
    "reasons": "事由",
    "reason": "理由",
    "why": "查看理由",
    "note": "说明",
    "text_hash": "文本校验值",
    "approval": "审批事项",
    "ground": "情形",
    "basis": "依据",
    "days": "延长天数",
    "until": "延长至",
    "suspended_on": "中止自",
    "rested_days": "中止天数",
    "requested_on": "申请日期",
    "purpose": "催告目的",
    "execution": "执行方式",
    "content": "内容",
    "remedy": "途径",
    "organ": "复议机关、法院",
    "court": "法院",
    "applied_on": "申请（决定）日期",
    "accepted_on": "受理日期",
    "ruled_on": "裁定日期",
    "carried_out_at": "实施时间",
    "urgent_why": "紧急情况",
    "cost": "费用（元）",
    "result": "结果",
    "result_on": "结果日期",
    "stays_execution": "停止执行",
    "plan": "缴款计划",
}
_CHOICES: dict[str, dict[str, str]] = {
    "after": {state.value: label for state, label in LABELS.items()},
    "source": dict(Case.Source.choices),
    "mode": dict(Arrangement.Mode.choices),
    "method": dict(Delivery.Method.choices),
    "purpose": dict(Demand.Purpose.choices),
    "kind": {**dict(Case.Authority.choices), **dict(Record.Kind.choices)},
}


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
def trail_rows(payload: Mapping[str, object]) -> list[tuple[str, str]]:
    """The content of a trail entry in words; empty values and a state that stays are left out."""
    before, after = payload.get("before"), payload.get("after")
    shown = {k: v for k, v in payload.items() if k != "before" and (k != "after" or v != before)}
    ordered = [*(k for k in _WORDS if k in shown), *(k for k in shown if k not in _WORDS)]
    said = {key: _said(key, shown[key]) for key in ordered}
    if "after" in shown and before:
        said["after"] = f"{_said('after', before)} → {_said('after', after)}"
    return [(_WORDS.get(key, key), text) for key, text in said.items() if text]


def _said(key: str, value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(_said(key, part) for part in value)
    text = "" if value is None else str(value)
    return _CHOICES.get(key, {}).get(text, text)


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
