"""Pages of long lists without counting a million rows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import models

Row = TypeVar("Row", bound=models.Model)
Item = TypeVar("Item")

PAGE_SIZE = 25
COUNT_LIMIT = 1000
REMEMBER_SECONDS = 60.0
_MOST_LONG = 1000
_long: dict[int, float] = {}  # statements that found more than COUNT_LIMIT → until when


class ListPage(Generic[Row]):
    """One page of rows. The total is counted only up to COUNT_LIMIT ("1000+")."""

    def __init__(self, rows: models.QuerySet[Row], number: int, size: int = PAGE_SIZE) -> None:
        self.number = max(1, number)
        start = (self.number - 1) * size
        found = list(rows[start : start + size + 1])
        self.rows: Sequence[Row] = found[:size]
        self.has_next = len(found) > size
        self.has_previous = self.number > 1
        self.next_number = self.number + 1
        self.previous_number = self.number - 1
        if not self.has_next and (found or self.number == 1):
            self.total, self.capped = start + len(found), False
        else:
            self.total = _count(rows)
            self.capped = self.total > COUNT_LIMIT

    @property
    def total_label(self) -> str:
        return f"共 {COUNT_LIMIT}+ 条" if self.capped else f"共 {self.total} 条"


def _count(rows: models.QuerySet[Any]) -> int:
    """Up to COUNT_LIMIT + 1. A list found that long is taken to be so for a minute."""
    ids = rows.order_by().values("pk")[: COUNT_LIMIT + 1]
    try:
        asked = hash(str(ids.query.sql_with_params()))
    except EmptyResultSet:
        return 0
    now = time.monotonic()
    if _long.get(asked, now) > now:
        return COUNT_LIMIT + 1
    total = ids.count()
    if total > COUNT_LIMIT:
        if len(_long) >= _MOST_LONG:
            _long.clear()
        _long[asked] = now + REMEMBER_SECONDS
    return total


def forget_counts() -> None:
    _long.clear()


class RowsPage(Generic[Item]):
    """One page of rows that are in memory already, as the pager takes it."""

    def __init__(
        self, rows: Sequence[Item], number: int, size: int = PAGE_SIZE, unit: str = "条"
    ) -> None:
        last = max(1, -(-len(rows) // size))
        self.number = min(max(1, number), last)
        self.total = len(rows)
        self.rows = rows[(self.number - 1) * size : self.number * size]
        self.has_previous, self.has_next = self.number > 1, self.number < last
        self.previous_number, self.next_number = self.number - 1, self.number + 1
        self.total_label = f"共 {self.total} {unit}"


def page_number(raw: str | None) -> int:
    """A page number from the address; anything odd is page one. Deep pages are cut off."""
    return min(int(raw), 4000) if raw and raw.isdecimal() else 1
