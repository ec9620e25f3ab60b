"""How equipment is told on its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone

from core import timelines
from core.models import AuditEntry
from personnel.models import Engagement, Equipment, EquipmentLoan
from personnel.rules import equipment as rule
from personnel.selectors import engagements
from personnel.selectors import equipment as selectors

register = template.Library()

_STATES = {"in_use": "success", "faulty": "danger", "repair": "warning", "retired": "neutral"}
KIND_ICONS = {
    "terminal": "phone",
    "camera": "camera-video",
    "vehicle": "truck",
    "uniform": "person-badge",
    "other": "box-seam",
}
_VERBS = {
    "register": "登记",
    "edit": "修改登记",
    "move": "调拨",
    "retire": "报废",
    "lend": "领用",
    "return": "归还",
    "report_fault": "报告故障",
    "repair": "送修",
    "resolve": "修复",
    "inspect": "检验",
    "reserve": "预约",
    "release": "解除预约",
    "request": "申请经费",
    "amend": "修改申请",
    "grant": "安排经费",
}
_TONES = {"report_fault": "danger", "repair": "warning", "resolve": "success", "retire": "neutral"}


@register.filter
def equipment_tone(state: str) -> str:
    return _STATES[state]


@register.filter
def kind_label(kind: str) -> str:
    return str(Equipment.Kind(kind).label)


@register.filter
def loan_now(piece: Equipment) -> EquipmentLoan | None:
    """Who has it; asks nothing when the list has fetched it already."""
    return selectors.loan_of(piece)


@register.filter
def kind_icon(kind: str) -> str:
    return KIND_ICONS[kind]


@register.filter
def inspection_due(piece: Equipment) -> rule.Due | None:
    """How far the next inspection is; nothing for a retired piece."""
    if piece.inspect_due_on is None or piece.state == Equipment.State.RETIRED:
        return None
    return rule.day_due(piece.inspect_due_on, timezone.localdate())


@register.filter
def loan_due(loan: EquipmentLoan) -> rule.Due:
    return rule.loan_due(timezone.localtime(loan.due_at), timezone.localtime())


@register.filter
def in_ten_thousands(amount: Decimal) -> str:
    """Yuan as 万元."""
    return f"{amount / 10_000:,.2f}"


@register.filter
def span(row: Engagement) -> str:
    return engagements.span_words(row.during.lower, row.during.upper)


@register.filter
def clock_on(row: Engagement, day: date) -> str:
    """The hours of a booking on one day: 09:00–12:00, from 00:00, until 24:00."""
    first, last = timezone.localtime(row.during.lower), timezone.localtime(row.during.upper)
    begins = f"{first:%H:%M}" if first.date() == day else "00:00"
    ends = f"{last:%H:%M}" if last.date() == day else "24:00"
    return f"{begins}–{ends}"


@register.filter
def told_equipment(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Trail entries as `timeline` takes them."""
    return timelines.told(entries, verbs=_VERBS, text=_text, tones=_TONES)


def _text(verb: str, said: dict[str, Any]) -> str:
    if verb in _SAID:
        return _SAID[verb](said).strip()
    keys = ("description", "note", "resolution", "reason")
    return next((str(said[key]) for key in keys if said.get(key)), "")


def _edited(said: dict[str, Any]) -> str:
    changed = said["changed"].items()
    return "；".join(f"{name}：{old or '空'} → {new or '空'}" for name, (old, new) in changed)


def _lent(said: dict[str, Any]) -> str:
    due = said["due_at"][:16].replace("T", " ")
    return f"{said['officer']}：{said['purpose']}，应还 {due}"


def _returned(said: dict[str, Any]) -> str:
    return f"{said['officer']}：{'有故障' if said['faulty'] else '完好'}　{said['note']}"


def _inspected(said: dict[str, Any]) -> str:
    following = f"，下次 {said['next_due_on']}" if said["next_due_on"] else ""
    outcome = "合格" if said["passed"] else "不合格"
    return f"{said['inspected_on']} {outcome}{following}　{said['note']}"


def _booked(said: dict[str, Any]) -> str:
    return f"{said['span']} {said['label']}"


def _asked(said: dict[str, Any]) -> str:
    return f"{Decimal(said['requested']):,.2f} 元：{said['note']}"


_SAID: dict[str, Callable[[dict[str, Any]], str]] = {
    "edit": _edited,
    "move": lambda said: f"{said['from']} → {said['to']}：{said['reason']}",
    "lend": _lent,
    "return": _returned,
    "inspect": _inspected,
    "reserve": _booked,
    "release": _booked,
    "grant": lambda said: f"安排 {Decimal(said['granted']):,.2f} 元",
    "request": _asked,
    "amend": _asked,
}
