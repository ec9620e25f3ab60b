"""The complaints a case answers, on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils import timezone

from cases import policy
from cases.models import Case, Complaint
from cases.selectors import complaints as selectors
from cases.selectors.due import Due
from core import calendars
from core.models import User

register = template.Library()


@dataclass(frozen=True)
class Linked:
    """A complaint as the case page shows it; `url` "" for who may not see it."""

    row: Complaint
    tone: str
    due: Due | None
    url: str
    may_answer: bool


@register.simple_tag(takes_context=True)
def linked_complaints(context: Any, case: Case) -> list[Linked]:
    """`{% linked_complaints case as rows %}`: in the order they came, one query for who sees."""
    user, rows = context["user"], list(case.complaints.all())
    assert isinstance(user, User)
    today, calendar = timezone.localdate(), calendars.work_calendar()
    seen = set(
        selectors.visible_complaints(user=user)
        .filter(pk__in=[row.pk for row in rows])
        .values_list("pk", flat=True)
    )
    return [
        Linked(
            row=row,
            tone=selectors.TONES[Complaint.Status(row.status)],
            due=selectors.due_of(row, today, calendar),
            url=row.get_absolute_url() if row.pk in seen else "",
            may_answer=row.awaits_answer and policy.handles_complaint(user, row),
        )
        for row in sorted(rows, key=lambda row: row.received_at)
    ]
