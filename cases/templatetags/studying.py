"""How study meetings are told on their pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from cases.models import StudyItem, StudyMeeting
from cases.rules.remaining import remaining
from cases.rules.study import STEPS, Effect
from cases.rules.terms import Unit
from cases.selectors.due import Due
from core import calendars, timelines
from core.models import AuditEntry
from personnel.selectors.engagements import span_words

register = template.Library()

_TONES = {
    "draft": "neutral",
    "called": "progress",
    "held": "warning",
    "concluded": "success",
    "cancelled": "neutral",
}
_ANSWERS = {"called": "warning", "accepted": "success", "declined": "danger"}
_STEP_TONES = {"sign": "success", "cancel": "warning", "resolve": "success"}
_WORDS = {key: step.label for key, step in STEPS.items()} | {
    "prepare": "拟定会议",
    "read": "查阅副卷材料",
}


@register.filter
def study_tone(state: str) -> str:
    return _TONES[state]


@register.filter
def answer_tone(answer: str) -> str:
    return _ANSWERS[answer]


@register.filter
def effect_tone(effect: str) -> str:
    return "warning" if effect == Effect.BINDING else "info"


@register.filter
def study_span(meeting: StudyMeeting) -> str:
    """2026-11-25 09:00–11:00."""
    return span_words(meeting.starts_at, meeting.ends_at)


@register.simple_tag
def order_due(item: StudyItem) -> Due | None:
    """`{% order_due item as due %}`: the badge of an order; None once it was carried out."""
    if item.finish_by is None or item.done_at is not None:
        return None
    today: date = timezone.localdate()
    left = remaining(item.finish_by, today, calendars.work_calendar(), Unit.DAY)
    return Due(left.text, left.level.value, "落实研讨意见", item.finish_by, False, "")


@register.filter
def study_told(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Trail entries of a meeting as `timeline` takes them."""
    return timelines.told(
        entries,
        verbs=_WORDS,
        text=_text,
        tones=_STEP_TONES,
    )


def _text(verb: str, payload: dict[str, Any]) -> str:
    if verb == "answer":
        word = "参加" if payload["accepted"] else f"不能参加：{payload['reason']}"
        return f"{payload['officer']}：{word}"
    if verb == "agenda":
        return f"列入 {payload['added']}" if "added" in payload else f"移出 {payload['removed']}"
    if verb in ("opine", "resolve", "materials", "read"):
        return str(payload.get("case", ""))
    if verb in ("call", "hold"):
        return "、".join(payload["attendees"])
    return str(payload.get("reason", ""))
