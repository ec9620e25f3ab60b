"""Keeping the standing findings of staffing true: since when, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from personnel.models import Finding
from personnel.rules.staffing import shortcomings
from personnel.selectors import staffing

_LOCK = 20240628  # name of the advisory lock: one writer at a time
_STALE = timedelta(minutes=10)  # after so long a look that changes nothing is noted too

Key = tuple[str, str]


@dataclass(frozen=True)
class Refreshed:
    """What a refresh found: the staffing, what is wanting ((check, scope) → words), how many
    findings are new, how many mended."""

    staff: staffing.Staff
    found: dict[Key, str]
    new: int
    mended: int


def refresh() -> Refreshed:
    """Judge the staffing of today: new findings begin, those mended end; repeating changes nothing.

    A finding keeps the day on which it was first seen, whatever its words say meanwhile. Where
    nothing has changed, nothing is locked or written.
    """
    today, now = timezone.localdate(), timezone.now()
    staff = staffing.staff_on(today)
    found = {
        (item.check.value, item.scope): item.text[:200]
        for item in shortcomings(staff.zones, staff.units, month=today.month)
    }
    standing = list(Finding.objects.filter(cleared_at=None))
    same = {(row.code, row.scope): row.text for row in standing} == found
    if same and all(row.seen_at > now - _STALE for row in standing):
        return Refreshed(staff, found, 0, 0)
    return Refreshed(staff, found, *_write(found, today))


@transaction.atomic
def _write(found: dict[Key, str], today: date) -> tuple[int, int]:
    """Bring the standing findings up to date; how many are new, how many mended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    now = timezone.now()
    open_rows = {(row.code, row.scope): row for row in Finding.objects.filter(cleared_at=None)}
    mended = [row.pk for key, row in open_rows.items() if key not in found]
    Finding.objects.filter(pk__in=mended).update(cleared_at=now)
    Finding.objects.filter(cleared_at=None).update(seen_at=now)
    changed = []
    for key, text in found.items():
        row = open_rows.get(key)
        if row is not None and row.text != text:
            row.text = text
            changed.append(row)
    Finding.objects.bulk_update(changed, ["text"])
    new = [
        Finding(code=code, scope=scope, text=text, since=today, seen_at=now)
        for (code, scope), text in found.items()
        if (code, scope) not in open_rows
    ]
    Finding.objects.bulk_create(new)
    return len(new), len(mended)
