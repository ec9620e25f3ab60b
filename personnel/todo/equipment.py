"""To-dos that equipment gives: bring back, collect, mend, have inspected, grant money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone

from core import worklist
from core.models import User
from personnel import policy
from personnel.models import BudgetLine, Equipment, EquipmentFault, EquipmentLoan
from personnel.rules import equipment as rule
from personnel.selectors import equipment as selectors

_ICON = "box-seam"
# desk → label, query string of the list that shows the same
_DESKS = {
    "return": ("逾期未还的装备", "held=mine"),
    "collect": ("待催还的装备", "held=late"),
    "mend": ("待处理的装备故障", "state=faulty"),
    "inspect": ("待检验的装备", "due=30"),
    "grant": ("待安排的经费申请", ""),
}


def desks(user: User) -> dict[str, models.QuerySet[Any]]:
    now, today = timezone.now(), timezone.localdate()
    late = selectors.open_loans().filter(due_at__lt=now)
    found: dict[str, models.QuerySet[Any]] = {}
    if policy.sees_equipment(user):
        found["return"] = late.filter(officer__user=user)
    if policy.manages_equipment(user):
        mine = selectors.managed_equipment(user)
        ids = mine.order_by().values("pk")
        horizon = today + timedelta(days=max(rule.INSPECTION_DAYS))
        found["collect"] = late.filter(equipment__in=ids).exclude(officer__user=user)
        found["mend"] = EquipmentFault.objects.filter(equipment__in=ids, resolved_at=None)
        found["inspect"] = selectors.inspections_due(mine, horizon)
    if policy.grants_budget(user):
        found["grant"] = BudgetLine.objects.filter(granted=None)
    return found


def groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    found = []
    for key, rows in desks(user).items():
        if key not in counts:
            continue
        label, query = _DESKS[key]
        items = [_item(label, row) for row in _shown(key, rows)[:limit]]
        url = f"{reverse('equipment')}?{query}"
        if key == "grant":
            url = f"{reverse('budget')}?year={rows.earliest('year').year}"
        found.append(worklist.TodoGroup(label, _ICON, counts[key], url, items))
    return found


def _shown(key: str, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    units = ("township", "agency")
    if key == "grant":
        return rows.select_related(*units).order_by("year", "pk")
    if key == "inspect":
        return rows.select_related(*units).order_by("inspect_due_on", "pk")
    rows = rows.select_related(*(f"equipment__{name}" for name in units))
    if key == "mend":
        return rows.select_related("reported_by").order_by("reported_at")
    return rows.select_related("officer__user").order_by("due_at")


def _item(
    label: str, row: EquipmentLoan | EquipmentFault | Equipment | BudgetLine
) -> worklist.TodoItem:
    if isinstance(row, EquipmentLoan):
        due = timezone.localtime(row.due_at)
        return worklist.TodoItem(
            kind=label,
            title=str(row.equipment),
            url=row.equipment.get_absolute_url(),
            hint=f"{row.officer} · {row.purpose}",
            due_on=due.date(),
            due=rule.loan_due(due, timezone.localtime()),
            urgent=True,
        )
    if isinstance(row, EquipmentFault):
        title, url = str(row.equipment), row.equipment.get_absolute_url()
        hint = f"{row.reported_by}：{row.description[:40]}"
        return worklist.TodoItem(label, title, url, hint, since=row.reported_at)
    if isinstance(row, Equipment):
        day = row.inspect_due_on
        assert day is not None  # inspections_due
        due_in = rule.day_due(day, timezone.localdate())
        hint = f"{row.unit} · 检验（校准）应于 {day} 前办理"
        return worklist.TodoItem(
            label, str(row), row.get_absolute_url(), hint, due_on=day, due=due_in
        )
    hint = f"申请 {row.requested:,.2f} 元 · {row.note[:40]}"
    return worklist.TodoItem(label, str(row), row.get_absolute_url(), hint)


def register() -> None:
    worklist.register("equipment", desks, groups)
