"""Workbooks for tests of the import."""

from __future__ import annotations

from datetime import date
from typing import Any

from zones.resources import ItemResource, workbook

HEAD = list(ItemResource().columns.values())


def row(code: str, **changes: Any) -> list[Any]:
    """One good row of a new item; `changes` by field name."""
    values = {
        "code": code,
        "name": f"对事项 {code} 的处罚",
        "domain": "城管-市容环卫",
        "legal_basis": "《城市市容和环境卫生管理条例》（2017修订）第三十四条",
        "penalty_summary": "警告；罚款",
        "agency": "区城管执法局",
        "hearing_citizen": 5000,
        "hearing_organisation": 50000,
        "limitation_years": 2,
        "discretion": "",
        "valid_from": date(2024, 1, 1),
        "note": "",
    } | changes
    return [values[name] for name in ItemResource().columns]


def sheet(rows: list[list[Any]], head: list[str] | None = None) -> bytes:
    return workbook("执法事项", head or HEAD, rows)
