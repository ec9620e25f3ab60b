"""Reminders of transfers nobody answers, and of crimes to be with the police in a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.utils import timezone

from cases.models import Case, Transfer
from cases.rules.transfer import INSIDE
from cases.services import _transfer
from core import access, notices
from core.models import User

HOURS_AHEAD = timedelta(hours=6)
_DAYS_AHEAD = 1


def remind_silent(today: date) -> int:
    """The day before, on the day, and once a day past it; each told once."""
    waiting = models.Q(status=Transfer.Status.SENT) | models.Q(awaits=True)
    near = Transfer.objects.filter(waiting, due_on__lte=today + timedelta(days=_DAYS_AHEAD))
    rows = near.select_related(
        "case", "from_township", "from_agency", "to_township", "to_agency", "proposed_by"
    )
    return sum(_remind(row, today) for row in rows)


def _remind(row: Transfer, today: date) -> int:
    assert row.due_on is not None  # filtered
    left = (row.due_on - today).days
    late = f"已逾期 {-left} 天" if left < 0 else "今天到期" if not left else f"还有 {left} 天"
    people: list[User] = [row.proposed_by]
    if row.unit is not None:
        people += _transfer.people_of(row.unit)
        words = f"{row.sender}移送{row.receiver}尚未接收或者退回，{late}（{row.due_on}）"
    else:
        people += list(access.users_with("handle_cases", row.sender))
        owed = "尚未收到是否立案的决定" if row.awaits else "尚未登记回执"
        words = f"移送{row.receiver}，{owed}，{late}（{row.due_on}）"
    if left < 0:
        people += list(access.users_with("approve_cases", row.sender))
    return notices.send(
        people,
        key=f"transfer:{row.pk}:{row.due_on}:{left}",
        text=f"{row.case.number} {row.case.title}：{words}",
        url=f"{row.case.get_absolute_url()}?tab=transfers",
        urgent=left <= 0,
    )


def tell_outcome(case: Case) -> int:
    """The case has ended with the unit that took it over: who handed it on is told how."""
    rows = case.transfers.filter(status=Transfer.Status.ACCEPTED, kind__in=INSIDE)
    ended = f"已在{case.authority_name}办结（{case.get_state_display()}）"
    return sum(
        notices.send(
            [row.proposed_by],
            key=f"transfer:{row.pk}:closed",
            text=f"{case.number} {case.title}：你单位移送的案件{ended}",
            url=case.get_absolute_url(),
        )
        for row in rows.select_related("proposed_by")
    )


def remind_unsent(now: datetime) -> int:
    """A crime the head approved is to be with the police in twenty-four hours (第五条)."""
    rows = Transfer.objects.filter(
        status=Transfer.Status.APPROVED, approved_at__lte=now - timedelta(hours=24) + HOURS_AHEAD
    ).select_related("case", "from_township", "from_agency", "proposed_by")
    return sum(_remind_unsent(row, now) for row in rows if row.send_by)


def _remind_unsent(row: Transfer, now: datetime) -> int:
    assert row.send_by is not None  # filtered
    late = now > row.send_by
    moment = f"{timezone.localtime(row.send_by):%m-%d %H:%M}"
    words = f"已超过 {moment} 的移送时限" if late else f"须在 {moment} 前送出"
    return notices.send(
        [row.proposed_by, *_transfer.people_of(row.sender)],
        key=f"transfer:{row.pk}:unsent:{'late' if late else 'soon'}",
        text=f"{row.case.number} 移送{row.receiver}{words}",
        url=f"{row.case.get_absolute_url()}?tab=transfers",
        urgent=True,
    )
