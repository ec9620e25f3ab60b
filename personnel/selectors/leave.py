"""Who is away when, and what stands against it."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.http import Http404
from django.utils import timezone

from core.models import User
from personnel.models import Engagement, Leave, Officer
from personnel.selectors import engagements
from personnel.selectors.officers import visible_officers
from personnel.selectors.offices import live_appointments
from zones.models import Agency, Township


def leaves_on(day: date) -> models.QuerySet[Leave]:
    """Leaves in force on a day."""
    return Leave.objects.filter(cancelled_at=None, starts_on__lte=day, ends_on__gte=day)


def away_on(officers: Iterable[int], day: date) -> dict[int, Leave]:
    """Officer id → the leave that keeps the person away that day, in one query."""
    rows = leaves_on(day).filter(officer__in=list(officers))
    return {row.officer_id: row for row in rows}


def get_visible_leave(*, user: User, pk: int) -> Leave:
    found = (
        Leave.objects.select_related(
            "officer__user", "officer__home_township", "officer__home_agency"
        )
        .filter(pk=pk, officer__in=visible_officers(user))
        .first()
    )
    if found is None:
        raise Http404("没有这条请假，或者不在您的职责范围内")
    return found


def posted_units(officer: Officer, day: date) -> list[Township | Agency]:
    """Where else than at home the person serves that day."""
    rows = live_appointments(day).filter(officer=officer)
    units = [row.township or row.agency for row in rows]
    return [unit for unit in units if unit is not None and unit != officer.home]


def whole_days(starts_on: date, ends_on: date) -> tuple[datetime, datetime]:
    """From midnight to midnight in local time, the last day included."""
    zone = timezone.get_current_timezone()
    first = datetime.combine(starts_on, time.min, zone)
    return first, datetime.combine(ends_on + timedelta(days=1), time.min, zone)


def clashing(officer: Officer, starts_on: date, ends_on: date) -> models.QuerySet[Engagement]:
    """Bookings of the person on these days that are not over yet."""
    rows = engagements.live(*whole_days(starts_on, ends_on)).filter(officer=officer)
    return rows.exclude(during__endswith__lte=timezone.now()).select_related(
        "created_by", "dispatched__order__created_by", "dispatched__order__issued_by"
    )


def ahead_of(officer: Officer, days: int = 14) -> models.QuerySet[Engagement]:
    """What the person is booked for from now on."""
    now = timezone.now()
    return engagements.live(now, now + timedelta(days=days)).filter(officer=officer)


@dataclass(frozen=True)
class Month:
    """A month of days; `first` names it."""

    first: date

    @property
    def days(self) -> list[date]:
        count = calendar.monthrange(self.first.year, self.first.month)[1]
        return [self.first + timedelta(days=n) for n in range(count)]

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1)


def leaves_in(month: Month, officers: Iterable[int]) -> dict[int, list[Leave]]:
    """Officer id → leaves that touch the month."""
    last = month.days[-1]
    rows = Leave.objects.filter(
        officer__in=list(officers),
        cancelled_at=None,
        starts_on__lte=last,
        ends_on__gte=month.first,
    ).order_by("starts_on")
    found: dict[int, list[Leave]] = {}
    for row in rows:
        found.setdefault(row.officer_id, []).append(row)
    return found
