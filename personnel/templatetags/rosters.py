"""How rosters are told on their pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils import timezone

from core import timelines
from core.models import AuditEntry
from personnel.models import Roster
from personnel.rules.roster import Kind

register = template.Library()

_TONES = {
    "draft": "neutral",
    "review": "progress",
    "returned": "danger",
    "published": "success",
    "superseded": "info",
}
_VERBS = {
    "open_roster": "编制新版",
    "save_roster_unit": "保存人员",
    "submit_roster_unit": "提交人员",
    "reopen_roster_unit": "退回修改",
    "drop_roster_unit": "取消提交单位",
    "send_roster": "送审",
    "return_roster": "司法局退回",
    "publish_roster": "审核公布",
    "withdraw_member": "撤下",
}
_EVENT_TONES = {
    "publish_roster": "success",
    "return_roster": "danger",
    "withdraw_member": "warning",
}


@register.filter
def roster_tone(status: str) -> str:
    return _TONES[status]


@register.filter
def enforces(kind: str) -> bool:
    """Whether people of this category need a certificate."""
    return Kind(kind).enforces


@register.filter
def fault_of(faults: Mapping[int, str], pk: int) -> str:
    """What stands against a member; "" for nothing."""
    return faults.get(pk, "")


@register.filter
def roster_steps(roster: Roster) -> list[dict[str, str]]:
    """编制、提交 → 送审 → 公布, as `steps` takes them."""
    labels = ("各单位提交", "司法局审核", "公布")
    at = {"draft": 0, "returned": 0, "review": 1, "published": 3, "superseded": 3}[roster.status]
    found = []
    for place, label in enumerate(labels):
        state = "done" if place < at else "current" if place == at else "todo"
        note = ""
        if place == 0 and roster.status == Roster.Status.RETURNED:
            note = "退回修改"
        if place == 2 and roster.published_at:
            note = timezone.localdate(roster.published_at).isoformat()
        found.append({"label": label, "state": state, "note": note})
    return found


@register.filter
def roster_told(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Trail entries as `timeline` takes them."""
    return timelines.told(
        entries,
        verbs=_VERBS,
        text=_text,
        tones=_EVENT_TONES,
    )


def _text(verb: str, payload: dict[str, Any]) -> str:
    if verb == "withdraw_member":
        return f"{payload['name']}（{payload['unit']}）：{payload['why']}"
    if verb == "open_roster":
        lent = f"沿用上一版 {payload['copied']} 人" if payload["copied"] else ""
        left = f"未沿用：{'、'.join(payload['left_out'])}" if payload["left_out"] else ""
        return "；".join(part for part in (payload["note"], lent, left) if part)
    if verb == "return_roster":
        return str(payload["remarks"])
    parts = [str(payload.get("unit", "")), str(payload.get("reason") or "")]
    if isinstance(payload.get("members"), list):
        parts.append(f"{len(payload['members'])} 人")
    return "　".join(part for part in parts if part)
