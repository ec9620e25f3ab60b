"""Leave: recorded, cancelled, and a month of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from core import calendars
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from personnel import policy, selectors
from personnel.forms.leave import LeaveFilter, LeaveForm
from personnel.models import Leave, Officer
from personnel.selectors import engagements, leave
from personnel.selectors.leave import Month
from personnel.selectors.officers import get_visible_officer
from personnel.services import leave as service
from personnel.views._form import FormPage, of

_SHORT = {"annual": "休", "sick": "病", "personal": "事", "business": "差", "study": "学"}
_HIDDEN = "假"


@dataclass(frozen=True)
class Cell:
    """One day of one person: the sign that stands there, and what it means."""

    sign: str
    title: str
    free: bool  # a day off for everybody


def record(request: UserRequest, pk: int) -> HttpResponse:
    """Record a leave: one's own, or for the people one keeps."""
    officer = get_visible_officer(user=request.user, pk=pk)
    if not service.keeps(request.user, officer):
        raise PermissionDenied(f"{officer}的请假由本人或{officer.home}登记")
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.record(officer_id=pk, absence=form.absence(), by=request.user),
            success=lambda row: f"已登记{row}",
            form=form,
        )
        if made is not None:
            return redirect(officer)
    return FormPage(
        title=f"{officer}请假",
        submit="登记",
        icon="calendar-plus",
        back=of(officer),
        draft=f"leave-{pk}",
        note=_booked(officer),
    ).render(request, form)


def _booked(officer: Officer) -> str:
    """What the person is booked for, so that the days can be chosen around it."""
    rows = list(leave.ahead_of(officer, 60))
    if not rows:
        return "两个月内没有调度和检查安排。"
    told = "；".join(engagements.words(row) for row in rows[:5])
    return f"两个月内{told}。与安排冲突的，除病假外须先调整人员。"


@require_POST
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Back on duty (销假)."""
    row = leave.get_visible_leave(user=request.user, pk=pk)
    attempt(
        request,
        lambda: service.cancel(leave_id=pk, by=request.user),
        success=lambda done: "已销假" if done.cancelled_at else "已销假，自今天起在岗",
    )
    return redirect(row.officer)


def month(request: UserRequest) -> HttpResponse:
    """Who of my units is away on which day of a month."""
    if not policy.sees_people(request.user):
        raise PermissionDenied("您的职务不含查看人员")
    today = timezone.localdate()
    asked = request.GET.copy()
    asked.setdefault("month", f"{today:%Y-%m}")
    form = LeaveFilter(asked)
    form.is_valid()
    chosen = form.cleaned_data
    shown = Month((chosen.get("month") or today).replace(day=1))
    page = ListPage(_people(request, chosen, shown), page_number(request.GET.get("page")))
    leaves = leave.leaves_in(shown, [row.pk for row in page.rows])
    work = calendars.work_calendar()
    free = {day for day in shown.days if not work.is_workday(day)}
    context = {
        "form": form,
        "page": page,
        "month": shown,
        "head": [(day, day in free, day == today) for day in shown.days],
        "lines": [
            _line(row, leaves.get(row.pk, []), shown, free, _open(request, row))
            for row in page.rows
        ],
    }
    return render_page(
        request, "personnel/leave/month.html", "personnel/leave/_month.html", context
    )


def _people(request: UserRequest, chosen: dict[str, Any], shown: Month) -> models.QuerySet[Officer]:
    """Those who are away at all in the month, or everybody of one unit."""
    rows = selectors.visible_officers(request.user).filter(user__is_active=True)
    if chosen.get("town"):
        rows = rows.filter(home_township=chosen["town"])
    if chosen.get("agency"):
        rows = rows.filter(home_agency=chosen["agency"])
    if not (chosen.get("town") or chosen.get("agency")):
        away = Leave.objects.filter(
            cancelled_at=None, starts_on__lte=shown.days[-1], ends_on__gte=shown.first
        )
        rows = rows.filter(pk__in=away.order_by().values("officer_id"))
    return rows.order_by("home_township__order", "home_agency_id", "pk")


def _open(request: UserRequest, officer: Officer) -> bool:
    """Whether the reason is shown: to the person and to who keeps the home unit's records."""
    return policy.keeps_leave(request.user, officer)


def _line(
    officer: Officer, leaves: list[Leave], shown: Month, free: set[date], is_open: bool
) -> dict[str, object]:
    cells = []
    for day in shown.days:
        row = next((one for one in leaves if one.starts_on <= day <= one.ends_on), None)
        sign = "" if row is None else _SHORT[row.kind] if is_open else _HIDDEN
        word = "" if row is None else row.get_kind_display() if is_open else "请假"
        cells.append(Cell(sign, word, day in free))
    spans = [
        {
            "word": row.get_kind_display() if is_open else "请假",
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
        }
        for row in leaves
    ]
    return {
        "officer": officer,
        "cells": cells,
        "spans": spans,
        "total": sum(bool(cell.sign) for cell in cells),
    }
