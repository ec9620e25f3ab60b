"""How a person's record tells what was done to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from core import timelines
from core.models import AuditEntry

register = template.Library()

_VERBS = {
    "create_person": "建立档案",
    "edit_person": "修改档案",
    "set_photo": "更换照片",
    "register_certificate": "登记证件",
    "change_certificate": "续期或更正证件",
    "scan_certificate": "补充证件扫描件",
    "suspend_certificate": "暂扣证件",
    "restore_certificate": "恢复证件",
    "revoke_certificate": "注销证件",
    "record_recusal": "登记回避",
    "lift_recusal": "解除回避",
    "record_leave": "登记请假",
    "cancel_leave": "销假",
}
_TONES = {
    "register_certificate": "success",
    "restore_certificate": "success",
    "suspend_certificate": "warning",
    "revoke_certificate": "danger",
}
_FIELDS = {
    "name": "姓名",
    "home": "所在单位",
    "rank": "职级",
    "post": "行政职务",
    "on_establishment": "在编在岗",
    "is_field": "本领域行政执法人员",
    "phone": "联系电话",
    "legal_qualification": "法律职业资格证号",
}


@register.filter
def record_told(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Trail entries of a person as `timeline` takes them."""
    return timelines.told(entries, verbs=_VERBS, text=_text, tones=_TONES)


def _text(verb: str, payload: dict[str, Any]) -> str:
    file = payload.get("file", "")
    return "，".join(filter(None, (_words(verb, payload), f"导入自“{file}”" if file else "")))


def _words(verb: str, payload: dict[str, Any]) -> str:
    if verb == "edit_person":
        return "、".join(_FIELDS[key] for key in payload["changes"]) or "没有改动"
    if "party" in payload:
        return "：".join(filter(None, (payload["party"], payload.get("reason", ""))))
    if "starts_on" in payload:
        return f"{payload['starts_on']} 至 {payload['ends_on']}"
    if "number" in payload:
        return "：".join(filter(None, (payload["number"], payload.get("reason", ""))))
    return ""
