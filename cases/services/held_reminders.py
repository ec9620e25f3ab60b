"""Reminders of what is held: seven working days for things preserved, a day for urgent measures."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from cases.models import Approval, Measure, Preservation
from cases.rules.preservation import is_lapsed
from core import access, calendars, notices
from core.models import User
from core.rules.workdays import WorkCalendar

WORKDAYS_AHEAD = 2
HOURS_AHEAD = timedelta(hours=6)


def remind_preservations(today: date) -> int:
    """Two working days before, one, on the last day; past it the heads of the unit too."""
    rows = Preservation.objects.filter(outcome="", case__closed_on=None).exclude(due_on=None)
    calendar = calendars.work_calendar()
    near = rows.filter(due_on__lte=today + timedelta(days=14)).select_related("case")
    return sum(_remind_preservation(row, today, calendar) for row in near)


def _remind_preservation(row: Preservation, today: date, calendar: WorkCalendar) -> int:
    assert row.due_on is not None  # filtered
    case = row.case
    url = f"{case.get_absolute_url()}?tab=evidence"
    if is_lapsed(row.due_on, today):
        words = f"先行登记保存已于 {row.due_on} 届满，未作处理决定，视为解除，请立即退还并登记"
        stage, people = "late", [*_handlers(row), *access.users_with("approve_cases", case.unit)]
    else:
        left = calendar.workdays_between(today, row.due_on)
        if left > WORKDAYS_AHEAD:
            return 0
        told = "今天到期" if row.due_on == today else f"还有 {left} 个工作日"
        words = f"先行登记保存的物品{told}，{row.due_on} 前须作出处理决定"
        stage, people = str(left), _handlers(row)
    return notices.send(
        people,
        key=f"preservation:{row.pk}:{row.due_on}:{stage}",
        text=f"{case.number} {case.title}：{words}",
        url=url,
        urgent=True,
    )


def remind_urgent_measures(now: datetime) -> int:
    """The head has twenty-four hours to approve what was done at once (第十九条)."""
    waiting = Measure.objects.filter(
        approval__status=Approval.Status.OPEN,
        emergency=True,
        outcome="",
        approval_due_at__lte=now + HOURS_AHEAD,
    ).select_related("case", "approval")
    return sum(_remind_measure(row, now) for row in waiting)


def _remind_measure(row: Measure, now: datetime) -> int:
    assert row.approval_due_at is not None  # filtered
    late = now > row.approval_due_at
    moment = f"{timezone.localtime(row.approval_due_at):%m-%d %H:%M}"
    words = f"已超过 {moment} 的补办时限" if late else f"须在 {moment} 前补办批准"
    return notices.send(
        [*access.users_with("approve_cases", row.case.unit), *_handlers(row)],
        key=f"measure:{row.pk}:approval:{'late' if late else 'soon'}",
        text=f"{row.case.number} 当场实施的{row.get_kind_display()}{words}",
        url=reverse("approval", args=[row.approval_id]),
        urgent=True,
    )


def _handlers(row: Preservation | Measure) -> list[User]:
    rows = row.case.handlers.filter(removed_at=None).select_related("officer__user")
    return [handler.officer.user for handler in rows]
