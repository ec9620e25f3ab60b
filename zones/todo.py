"""To-dos that adjustments of delegations give to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import models
from django.urls import reverse

from core import worklist
from core.models import User
from zones import policy
from zones.models import ChangeSet

LABELS = {
    "staffing": "待编办审核赋权调整",
    "justice": "待司法局审核赋权调整",
    "mine": "待提交的赋权调整",
}
_ICON = "arrow-left-right"


def desks(user: User) -> dict[str, models.QuerySet[ChangeSet]]:
    found = {
        organ: ChangeSet.objects.filter(state=ChangeSet.State.PROPOSED).exclude(
            reviews__organ=organ
        )
        for organ in sorted(policy.reviews_for(user))
    }
    if policy.proposes_changes(user):
        found["mine"] = ChangeSet.objects.filter(state=ChangeSet.State.DRAFT, created_by=user)
    return found


def groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    found = []
    for key, rows in desks(user).items():
        if key not in counts:
            continue
        shown = rows.select_related("proposing_township", "proposing_agency")
        items = [
            worklist.TodoItem(
                kind=LABELS[key],
                title=change.title,
                url=change.get_absolute_url(),
                hint=f"{change.proposer_name} · 自 {change.effective_on} 起",
                since=change.created_at,
            )
            for change in shown.order_by("effective_on", "pk")[:limit]
        ]
        state = ChangeSet.State.DRAFT if key == "mine" else ChangeSet.State.PROPOSED
        url = f"{reverse('changes')}?state={state.value}"
        found.append(worklist.TodoGroup(LABELS[key], _ICON, counts[key], url, items))
    return found


def register() -> None:
    worklist.register("zones", desks, groups)
