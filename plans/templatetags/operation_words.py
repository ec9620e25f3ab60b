"""How joint operations are told on their pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from core import timelines
from core.models import AuditEntry
from personnel.selectors import engagements
from plans.models import Operation, OperationMember

register = template.Library()

_STATES = {
    "draft": "neutral",
    "ordered": "info",
    "under_way": "progress",
    "finished": "warning",
    "reported": "success",
    "cancelled": "danger",
}
_OUTCOMES = {"nothing": "success", "correct": "warning", "case": "danger"}
_VERBS = {
    "draft": "拟制",
    "edit": "修改方案",
    "send": "安排人员",
    "withdraw": "撤回人员",
    "carry": "安排装备",
    "leave_behind": "撤回装备",
    "order": "下达",
    "change": "调整时间地点",
    "cancel": "取消",
    "check_in": "签到",
    "begin": "开始行动",
    "find": "登记检查结果",
    "open_case": "登记为案件",
    "unit_result": "填报结果",
    "finish": "结束行动",
    "write_report": "修改总结",
    "report": "提交总结",
}
_TONES = {"order": "success", "report": "success", "cancel": "danger", "open_case": "warning"}


@register.filter
def operation_tone(state: str) -> str:
    return _STATES[state]


@register.filter
def outcome_tone(outcome: str) -> str:
    return _OUTCOMES[outcome]


@register.filter
def operation_span(operation: Operation) -> str:
    """2026-11-25 09:00–12:00."""
    return engagements.span_words(operation.starts_at, operation.ends_at)


@register.filter
def late_minutes(row: OperationMember, operation: Operation) -> int:
    return row.late_for(operation.starts_at)


@register.filter
def operation_told(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Trail entries as `timeline` takes them."""
    return timelines.told(entries, verbs=_VERBS, text=_text, tones=_TONES)


def _text(verb: str, payload: dict[str, Any]) -> str:
    said = {
        "send": lambda: f"{payload['unit']}：{'、'.join(payload['people'])}",
        "withdraw": lambda: f"{payload['unit']}：{payload['person']}",
        "carry": lambda: "、".join(payload["equipment"]),
        "leave_behind": lambda: str(payload["equipment"]),
        "order": lambda: f"{payload['number']}，{payload['span']}",
        "change": lambda: f"{payload['from']} 改为 {payload['to']}",
        "check_in": lambda: f"{payload['person']}{_late(payload['late'])}",
        "find": lambda: f"{payload['place']}：{payload['subject']}",
        "open_case": lambda: f"{payload['subject']}：{payload['case']}",
        "unit_result": lambda: f"{payload['unit']}：{payload['result']}",
        "finish": lambda: f"签到 {payload['arrived']}/{payload['of']} 人",
    }
    words = said.get(verb)
    return words() if words else str(payload.get("reason") or "")


def _late(minutes: int) -> str:
    return f"，迟到 {minutes} 分钟" if minutes else ""
