"""Words and signs of evidence and things kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from cases.models import Evidence
from core.models import AuditEntry

register = template.Library()

_ICONS = {"image": "image", "video": "film", "audio": "mic"}
_VERBS = {
    "take_in": ("登记入库", "success"),
    "view": ("查看原件", "neutral"),
    "download": ("下载原件", "info"),
    "set_aside": ("不予采用", "danger"),
    "altered": ("复核不符", "danger"),
}
_WORDS = {
    "name": "文件",
    "reason": "理由",
    "scan": "查毒",
    "sha256": "SHA-256",
    "expected": "登记的 SHA-256",
    "found": "现为",
}


@register.filter
def evidence_icon(row: Evidence) -> str:
    """The sign of what kind of original it has."""
    if not row.file:
        return "box-seam"
    return _ICONS.get(row.media_type.split("/")[0], "file-earmark-text")


@register.filter
def told_evidence(rows: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Entries of a piece's trail as the timeline takes them."""
    return [_told(row) for row in rows]


def _told(row: AuditEntry) -> dict[str, Any]:
    title, tone = _VERBS.get(row.verb, (row.verb, "neutral"))
    said = []
    for key, word in _WORDS.items():
        value = str(row.payload.get(key) or "")
        if value:
            short = value if key not in ("sha256", "expected", "found") else f"{value[:16]}…"
            said.append(f"{word}：{short}")
    return {
        "at": row.at,
        "actor_name": row.actor_name,
        "title": title,
        "text": "；".join(said),
        "tone": tone,
        "hash_short": row.entry_hash[:12],
    }


_EXHIBIT_TONES = {
    "preserved": "progress",
    "sampled": "info",
    "seized": "progress",
    "testing": "info",
    "to_return": "warning",
}


@register.filter
def exhibit_tone(state: str) -> str:
    """In hand, to be given back, or gone."""
    return _EXHIBIT_TONES.get(state, "neutral")
