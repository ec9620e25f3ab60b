"""To-dos of guidance: answers owed, answers to confirm, knowledge to look at again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone

from core import calendars, worklist
from core.models import User
from legal_review.models import Question
from legal_review.policy import guidance as policy
from legal_review.selectors import guidance as selectors
from legal_review.selectors import knowledge

LABELS = {
    "answer": "待我答复的咨询",
    "confirm": "已答复待我确认",
    "recheck": "问答库待复核",
}
_ICONS = {"answer": "chat-left-text", "confirm": "check-circle", "recheck": "journal-text"}


def desks(user: User) -> dict[str, models.QuerySet[Any]]:
    found: dict[str, models.QuerySet[Any]] = {}
    if policy.guides(user):
        found["answer"] = selectors.waiting_for(user)
    if policy.asks(user):
        found["confirm"] = selectors.to_close(user)
    if policy.curates(user):
        found["recheck"] = knowledge.doubtful(timezone.localdate())
    return found


def groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    found = []
    for key, rows in desks(user).items():
        if key not in counts:
            continue
        shown = rows[:limit] if key == "recheck" else rows.select_related("asker")[:limit]
        items = [_entry(row) if key == "recheck" else _question(key, row) for row in shown]
        url = reverse("knowledge") if key == "recheck" else reverse("questions")
        address = f"{url}?{'doubt=1' if key == 'recheck' else _BOXES[key]}"
        found.append(worklist.TodoGroup(LABELS[key], _ICONS[key], counts[key], address, items))
    return found


_BOXES = {"answer": "box=todo", "confirm": "box=mine&status=answered"}


def _question(key: str, row: Question) -> worklist.TodoItem:
    due = selectors.due_of(row, timezone.localdate(), calendars.work_calendar())
    return worklist.TodoItem(
        kind=LABELS[key],
        title=row.title,
        url=row.get_absolute_url(),
        hint=f"{row.get_topic_display()} · {row.asker}",
        due_on=row.due_on if due else None,
        due=due,
        urgent=row.urgency == "urgent" and due is not None,
        since=row.answered_at if key == "confirm" else None,
    )


def _entry(row: Any) -> worklist.TodoItem:
    return worklist.TodoItem(
        kind=LABELS["recheck"],
        title=row.title,
        url=row.get_absolute_url(),
        hint=f"执法事项已有新版本，上次核对 {row.checked_on}",
    )


def register() -> None:
    worklist.register("guidance", desks, groups)
