"""The year is ending and the holiday notice of the next is not loaded: who is told."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from core import access, notices
from core.models import CalendarYear
from zones.models import District

DAYS_BEFORE_YEAR_ENDS = 45


def missing_year(today: date) -> int | None:
    """Next year, when its notice is not loaded and this year ends in 45 days or less."""
    last = date(today.year, 12, 31)
    if last - today > timedelta(days=DAYS_BEFORE_YEAR_ENDS):
        return None
    loaded = CalendarYear.objects.filter(year=today.year + 1).exists()
    return None if loaded else today.year + 1


def remind_missing() -> int:
    """Each morning: tell 司法局管理员 once that next year's notice is not loaded."""
    year = missing_year(timezone.localdate())
    if year is None:
        return 0
    keepers = {
        user.pk: user
        for district in District.objects.all()
        for user in access.users_with("manage_parameters", district)
    }
    return notices.send(
        keepers.values(),
        key=f"calendar-missing:{year}",
        text=f"{year} 年放假通知尚未载入，跨年的期限都是暂定；国务院办公厅公布后请及时载入",
        url=reverse("workdays"),
    )
