"""How adjustments of delegations are told on their pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from core import timelines
from core.models import AuditEntry
from zones.models import ChangeReview, ChangeSet

register = template.Library()

STATE_TONES = {
    "draft": "neutral",
    "proposed": "progress",
    "approved": "info",
    "effective": "success",
    "rejected": "danger",
}
_KIND_TONES = {"delegate": "success", "end": "warning", "city": "info"}
_VERBS = {
    "draft": "起草",
    "edit": "修改",
    "add_lines": "添加事项",
    "remove_lines": "移除事项",
    "propose": "提交审核",
    "review": "审核",
    "approve": "审核通过",
    "reject": "未获同意",
    "move_day": "顺延生效日期",
    "apply": "生效",
    "copy": "复制为草稿",
}
_TONES = {"apply": "success", "approve": "success", "reject": "danger"}


@register.filter
def change_tone(state: str) -> str:
    return STATE_TONES[state]


@register.filter
def kind_tone(kind: str) -> str:
    return _KIND_TONES[kind]


@register.filter
def of_organ(reviews: Mapping[str, ChangeReview], organ: str) -> ChangeReview | None:
    return reviews.get(organ)


@register.filter
def change_steps(change: ChangeSet) -> list[dict[str, str]]:
    """起草 → 审核 → 同意 → 生效, as `steps` takes them."""
    order = ["draft", "proposed", "approved", "effective"]
    labels = ["起草", "两单位审核", "待生效", "生效"]
    stopped = change.state == ChangeSet.State.REJECTED
    at = 1 if stopped else order.index(change.state)
    found = []
    for place, label in enumerate(labels):
        state = "done" if place < at or at == len(order) - 1 else "todo"
        if place == at and state != "done":
            state = "stopped" if stopped else "current"
        note = change.effective_on.isoformat() if place == len(order) - 1 else ""
        found.append({"label": label, "state": state, "note": note})
    return found


@register.filter
def told(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Trail entries as `timeline` takes them."""
    return timelines.told(entries, verbs=_VERBS, text=_text, tones=_TONES)


def _text(verb: str, payload: dict[str, Any]) -> str:
    if verb == "review":
        said = "同意" if payload["agrees"] else "不同意"
        return f"{ChangeReview.Organ(payload['organ']).label}{said}　{payload['opinion']}".strip()
    if verb == "move_day":
        return f"审核完成时原定日期 {payload['from']} 已过，自 {payload['to']} 起生效"
    if verb == "apply":
        parts = [("delegate", "赋权"), ("end", "收回"), ("city", "上收市级")]
        return "、".join(f"{label} {payload[key]} 条" for key, label in parts if payload[key])
    return f"{len(payload['lines'])} 条" if "lines" in payload else ""
