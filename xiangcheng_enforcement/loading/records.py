"""Making tables equal to data files, row by row, and saying what that changed."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.db import models

    M = TypeVar("M", bound=models.Model)

Row = dict[str, Any]


@dataclass
class Tally:
    """How many rows of one kind were new, changed, and as they should be."""

    label: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        counts = (("新增", self.created), ("更新", self.updated), ("未变", self.unchanged))
        return f"{self.label}：{'，'.join(f'{word} {n}' for word, n in counts if n) or '无'}"


def fixture(name: str) -> Path:
    return Path(settings.BASE_DIR) / "fixtures" / name


def read_json(name: str) -> Any:
    return json.loads(fixture(name).read_text(encoding="utf-8"))


def read_csv(path: Path) -> list[dict[str, str]]:
    """Rows by column name; a byte-order mark and columns without a name are ignored."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {column: (value or "").strip() for column, value in row.items() if column}
            for row in csv.DictReader(file)
        ]


def synchronise(
    label: str,
    model: type[M],
    key: str,
    rows: Iterable[Row],
    *,
    create_only: Collection[str] = (),
) -> tuple[Tally, dict[Any, M]]:
    """Create what is missing and save what differs; nothing is ever removed.

    Rows hold model attributes (foreign keys as ``…_id``). ``create_only`` names attributes that
    belong to others once the row exists. Returns the tally and every row's object by its key.
    """
    tally = Tally(label)
    known: dict[Any, M] = {getattr(found, key): found for found in model._default_manager.all()}
    for row in rows:
        found = known.get(row[key])
        if found is None:
            known[row[key]] = model._default_manager.create(**row)
            tally.created += 1
        elif _save_differences(found, row, create_only):
            tally.updated += 1
        else:
            tally.unchanged += 1
    return tally, known


def _save_differences(found: models.Model, row: Mapping[str, Any], keep: Collection[str]) -> bool:
    different = [
        name for name, value in row.items() if name not in keep and getattr(found, name) != value
    ]
    for name in different:
        setattr(found, name, row[name])
    if different:
        found.save(update_fields=different)
    return bool(different)
