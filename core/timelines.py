"""Trail entries as the `timeline` component takes them; each app brings its own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from core.models import AuditEntry

_PLAIN: Mapping[str, str] = MappingProxyType({})


def told(
    entries: Iterable[AuditEntry],
    *,
    verbs: Mapping[str, str],
    text: Callable[[str, dict[str, Any]], str],
    tones: Mapping[str, str] = _PLAIN,
) -> list[dict[str, Any]]:
    """A row for each entry; a verb without words stands as it is, one without a tone is plain."""
    return [
        {
            "at": entry.at,
            "actor_name": entry.actor_name,
            "title": verbs.get(entry.verb, entry.verb),
            "text": text(entry.verb, entry.payload),
            "tone": tones.get(entry.verb, "info"),
            "hash_short": entry.entry_hash[:8],
        }
        for entry in entries
    ]
