"""To-dos that dispatch gives to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import models
from django.urls import reverse

from core import worklist
from core.models import User
from personnel.models import DispatchOrder
from personnel.selectors import dispatch, engagements

_ICON = "signpost-2"
_DESKS = {
    "answer": ("待答复的调度", "mine=1&status=issued"),
    "short": ("调度缺人，待改派", "status=issued"),
    "issue": ("待下达的调度单", "status=draft"),
    "finish": ("待登记完成的调度", "status=issued"),
}


def desks(user: User) -> dict[str, models.QuerySet[DispatchOrder]]:
    return {
        "answer": dispatch.waiting_for(user),
        "short": dispatch.short_of_people(user),
        "issue": dispatch.to_issue(user),
        "finish": dispatch.to_finish(user),
    }


def groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    found = []
    for key, rows in desks(user).items():
        if key not in counts:
            continue
        label, query = _DESKS[key]
        shown = rows.select_related("township").order_by("starts_at", "pk")[:limit]
        items = [
            worklist.TodoItem(
                kind=label,
                title=f"{order.number or '草稿'} {order.purpose}",
                url=order.get_absolute_url(),
                hint=f"{engagements.span_words(order.starts_at, order.ends_at)} · {order.where}",
                urgent=key in ("answer", "short"),
                since=order.issued_at or order.created_at,
            )
            for order in shown
        ]
        url = f"{reverse('dispatches')}?{query}"
        found.append(worklist.TodoGroup(label, _ICON, counts[key], url, items))
    return found


def register() -> None:
    worklist.register("dispatch", desks, groups)
