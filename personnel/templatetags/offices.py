"""What pages say about offices beyond who holds them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone

from core import timelines
from core.models import AuditEntry
from personnel.models import Appointment, ReplacementProposal, Secondment
from personnel.roles import HANDLING_ROLES, ROLES, Role

register = template.Library()


@register.filter
def role_basis(role: str) -> str:
    """The clause of the plan or law an office rests on: 方案二（二）3（1）."""
    return ROLES[Role(role)].basis


@register.filter
def needs_certificate(offices: Iterable[Appointment]) -> bool:
    """Whether one of the offices handles cases, for which 行政处罚法 wants a certificate."""
    return any(office.role in HANDLING_ROLES for office in offices)


@register.simple_tag
def role_scopes() -> dict[str, str]:
    """Role → kind of scope, for the form that offers only matching scopes."""
    return {role.value: spec.scope.value for role, spec in ROLES.items()}


_STATE_TONES = {
    "在任": "success",
    "下沉中": "success",
    "未到任": "info",
    "未到岗": "info",
    "已终止": "neutral",
    "已届满": "neutral",
    "已期满": "neutral",
    "已提前终止": "neutral",
}


@register.filter
def today_state(row: Appointment | Secondment) -> str:
    """在任、未到任、… or 下沉中、未到岗、…, today."""
    return row.state_on(timezone.localdate())


@register.filter
def state_tone(word: str) -> str:
    return _STATE_TONES[word]


@register.filter
def proposal_tone(proposal: ReplacementProposal) -> str:
    if proposal.overdue_on(timezone.localdate()):
        return "danger"
    tones = {"open": "progress", "accepted": "success", "declined": "warning"}
    return tones.get(proposal.status, "neutral")


_VERBS = {
    "appoint": "任命",
    "dismiss": "终止任职",
    "second": "登记下沉",
    "end": "终止下沉",
    "propose": "提出调换建议",
    "accepted": "同意调换",
    "declined": "不同意调换",
    "withdraw": "撤回",
    "hand_over": "移交",
    "accept": "接收",
    "retry": "再次移交",
}
_WORDS = {
    "acting_for": "代理",
    "reason": "原因",
    "reasons": "理由",
    "wanted": "希望",
    "due": "答复期限",
    "answer": "答复",
    "successor": "接替",
    "from": "自",
    "to": "至",
    "document": "文号",
    "note": "说明",
    "left": "未移交",
}


@register.filter
def told(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Trail entries of offices, postings and handovers as `timeline` takes them."""
    return timelines.told(entries, verbs=_VERBS, text=_text)


def _text(_verb: str, payload: dict[str, Any]) -> str:
    parts = []
    for key, word in _WORDS.items():
        value = payload.get(key)
        if isinstance(value, list):
            value = "、".join(value)
        if value:
            parts.append(f"{word}：{str(value).rstrip('。')}")
    return "；".join(parts)
