"""Terms of complaints: reminders, and what a new holiday notice moves."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from cases.models import Case, Complaint
from cases.selectors import complaints as selectors
from cases.services.complaints import terms_from
from core import access, notices
from core.models import User
from core.rules.workdays import WorkCalendar

_DAYS_AHEAD = 1


def remind_due(today: date) -> int:
    """Tell the unit's officers and 副片长 a day before a term ends, that day, and once after."""
    horizon = today + timedelta(days=_DAYS_AHEAD)
    sent = 0
    for row in selectors.waiting(horizon):
        sent += _remind(row, "ack", "决定是否受理", row.ack_due_on, today)
    for row in selectors.unanswered(horizon):
        sent += _remind(row, "answer", "答复投诉举报人", row.answer_due_on, today)
    return sent


def _remind(row: Complaint, term: str, what: str, due: date, today: date) -> int:
    left = (due - today).days
    stage = "late" if left < 0 else str(left)
    words = f"已逾期 {-left} 天" if left < 0 else ("今天到期" if left == 0 else "明天到期")
    return notices.send(
        people_of(row),
        key=f"complaint:{row.pk}:{term}:{due}:{stage}",
        text=f"投诉举报 {row.number}（{row.place}）：{what}{words}（{due}）",
        url=row.get_absolute_url(),
        urgent=True,
    )


def people_of(row: Complaint) -> list[User]:
    """Officers and the head of the unit that has the complaint."""
    unit = row.holder
    officers = access.users_with("register_cases", unit)
    return [*officers, *access.users_with("approve_cases", unit)]


def remind_of_answer(case: Case) -> int:
    """The case has ended: those who wait for an answer can be told now."""
    rows = case.complaints.filter(answered_at=None, wants_answer=True).select_related(
        "township", "transferred_township", "transferred_agency"
    )
    return sum(
        notices.send(
            people_of(row),
            key=f"complaint:{row.pk}:case-ended",
            text=f"{case.number} 已办结，请答复投诉举报人（{row.number}，{row.place}）",
            url=row.get_absolute_url(),
        )
        for row in rows
    )


def recompute(calendar: WorkCalendar) -> int:
    """Under a new calendar, the terms of complaints not yet answered; returns how many moved."""
    moved = []
    for row in Complaint.objects.filter(answered_at=None):
        before = (row.ack_due_on, row.answer_due_on)
        row.answer_due_on = terms_from(timezone.localdate(row.received_at), calendar)[1]
        if row.standing.waits:  # passed on or sent back it began anew that day
            begun = timezone.localdate(row.handled_at or row.received_at)
            row.ack_due_on = terms_from(begun, calendar)[0]
        if before != (row.ack_due_on, row.answer_due_on):
            moved.append(row)
    Complaint.objects.bulk_update(moved, ["ack_due_on", "answer_due_on"], batch_size=500)
    return len(moved)
