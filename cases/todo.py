"""To-dos that cases give to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.selectors.desks import DESKS
from cases.selectors.due import due_of
from core import calendars, worklist
from core.models import User


def desks(user: User) -> dict[str, models.QuerySet[Case]]:
    return {desk.key: desk.cases(user) for desk in DESKS}


def groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    today, calendar = timezone.localdate(), calendars.work_calendar()
    found = []
    for desk in DESKS:
        if desk.key not in counts:
            continue
        shown = (
            desk.cases(user)
            .select_related("township")
            .order_by(models.F("next_due_on").asc(nulls_last=True), "id")[:limit]
        )
        items = [
            worklist.TodoItem(
                kind=desk.label,
                title=f"{case.number} {case.title}",
                url=case.get_absolute_url(),
                hint=f"{case.township} · {case.party_name} · {case.get_state_display()}",
                due_on=case.next_due_on,
                due=due_of(case, today, calendar),
                urgent=desk.urgent,
                since=getattr(case, "waiting_since", None),
            )
            for case in shown
        ]
        url = f"{reverse('cases')}?{urlencode({'desk': desk.key})}"
        found.append(worklist.TodoGroup(desk.label, desk.icon, counts[desk.key], url, items))
    return found


def register() -> None:
    worklist.register("cases", desks, groups)
