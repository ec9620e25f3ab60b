"""What an import of people would do: every row against what is stored. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from core.importing import result_of
from core.models import User
from core.sheets_in import Fault, Row, Sheet
from personnel.models import Certificate, Officer
from personnel.resources import PersonResource
from personnel.services._people_gate import Gate, Stored, held, paper_news
from personnel.services._people_sheet import PERSON


@dataclass(frozen=True)
class Change:
    """What a row says that is not stored: field name → value, on an officer or a certificate."""

    row: Row
    target: Officer | Certificate | None  # None: to be made
    values: dict[str, Any]
    cells: list[dict[str, str]]
    officer: Officer | None = None  # whose certificate; None: a new person's

    def as_line(self, name: str) -> dict[str, Any]:
        return {"row": self.row.number, "key": self.row.key, "name": name, "cells": self.cells}


@dataclass
class Plan:
    """New and changed people, new and renewed certificates, what says nothing new, faults."""

    names: dict[str, str] = field(default_factory=dict)  # account → name
    rows: int = 0
    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    papers: list[Change] = field(default_factory=list)
    renewed: list[Change] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    missing: list[Officer] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def as_result(self) -> dict[str, Any]:
        """The plan as plain values for the preview."""
        shape: dict[str, list[Any]] = {
            name: [change.as_line(self.names[change.row.key]) for change in changes]
            for name, changes in (
                ("new", self.new),
                ("changed", self.changed),
                ("papers", self.papers),
                ("renewed", self.renewed),
            )
        }
        shape["unchanged"] = [
            {"row": row.number, "key": row.key, "name": self.names[row.key], "cells": []}
            for row in self.unchanged
        ]
        shape["missing"] = [
            {
                "row": 0,
                "key": officer.user.username,
                "name": officer.user.name,
                "note": str(officer.home),
                "cells": [],
            }
            for officer in self.missing
        ]
        shape["invalid"] = [asdict(fault) for fault in self.faults]
        remarks = {"warnings": [asdict(warning) for warning in self.warnings]}
        counts = {name: len(found) for name, found in (shape | remarks).items()} | {
            "rows": self.rows,
            "invalid": len({fault.row for fault in self.faults}),
            "faults": len(self.faults),
        }
        return result_of(shape, counts, remarks)


class Planner:
    """Judges row after row for the person who imports."""

    def __init__(self, stored: Stored, by: User, today: date) -> None:
        self.stored, self.today = stored, today
        self.gate = Gate(stored, by, today)
        self.plan = Plan()
        self._resource = PersonResource()

    def take(self, row: Row) -> None:
        officer = self.stored.officers.get(row.key)
        paper = self.stored.certificates.get(row.values["number"])
        wrong = self.gate.person(row, officer) or self.gate.paper(row, officer, paper)
        if wrong:
            self.plan.faults.extend(self._at(row, name, why) for name, why in wrong.items())
            return
        first = row.key not in self.plan.names
        self.plan.names.setdefault(row.key, row.values["name"] or str(officer))
        news = self._person(row, officer) if first else []
        if row.values["number"]:
            news += self._paper(row, paper)
        if not news:
            self.plan.unchanged.append(row)

    def finish(self, sheet: Sheet, people: Iterable[Officer]) -> Plan:
        """Add what was wrong with the cells, and who of the named units is not in the file."""
        plan = self.plan
        plan.rows = len(sheet.rows) + len({fault.row for fault in sheet.faults})
        plan.faults = sorted([*sheet.faults, *plan.faults], key=lambda fault: fault.row)
        plan.missing = [one for one in people if one.user.username not in sheet.keys]
        return plan

    def _person(self, row: Row, officer: Officer | None) -> list[Change]:
        """A new person, or what the row says otherwise; an empty cell says nothing."""
        said = {name: row.values[name] for name in PERSON if row.values[name] not in (None, "")}
        if officer is None:
            return self._add(self.plan.new, row, None, said)
        news = {name: value for name, value in said.items() if value != held(officer, name)}
        return self._add(self.plan.changed, row, officer, news) if news else []

    def _paper(self, row: Row, paper: Certificate | None) -> list[Change]:
        """A new certificate, one that now ends later, or a correction."""
        news = paper_news(row, paper)
        if not news:
            return []
        self._warn(row, news)
        if paper is None:
            return self._add(self.plan.papers, row, None, news)
        longer = news.get("expires_on", paper.expires_on) > paper.expires_on
        return self._add(self.plan.renewed if longer else self.plan.changed, row, paper, news)

    def _add(
        self,
        part: list[Change],
        row: Row,
        target: Officer | Certificate | None,
        values: dict[str, Any],
    ) -> list[Change]:
        cells = [
            {
                "column": self._resource.columns[name],
                "old": "" if target is None else self._resource.shown(name, held(target, name)),
                "new": self._resource.shown(name, value),
            }
            for name, value in values.items()
        ]
        if isinstance(target, Certificate) and "number" not in values:
            cells.insert(0, {"column": "执法证号", "old": "", "new": target.number})
        part.append(Change(row, target, values, cells, self.stored.officers.get(row.key)))
        return part[-1:]

    def _warn(self, row: Row, news: Mapping[str, Any]) -> None:
        ends = news.get("expires_on")
        if ends is not None and ends < self.today:
            text = f"证件已于 {ends} 到期；可以登记，但持证人不能据此执法"
            self.plan.warnings.append(self._at(row, "expires_on", text))
        for domain in news.get("domains") or []:
            if domain not in self.stored.domains:
                near = get_close_matches(domain, self.stored.domains, n=1, cutoff=0.3)
                hint = f"，是否为“{near[0]}”？" if near else ""
                text = f"事项目录中没有领域“{domain}”{hint}；照录后不能据此办理案件"
                self.plan.warnings.append(self._at(row, "domains", text))

    def _at(self, row: Row, name: str, reason: str) -> Fault:
        value = self._resource.fields[name].widget.render(row.values[name])
        heading = self._resource.columns[name]
        return Fault(row.number, row.key, heading, str(value or ""), reason)
