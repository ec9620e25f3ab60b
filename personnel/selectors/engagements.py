"""What people and equipment are taken for, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from personnel.models import Engagement, Equipment, Officer


def live(starts_at: datetime, ends_at: datetime) -> models.QuerySet[Engagement]:
    """Reservations that stand and overlap [starts_at, ends_at), in the order of their begin."""
    span = DateTimeTZRange(starts_at, ends_at)
    rows = Engagement.objects.filter(released_at=None, during__overlap=span)
    return rows.select_related("dispatched", "carried").order_by("during", "pk")


def clash(
    subject: Officer | Equipment, starts_at: datetime, ends_at: datetime
) -> Engagement | None:
    """The first reservation that stands in the way, or None."""
    field = "officer" if isinstance(subject, Officer) else "equipment"
    return live(starts_at, ends_at).filter(**{field: subject}).first()


def of_officers(ids: Iterable[int], starts_at: datetime, ends_at: datetime) -> list[Engagement]:
    return list(live(starts_at, ends_at).filter(officer__in=list(ids)))


def of_equipment(ids: Iterable[int], starts_at: datetime, ends_at: datetime) -> list[Engagement]:
    return list(live(starts_at, ends_at).filter(equipment__in=list(ids)))


def span_words(starts_at: datetime, ends_at: datetime) -> str:
    """2026-11-24 09:00–12:00; with both days when it runs over midnight."""
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    end = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%Y-%m-%d %H:%M}"
    return f"{first:%Y-%m-%d %H:%M}–{end}"


def words(row: Engagement) -> str:
    """Who has it, for what, until when, to follow a name: 已被东部片区调度至新桥街道 …"""
    span = span_words(row.during.lower, row.during.upper)
    holder = row.held_by or "他人"
    if hasattr(row, "dispatched") or hasattr(row, "carried"):
        return f"已被{holder}调度至{row.place} {span}"
    where = f"（{row.place}）" if row.place else ""
    return f"已被{holder}安排“{row.label}”{where} {span}"
