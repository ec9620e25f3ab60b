"""To-dos that joint operations give to people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils import timezone

from core import worklist
from core.models import User
from personnel.selectors import engagements
from plans.models import Operation
from plans.policy import operation as policies
from plans.rules.operation import S
from plans.selectors import desks as waiting

Desk = Callable[[User], models.QuerySet[Operation]]
DESKS: dict[str, tuple[str, str, Desk, str]] = {
    "check_in": ("待签到的联合行动", "geo-alt", waiting.to_check_in, ""),
    "staff": ("待安排人员的联合行动", "people", waiting.to_staff, S.DRAFT),
    "order": ("待下达的联合行动", "send", waiting.to_order, S.DRAFT),
    "finish": ("待结束的联合行动", "flag", waiting.to_finish, S.UNDER_WAY),
    "tell": ("待填报结果的联合行动", "pencil-square", waiting.to_tell, S.FINISHED),
    "report": ("待提交总结的联合行动", "file-earmark-text", waiting.to_report, S.FINISHED),
}


def desks(user: User) -> dict[str, models.QuerySet[Operation]]:
    if not policies.sees_operations(user):
        return {}
    return {key: desk(user) for key, (_, _, desk, _) in DESKS.items()}


def groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    found = []
    for key, (label, icon, desk, state) in DESKS.items():
        if key not in counts:
            continue
        shown = desk(user).select_related("zone").order_by("starts_at", "id")[:limit]
        items = [_item(row, label, urgent=key == "check_in") for row in shown]
        chosen = {"state": state} if state else {"mine": "1"}
        url = f"{reverse('operations')}?{urlencode(chosen)}"
        found.append(worklist.TodoGroup(label, icon, counts[key], url, items))
    return found


def _item(row: Operation, label: str, *, urgent: bool) -> worklist.TodoItem:
    return worklist.TodoItem(
        kind=label,
        title=row.name,
        url=row.get_absolute_url(),
        hint=f"{engagements.span_words(row.starts_at, row.ends_at)} · {row.muster}",
        due_on=timezone.localdate(row.starts_at),
        urgent=urgent,
    )


def register() -> None:
    worklist.register("operations", desks, groups)
