"""What an import of equipment would do: cells, then every row against the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from core.importing import result_of
from core.models import User
from core.sheets_in import Fault, Reader, Row, Sheet, longest_of, too_long
from personnel import policy
from personnel.models import Equipment, Officer
from personnel.resources import EquipmentResource
from personnel.rules.equipment import NEEDS_INSPECTION, PLAN_GEAR
from zones.models import Agency, Township

Unit = Township | Agency
State, Kind = Equipment.State, Equipment.Kind
FIELDS = (
    "kind",
    "model",
    "plate",
    "unit",
    "state",
    "acquired_on",
    "inspect_due_on",
    "custodian",
    "note",
)
NEEDED = ("kind", "model", "unit", "acquired_on")
_CODE = re.compile(r"[^\s'\"<>&]{1,30}")


class EquipmentReader(Reader):
    """Remembers the codes already seen."""

    key = "code"

    def __init__(self) -> None:
        super().__init__(EquipmentResource())
        self._first: dict[str, int] = {}
        self._longest = longest_of(Equipment, "code", "model", "plate", "note")

    def check(self, number: int, values: dict[str, Any]) -> dict[str, str]:
        wrong = too_long(values, self._longest)
        code = values["code"]
        if not code:
            return wrong | {"code": "不能为空；编号是装备的身份"}
        if not _CODE.fullmatch(code):
            return {"code": "编号不能有空格、引号和尖括号"} | wrong
        first = self._first.setdefault(code, number)
        return wrong if first == number else {"code": f"与第 {first} 行的编号重复"}


@dataclass(frozen=True)
class Change:
    """What a row says that is not in the register; `piece` None: a new one."""

    row: Row
    piece: Equipment | None
    values: dict[str, Any]
    cells: list[dict[str, str]]


@dataclass
class Plan:
    rows: int = 0
    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    missing: list[Equipment] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def as_result(self) -> dict[str, Any]:
        """The plan as plain values for the preview."""
        shape: dict[str, list[Any]] = {
            name: [_line(one.row.number, one.row.key, one.cells) for one in changes]
            for name, changes in (("new", self.new), ("changed", self.changed))
        }
        shape["unchanged"] = [_line(row.number, row.key, []) for row in self.unchanged]
        shape["missing"] = [_line(0, one.code, [], f"{one}（{one.unit}）") for one in self.missing]
        shape["invalid"] = [asdict(fault) for fault in self.faults]
        counts = {name: len(found) for name, found in shape.items()} | {
            "rows": self.rows,
            "invalid": len({fault.row for fault in self.faults}),
            "faults": len(self.faults),
        }
        return result_of(shape, counts)


def _line(row: int, key: str, cells: list[dict[str, str]], note: str = "") -> dict[str, Any]:
    return {"row": row, "key": key, "name": "", "note": note, "cells": cells}


@dataclass(frozen=True)
class Stored:
    """The pieces and keepers that a sheet names, and who may keep a unit's equipment."""

    pieces: Mapping[str, Equipment]  # by code
    officers: Mapping[str, Officer]  # by account
    keepers: Mapping[tuple[str, int], frozenset[int]]  # (model of the unit, id) → officer ids


