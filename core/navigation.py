"""The left navigation: each app adds its entries; who sees one is the entry's own question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from core.models import User


@dataclass(frozen=True)
class Entry:
    """One link. `visible(user)` decides whether it is shown; hiding is not what protects a page."""

    group: str
    order: int
    label: str
    icon: str
    url_name: str
    visible: Callable[[User], bool]
    badge: Callable[[User], int] | None = None


GROUPS = ("工作", "片区", "案件", "法制审核", "检查计划", "人员与权限", "系统")
_entries: list[Entry] = []
_identity: list[Callable[[User], tuple[str, str]]] = []


def register(*entries: Entry) -> None:
    _entries.extend(entries)
    _entries.sort(key=lambda entry: (GROUPS.index(entry.group), entry.order))


def register_identity(describe: Callable[[User], tuple[str, str]]) -> None:
    """`describe(user)` gives (role label, scope label) for the header."""
    _identity[:] = [describe]


def identity_of(user: User) -> tuple[str, str]:
    return _identity[0](user) if _identity else ("", "")


@cache
def _address(url_name: str) -> str:
    return reverse(url_name)


def entries_for(user: User, path: str) -> list[dict[str, object]]:
    """Groups of visible entries; the entry with the longest matching address is active."""
    shown = [entry for entry in _entries if entry.visible(user)]
    addresses = {entry: _address(entry.url_name) for entry in shown}
    matching = [entry for entry in shown if path.startswith(addresses[entry])]
    active = max(matching, key=lambda entry: len(addresses[entry]), default=None)
    groups: dict[str, list[dict[str, object]]] = {}
    for entry in shown:
        groups.setdefault(entry.group, []).append(
            {
                "label": entry.label,
                "icon": entry.icon,
                "url": addresses[entry],
                "active": entry is active,
                "badge": entry.badge(user) if entry.badge else 0,
            }
        )
    return [{"label": label, "entries": rows} for label, rows in groups.items()]
