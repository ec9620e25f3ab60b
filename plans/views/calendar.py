"""Joint operations on a bar of days, by week and by month."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core import calendars
from core.http import UserRequest
from plans.policy import operation as policies
from plans.selectors import gantt
from zones.selectors import zones_with_towns

VIEWS = (("week", "周"), ("month", "月"))


def _day(raw: str) -> date:
    """A day from the address; anything odd is today."""
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return timezone.localdate()


def calendar(request: UserRequest) -> HttpResponse:
    """One row an operation, one column a day; the same as a list below."""
    if not policies.sees_operations(request.user):
        raise PermissionDenied("您的职务不含查看联合行动")
    view = "month" if request.GET.get("view") == "month" else "week"
    day, today = _day(request.GET.get("on", "")), timezone.localdate()
    period = gantt.month_of(day) if view == "month" else gantt.week_of(day)
    zones = zones_with_towns()
    code = request.GET.get("zone", "")
    zone = next((one for one in zones if one.code == code), None)
    workdays = calendars.work_calendar()
    context = {
        "view": view,
        "views": VIEWS,
        "zones": zones,
        "zone": zone,
        "day": day,
        "period": period,
        "head": [(one, not workdays.is_workday(one), one == today) for one in period.days],
        "bars": gantt.shown(request.user, zone, period),
        "prepares": policies.prepares(request.user),
    }
    return render(request, "plans/operations/calendar.html", context)
