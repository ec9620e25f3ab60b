"""To-dos about staffing: shortcomings that the person's office must mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.urls import reverse

from core import worklist
from core.models import User
from personnel.rules.staffing import CHECKS, Check
from personnel.selectors.finding_lines import mend_url
from personnel.selectors.staffing import findings_to_mend, names_of_scopes

LABEL = "队伍检查待解决"


def desks(user: User) -> dict[str, models.QuerySet[Any]]:
    return {"findings": findings_to_mend(user)}


def groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    names = names_of_scopes()
    items = [
        worklist.TodoItem(
            kind=LABEL,
            title=f"{names.get(row.scope, (row.scope, ''))[0]}：{CHECKS[Check(row.code)].label}",
            url=mend_url(row),
            hint=f"{row.text} · 自 {row.since}",
            urgent=CHECKS[Check(row.code)].grave,
        )
        for row in findings_to_mend(user).order_by("since", "pk")[:limit]
    ]
    url = reverse("staffing")
    return [worklist.TodoGroup(LABEL, "clipboard-check", counts["findings"], url, items)]


def register() -> None:
    worklist.register("staffing", desks, groups)
