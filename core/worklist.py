"""To-dos (待办). Each app registers a provider; the workbench merges what they return."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models

from core.counting import count_each
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
    since: datetime | None = None


@dataclass(frozen=True)
class TodoGroup:
    """What one provider has for a person: the true total, and the first few items."""

    label: str
    icon: str
    total: int
    url: str
    items: Sequence[TodoItem]


Provider = Callable[[User, int], Sequence[TodoGroup]]
Counter = Callable[[User], Sequence[models.QuerySet[Any]]]
_providers: dict[str, Provider] = {}
_counters: dict[str, Counter] = {}


def register(name: str, provider: Provider, counter: Counter) -> None:
    """`provider(user, limit)` gives groups; `counter(user)` what to count for the header."""
    _providers[name] = provider
    _counters[name] = counter


def groups_for(user: User, *, limit: int = 8) -> list[TodoGroup]:
    groups = [group for provider in _providers.values() for group in provider(user, limit)]
    return [group for group in groups if group.total]


def count_for(user: User) -> int:
    """How many to-dos the person has, in one query over all apps."""
    rows = [queryset for counter in _counters.values() for queryset in counter(user)]
    return sum(count_each({str(n): queryset for n, queryset in enumerate(rows)}).values())
