"""Several counts in one query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models


def count_each(rows: Mapping[str, models.QuerySet[Any]]) -> dict[str, int]:
    """Name → number of rows, for all querysets in one query."""
    found = dict.fromkeys(rows, 0)
    counts = [
        queryset.order_by()
        .annotate(_name=models.Value(name, output_field=models.CharField()))
        .values("_name")
        .annotate(_n=models.Count("pk", distinct=True))
        .values_list("_name", "_n")
        for name, queryset in rows.items()
        if not queryset.query.is_empty()
    ]
    if counts:
        first, *others = counts
        found.update(first.union(*others, all=True))
    return found
