"""To-dos (待办). Each app registers a provider; the workbench merges what they return."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from core.models import User


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


@dataclass(frozen=True)
class TodoGroup:
    """What one provider has for a person: the true total, and the first few items."""

    label: str
    icon: str
    total: int
    url: str
    items: Sequence[TodoItem]


Provider = Callable[[User, int], Sequence[TodoGroup]]
Counter = Callable[[User], int]
_providers: dict[str, Provider] = {}
_counters: dict[str, Counter] = {}


def register(name: str, provider: Provider, counter: Counter) -> None:
    """`provider(user, limit)` gives groups; `counter(user)` their total, in one cheap query."""
    _providers[name] = provider
    _counters[name] = counter


def total(*querysets: models.QuerySet[Any]) -> int:
    """How many rows the querysets have together, in one query."""
    counts = [
        rows.order_by().annotate(_all=models.Value(1)).values("_all").annotate(n=models.Count("pk"))
        for rows in querysets
        if not rows.query.is_empty()
    ]
    numbers = [rows.values_list("n", flat=True) for rows in counts]
    if not numbers:
        return 0
    return sum(numbers[0].union(*numbers[1:], all=True))


def groups_for(user: User, *, limit: int = 8) -> list[TodoGroup]:
    groups = [group for provider in _providers.values() for group in provider(user, limit)]
    return [group for group in groups if group.total]


def count_for(user: User) -> int:
    return sum(counter(user) for counter in _counters.values())