class Planner:
    """Judges row after row for the person who imports."""

    def __init__(self, stored: Stored, by: User, today: date) -> None:
        self.stored, self.by, self.today = stored, by, today
        self.plan = Plan()
        self._resource = EquipmentResource()

    def take(self, row: Row) -> None:
        piece = self.stored.pieces.get(row.key)
        said = {name: row.values[name] for name in FIELDS if row.values[name] not in (None, "")}
        news = {n: v for n, v in said.items() if piece is None or v != held(piece, n)}
        if piece is not None and policy.manages_equipment_of(self.by, piece.unit) and not news:
            self.plan.unchanged.append(row)
            return
        wrong = self._refused(piece, news) or self._lacks(piece, said)
        if wrong:
            self._refuse(row, wrong)
            return
        cells = [self._cell(name, piece, value) for name, value in news.items()]
        part = self.plan.new if piece is None else self.plan.changed
        part.append(Change(row, piece, news, cells))

    def finish(self, sheet: Sheet, pieces: Iterable[Equipment]) -> Plan:
        """Add what was wrong with the cells, and which pieces of the units are not in the file."""
        plan = self.plan
        plan.rows = len(sheet.rows) + len({fault.row for fault in sheet.faults})
        plan.faults = sorted([*sheet.faults, *plan.faults], key=lambda fault: fault.row)
        plan.missing = [one for one in pieces if one.code not in sheet.keys]
        return plan

    def _refused(self, piece: Equipment | None, news: Mapping[str, Any]) -> dict[str, str]:
        """Whose it is, and what only the page of the piece may change."""
        if piece is None:
            unit = news.get("unit")
            if unit is not None and not policy.manages_equipment_of(self.by, unit):
                return {"unit": f"只能登记本单位的装备；{unit}的装备由该单位管理"}
            if news.get("state", State.IN_USE) not in (State.IN_USE, State.RETIRED):
                return {"state": "新登记的装备应为在用或报废；故障请登记后在装备页面报告"}
            return {}
        if not policy.manages_equipment_of(self.by, piece.unit):
            return {"code": "该编号已由其他单位登记，请另编编号"}
        if piece.state == State.RETIRED:
            return {"code": f"该装备已报废，登记不再变动（{PLAN_GEAR}）"}
        wrong = {}
        if "unit" in news:
            wrong["unit"] = f"登记在{piece.unit}；调拨请在装备页面办理"
        if "state" in news:
            wrong["state"] = f"登记为{piece.get_state_display()}；故障、维修、报废请在装备页面办理"
        return wrong

    def _lacks(self, piece: Equipment | None, said: Mapping[str, Any]) -> dict[str, str]:
        """What the record would lack or contradict with these values."""
        after = {n: said.get(n, held(piece, n) if piece else None) for n in FIELDS}
        wrong = {name: "不能为空：新装备须填" for name in NEEDED if after[name] is None}
        if wrong:
            return wrong
        if after["acquired_on"] > self.today:
            wrong["acquired_on"] = "配备日期不能晚于今天"
        if after["kind"] == Kind.VEHICLE and not after["plate"]:
            wrong["plate"] = "执法用车须填写车牌号"
        if after["kind"] in NEEDS_INSPECTION and after["inspect_due_on"] is None:
            basis = NEEDS_INSPECTION[after["kind"]]
            wrong["inspect_due_on"] = f"{Kind(after['kind']).label}须填写下次检验日期（{basis}）"
        if "custodian" in said:
            wrong |= self._keeper(str(said["custodian"]), after["unit"])
        return wrong

    def _keeper(self, account: str, unit: Unit) -> dict[str, str]:
        officer = self.stored.officers.get(account)
        able = self.stored.keepers.get((str(unit._meta.model_name), unit.pk), frozenset())
        if officer is None or officer.pk not in able:
            return {"custodian": f"没有这个账号，或者不是{unit}的人员"}
        return {}

    def _cell(self, name: str, piece: Equipment | None, value: Any) -> dict[str, str]:
        old = "" if piece is None else self._resource.shown(name, held(piece, name))
        heading = self._resource.columns[name]
        return {"column": heading, "old": old, "new": self._resource.shown(name, value)}

    def _refuse(self, row: Row, wrong: Mapping[str, str]) -> None:
        for name, reason in wrong.items():
            value = self._resource.fields[name].widget.render(row.values[name])
            heading = self._resource.columns[name]
            self.plan.faults.append(Fault(row.number, row.key, heading, str(value or ""), reason))


def held(piece: Equipment, name: str) -> Any:
    """What the register says under the workbook's name of a field; a keeper by account."""
    if name == "custodian":
        return piece.custodian.user.username if piece.custodian else None
    return getattr(piece, name)
