"""What an import would do: every row against the catalogue as it stands. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from core.importing import result_of
from core.sheets_in import Fault, Row, Sheet
from zones.models import EnforcementItem, ItemVersion
from zones.resources import ItemResource
from zones.selectors.catalogue import shown

# The fields of a version that the workbook carries; an empty cell of grades keeps the last ones.
VERSIONED = (
    "name",
    "legal_basis",
    "penalty_summary",
    "agency",
    "hearing_citizen",
    "hearing_organisation",
    "limitation_years",
    "discretion",
)
ASIDE = ("domain", "note")


@dataclass(frozen=True)
class Change:
    """An item that the file changes: `new_version` tells whether its wording does."""

    row: Row
    item: EnforcementItem
    latest: ItemVersion | None
    new_version: bool
    cells: list[dict[str, str]]


@dataclass
class Plan:
    """New rows, changed items, items the file does not have, rows that say nothing new, faults."""

    new: list[Row] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    missing: list[EnforcementItem] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "missing": len(self.missing),
            "unchanged": len(self.unchanged),
            "invalid": len({fault.row for fault in self.faults}),
            "faults": len(self.faults),
        }

    def as_result(self) -> dict[str, Any]:
        """The plan as plain values for the preview, with a digest to know it again by."""
        columns = ItemResource().columns
        shape: dict[str, Any] = {
            "new": [
                {"row": row.number, "code": row.key}
                | {"cells": {columns[name]: shown(row.values[name]) for name in columns}}
                for row in self.new
            ],
            "changed": [
                {
                    "row": change.row.number,
                    "item": change.item.pk,
                    "code": change.row.key,
                    "name": change.row.values["name"],
                    "from": str(change.row.values["valid_from"]) if change.new_version else "",
                    "cells": change.cells,
                }
                for change in self.changed
            ],
            "missing": [
                {"item": item.pk, "code": item.code, "name": item.name, "agency": str(item.agency)}
                for item in self.missing
            ],
            "unchanged": [
                {"row": row.number, "code": row.key, "name": row.values["name"]}
                for row in self.unchanged
            ],
            "invalid": [asdict(fault) for fault in self.faults],
        }
        return result_of(shape, self.counts())


class Planner:
    """Holds the catalogue as read once, and judges row after row."""

    def __init__(self) -> None:
        items = EnforcementItem.objects.select_related("agency").order_by("code")
        self._items = {item.code: item for item in items}
        self._versions: dict[int, list[ItemVersion]] = {}
        for version in ItemVersion.objects.select_related("agency").order_by("valid_from"):
            self._versions.setdefault(version.item_id, []).append(version)
        self.plan = Plan()

    def take(self, row: Row) -> None:
        item = self._items.get(row.key)
        if item is None:
            self._take_new(row)
            return
        versions = self._versions.get(item.pk, [])
        refusal = self._compare(row, item, versions)
        if refusal:
            self._refuse(row, refusal)

    def finish(self, sheet: Sheet) -> Plan:
        """Add what was wrong with the cells, and the items whose codes the file does not have."""
        self.plan.faults = sorted([*sheet.faults, *self.plan.faults], key=lambda fault: fault.row)
        self.plan.missing = [
            item
            for code, item in self._items.items()
            if code not in sheet.keys and item.withdrawn_on is None
        ]
        return self.plan

    def _take_new(self, row: Row) -> None:
        if row.values["valid_from"] is None:
            self._refuse(row, "新事项须填生效日期")
        else:
            self.plan.new.append(row)

    def _compare(self, row: Row, item: EnforcementItem, versions: list[ItemVersion]) -> str:
        """Put the row where it belongs; a sentence when it can't be done."""
        day = row.values["valid_from"]
        latest = versions[-1] if versions else None
        same_as = next((v for v in versions if v.valid_from == day), latest)
        if item.withdrawn_on and day is not None and day >= item.withdrawn_on:
            return self._change(row, item, latest, restored=True)
        if same_as is not None and not _differing(row, same_as):
            return self._only_aside(row, item, latest)
        if item.withdrawn_on:
            return f"该事项已于 {item.withdrawn_on} 退出目录；恢复须填不早于该日的生效日期"
        if day is None:
            return "内容有改动，须填新的生效日期"
        if latest is not None and day <= latest.valid_from:
            return f"内容有改动，生效日期须晚于最近版本的 {latest.valid_from}；版本只接续，不改写"
        return self._change(row, item, latest)

    def _only_aside(self, row: Row, item: EnforcementItem, latest: ItemVersion | None) -> str:
        cells = _cells(row, ASIDE, item)
        if cells:
            self.plan.changed.append(Change(row, item, latest, new_version=False, cells=cells))
        else:
            self.plan.unchanged.append(row)
        return ""

    def _change(
        self,
        row: Row,
        item: EnforcementItem,
        latest: ItemVersion | None,
        *,
        restored: bool = False,
    ) -> str:
        cells = _cells(row, VERSIONED, latest) + _cells(row, ASIDE, item)
        if restored:
            cells.append({"column": "状态", "old": f"{item.withdrawn_on} 退出", "new": "恢复"})
        self.plan.changed.append(Change(row, item, latest, new_version=True, cells=cells))
        return ""

    def _refuse(self, row: Row, reason: str) -> None:
        day = row.values["valid_from"]
        column = ItemResource().columns["valid_from"]
        self.plan.faults.append(
            Fault(row.number, row.key, column, "" if day is None else str(day), reason)
        )


def _differing(row: Row, version: ItemVersion) -> list[str]:
    return [name for name in VERSIONED if _says_else(row, name, getattr(version, name))]


def _says_else(row: Row, name: str, kept: object) -> bool:
    value = row.values[name]
    return value != kept and not (name == "discretion" and value is None)


def _cells(
    row: Row, names: Iterable[str], old: ItemVersion | EnforcementItem | None
) -> list[dict[str, str]]:
    columns = ItemResource().columns
    return [
        {
            "column": columns[name],
            "old": shown(getattr(old, name, "")),
            "new": shown(row.values[name]),
        }
        for name in names
        if _says_else(row, name, getattr(old, name, None))
    ]
