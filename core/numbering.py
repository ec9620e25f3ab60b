"""Consecutive numbers (案号、文号): taken under a row lock inside the caller's transaction."""

from __future__ import annotations

from django.db import connection, transaction

from core.models import NumberSequence


@transaction.atomic
def take(key: str, year: int) -> int:
    """The next number of `key` in `year`. If the caller rolls back, the number was never used."""
    NumberSequence.objects.bulk_create(
        [NumberSequence(key=key, year=year, last=0)], ignore_conflicts=True
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_numbersequence SET last = last + 1 "
            "WHERE key = %s AND year = %s RETURNING last",
            [key, year],
        )
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


@transaction.atomic
def reserve(key: str, year: int, count: int) -> range:
    """A block of `count` numbers, for bulk loading only."""
    NumberSequence.objects.bulk_create(
        [NumberSequence(key=key, year=year, last=0)], ignore_conflicts=True
    )
    sequence = NumberSequence.objects.select_for_update().get(key=key, year=year)
    first = sequence.last + 1
    sequence.last += count
    sequence.save(update_fields=["last"])
    return range(first, first + count)
