"""Booking a piece, giving the time back, and the week of all pieces."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from personnel import policy
from personnel.forms.equipment import WeekFilter
from personnel.forms.equipment_use import BookForm, at_nine
from personnel.models import Engagement, Equipment
from personnel.selectors import equipment as selectors
from personnel.services import equipment as service
from personnel.views.equipment._acting import Act, perform

BOOK = Act("book", "预约", "预约", "时段冲突时会告诉您由谁占用、还有哪些同类装备空闲。", "已预约")


def book(request: UserRequest, pk: int) -> HttpResponse:
    """Reserve the piece; ?day= proposes a day."""
    piece = selectors.get_visible_piece(user=request.user, pk=pk)
    policy.require_booking(request.user, piece.unit)
    day = _day(request.GET.get("day", "")) or timezone.localdate() + timedelta(days=1)
    starts_at, ends_at = at_nine(day)
    form = BookForm(request.POST or None, initial={"starts_at": starts_at, "ends_at": ends_at})
    return perform(
        request,
        piece,
        BOOK,
        form,
        lambda: service.reserve(
            equipment=piece,
            during=form.during(),
            label=form.cleaned_data["label"],
            place=form.cleaned_data["place"],
            by=request.user,
        ),
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


@require_POST
def release(request: UserRequest, pk: int) -> HttpResponse:
    """Give a booking back."""
    visible = selectors.visible_equipment(request.user)
    row = get_object_or_404(Engagement, pk=pk, equipment__in=visible)
    attempt(
        request,
        lambda: service.release(engagement=row, by=request.user),
        success="已解除预约",
    )
    return redirect("equipment_piece", pk=row.equipment_id)


def week(request: UserRequest) -> HttpResponse:
    """Who has what booked in a week, a row for each piece."""
    policy.require_seeing_equipment(request.user)
    form = WeekFilter(request.GET, user=request.user)
    form.is_valid()
    monday = form.monday()
    page = ListPage(_pieces(request, form), page_number(request.GET.get("page")))
    days = [monday + timedelta(days=n) for n in range(7)]
    starts_at = timezone.make_aware(datetime.combine(monday, time()))
    booked = selectors.bookings(page.rows, starts_at, starts_at + timedelta(days=7))
    context = {
        "form": form,
        "sees_budget": policy.sees_budget(request.user),
        "page": page,
        "days": days,
        "today": timezone.localdate(),
        "lines": [_line(request, piece, booked.get(piece.pk, []), days) for piece in page.rows],
        "previous": monday - timedelta(days=7),
        "next": monday + timedelta(days=7),
    }
    return render_page(
        request, "personnel/equipment/week.html", "personnel/equipment/_week.html", context
    )


def _pieces(request: UserRequest, form: WeekFilter) -> models.QuerySet[Equipment]:
    chosen = form.cleaned_data
    rows = selectors.visible_equipment(request.user).exclude(state=Equipment.State.RETIRED)
    rows = rows.filter(kind=chosen.get("kind") or Equipment.Kind.VEHICLE)
    if key := chosen.get("unit"):
        field = "township" if key[0] == "T" else "agency"
        rows = rows.filter(**{field: int(key[1:])})
    return rows.order_by("township__zone_id", "township__order", "agency_id", "code")


def _line(
    request: UserRequest, piece: Equipment, booked: list[Engagement], days: list[date]
) -> dict[str, object]:
    may_book = piece.state == Equipment.State.IN_USE and policy.may_book(request.user, piece.unit)
    today = timezone.localdate()
    cells = [
        (day, [row for row in booked if _touches(row, day)], may_book and day >= today)
        for day in days
    ]
    return {"piece": piece, "cells": cells}


def _touches(row: Engagement, day: date) -> bool:
    last = timezone.localtime(row.during.upper - timedelta(microseconds=1)).date()
    return timezone.localtime(row.during.lower).date() <= day <= last
