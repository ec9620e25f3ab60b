"""The first page: what waits for me, what is about to be late, and where to begin."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cases import selectors
from cases.panels import registers_cases, sees_board
from cases.selectors import desks
from cases.selectors.due import TONES, due_of
from core import access, calendars, worklist
from core.http import UserRequest
from core.notices import inbox
from legal_review.policy import reviews as review_policy
from personnel import selectors as people

SHOWN = 6


def _presses(group: worklist.TodoGroup) -> bool:
    """Something in it is urgent or overdue."""
    return any(item.urgent or getattr(item.due, "level", "") == "late" for item in group.items)


def workbench(request: UserRequest) -> HttpResponse:
    """One page for every role; what it holds follows from the person's offices."""
    user = request.user
    # What presses stands above what can wait; otherwise in the order of the apps.
    groups = sorted(worklist.groups_for(user, limit=SHOWN), key=lambda group: not _presses(group))
    today, calendar = timezone.localdate(), calendars.work_calendar()
    due = desks.due_soon(selectors.visible_cases(user=user)).select_related("township")[:SHOWN]
    holds = access.grants_of(user).any
    starts = [
        (registers_cases(user), "登记案件", "plus-square", reverse("report")),
        (registers_cases(user), "当场处罚", "lightning-charge", reverse("spot")),
        (registers_cases(user), "登记投诉举报", "megaphone", reverse("complaint_new")),
        (sees_board(user), "片区看板", "hexagon", reverse("board")),
        (review_policy.sees_queue(user), "审核队列", "shield-check", reverse("reviews")),
        (holds("manage_appointments"), "任职", "person-badge", reverse("appointments")),
        (holds("view_audit"), "留痕日志", "journal-text", reverse("audit")),
        (holds("manage_accounts"), "基础数据", "database", reverse("admin:index")),
        (True, "赋权事项", "list-check", reverse("items")),
    ]
    context = {
        "groups": groups,
        "total": sum(group.total for group in groups),
        "due": [
            (case, due_of(case, today, calendar), TONES.get(case.state, "progress")) for case in due
        ],
        "notices": list(inbox(user)[:SHOWN]),
        "offices": people.appointments_of(user),
        "starts": [
            {"label": label, "icon": icon, "url": url}
            for shown, label, icon, url in starts
            if shown
        ],
    }
    return render(request, "workbench.html", context)
