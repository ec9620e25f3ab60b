"""Several counts, and the rows of several small tables, in one query."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
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


def read_each(
    read: Mapping[str, models.QuerySet[Any]], counted: Mapping[str, models.QuerySet[Any]]
) -> tuple[dict[str, list[Any]], dict[str, int]]:
    """Name → rows of each small table to `read`, in its order, and the numbers of those `counted`.

    One query for all. The tables to read have no joins: their rows come as they are stored.
    """
    parts: list[str] = []
    values: list[Any] = []
    for name, queryset in read.items():
        statement, parameters = queryset.query.sql_with_params()
        parts.append(
            "SELECT %s, row_number() OVER (), to_jsonb(part)::text"  # noqa: S608 - Django's own
            f" FROM ({statement}) AS part"
        )
        values += [name, *parameters]
    for name, queryset in counted.items():
        statement, parameters = queryset.order_by().values("pk").query.sql_with_params()
        parts.append(f"SELECT %s, count(*), NULL FROM ({statement}) AS part")  # noqa: S608
        values += [name, *parameters]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        found = sorted(cursor.fetchall(), key=lambda row: (row[0], row[1]))
    rows: dict[str, list[Any]] = {name: [] for name in read}
    for name, _, text in found:
        if name in rows:
            rows[name].append(_as_stored(read[name].model, text))
    return rows, {name: number for name, number, _ in found if name in counted}


def _as_stored(model: type[models.Model], text: str) -> models.Model:
    """A row as it comes from the table. Amounts keep their scale; JSON columns stay JSON."""
    plain = json.loads(text)
    exact = json.loads(text, parse_float=Decimal)
    fields = model._meta.concrete_fields
    values = [
        plain[name] if isinstance(f, models.JSONField) else f.to_python(exact[name])
        for f in fields
        for name in [str(f.column)]
    ]
    return model.from_db(connection.alias, [f.attname for f in fields], values)
