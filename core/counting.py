"""Several counts in one query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models


def count_each(rows: Mapping[str, models.QuerySet[Any]]) -> dict[str, int]:
    """Name → number of rows, for all querysets in one query."""
    found = dict.fromkeys(rows, 0)
    parts: list[str] = []
    values: list[Any] = []
    for name, queryset in rows.items():
        if queryset.query.is_empty():
            continue
        try:
            ids = queryset.order_by().values("pk").distinct().query
            statement, parameters = ids.sql_with_params()
        except EmptyResultSet:
            continue
        # Django's own statement, with parameters; `union()` would build each of them three times.
        parts.append(f"SELECT %s, count(*) FROM ({statement}) AS counted")  # noqa: S608
        values += [name, *parameters]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            found.update(cursor.fetchall())
    return found
