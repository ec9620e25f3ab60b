"""To-dos (待办). Each app registers a provider; the workbench merges what they return."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models

from core.counting import count_each
from core.models import Notice, User


@dataclass(frozen=True)
class TodoItem:
    """One thing that waits for this person. `due_on` sorts it; `since` is when it began to wait."""

    kind: str
    title: str
    url: str
    hint: str = ""
    due_on: date | None = None
    due: object | None = None
    urgent: bool = False
    since: datetime | None = None


@dataclass(frozen=True)
class TodoGroup:
    """What one provider has for a person: the true total, and the first few items."""

    label: str
    icon: str
    total: int
    url: str
    items: Sequence[TodoItem]


Desks = Callable[[User], Mapping[str, models.QuerySet[Any]]]
Build = Callable[[User, Mapping[str, int], int], Sequence[TodoGroup]]
_providers: dict[str, tuple[Desks, Build]] = {}


def register(name: str, desks: Desks, build: Build) -> None:
    """`desks(user)`: what to count, by key; `build(user, counts, limit)`: the groups to show."""
    _providers[name] = (desks, build)


_UNREAD = "unread"  # no provider's: its keys have a point


def _counts(user: User) -> dict[str, int]:
    """All desks of all apps and the unread notices, one query, remembered for this request."""
    known: dict[str, int] | None = getattr(user, "_desk_counts", None)
    if known is None:
        rows = {
            f"{name}.{key}": queryset
            for name, (desks, _) in _providers.items()
            for key, queryset in desks(user).items()
        }
        rows[_UNREAD] = Notice.objects.filter(recipient=user, read_at=None)
        known = count_each(rows)
        user._desk_counts = known  # type: ignore[attr-defined]
    return known


def groups_for(user: User, *, limit: int = 8) -> list[TodoGroup]:
    """What waits for the person, with the first few of each kind."""
    counts = _counts(user)
    found: list[TodoGroup] = []
    for name, (_, build) in _providers.items():
        mine = {
            key.removeprefix(f"{name}."): n
            for key, n in counts.items()
            if key.startswith(f"{name}.") and n
        }
        if mine:
            found += build(user, mine, limit)
    return found


def count_for(user: User) -> int:
    """How many to-dos the person has."""
    counts = _counts(user)
    return sum(counts.values()) - counts[_UNREAD]


def unread_for(user: User) -> int:
    """How many notices the person has not read."""
    return _counts(user)[_UNREAD]
