"""Days and moments as papers write them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def chinese_day(day: date | None) -> str:
    """2026-11-04 → 2026年11月4日; "" for none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def chinese_moment(at: datetime | None) -> str:
    """2026年11月4日9时05分, local time."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{chinese_day(local.date())}{local.hour}时{local.minute:02d}分"
