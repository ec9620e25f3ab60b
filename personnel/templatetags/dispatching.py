"""How dispatch orders are told on their pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from core import timelines
from core.models import AuditEntry
from personnel.models import DispatchOrder
from personnel.selectors import engagements

register = template.Library()

_STATUS_TONES = {
    "draft": "neutral",
    "issued": "progress",
    "done": "success",
    "cancelled": "danger",
}
_ANSWER_TONES = {
    "called": "warning",
    "accepted": "success",
    "declined": "danger",
    "released": "neutral",
}
_VERBS = {
    "draft": "拟制",
    "edit": "修改",
    "issue": "下达",
    "accept": "接受",
    "decline": "谢绝",
    "substitute": "改派",
    "reschedule": "改时间",
    "cancel": "撤销",
    "finish": "完成",
}
_TONES = {"accept": "success", "finish": "success", "decline": "warning", "cancel": "danger"}


@register.filter
def dispatch_tone(status: str) -> str:
    return _STATUS_TONES[status]


@register.filter
def answer_tone(answer: str) -> str:
    return _ANSWER_TONES[answer]


@register.filter
def order_span(order: DispatchOrder) -> str:
    """2026-11-25 09:00–12:00."""
    return engagements.span_words(order.starts_at, order.ends_at)


@register.simple_tag
def is_ticked(ticked: set[tuple[str, int]], side: str, pk: int) -> bool:
    """People have their own name, all equipment shares one."""
    return ("officers" if side == "officers" else "equipment", pk) in ticked


@register.filter
def dispatch_told(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Trail entries as `timeline` takes them."""
    return timelines.told(entries, verbs=_VERBS, text=_text, tones=_TONES)


def _text(verb: str, payload: dict[str, Any]) -> str:
    if verb == "reschedule":
        return f"{payload['from']} 改为 {payload['to']}"
    if verb == "issue":
        return "、".join([*payload["officers"], *payload["equipment"]])
    if verb == "substitute":
        return str(payload["officer"])
    if verb == "decline":
        return f"{payload['officer']}：{payload['reason']}"
    return str(payload.get("reason") or payload.get("note") or "")
