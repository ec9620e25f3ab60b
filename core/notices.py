"""Telling people things, each thing once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from core.models import Notice, User


def send(
    recipients: Iterable[User], *, key: str, text: str, url: str = "", urgent: bool = False
) -> int:
    """Send one notice to each recipient; a second call with the same key sends nothing."""
    people = {user.pk: user for user in recipients}
    known = set(
        Notice.objects.filter(recipient__in=list(people), key=key).values_list(
            "recipient_id", flat=True
        )
    )
    rows = [
        Notice(recipient=user, key=key, text=text[:300], url=url, urgent=urgent)
        for pk, user in people.items()
        if pk not in known
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def inbox(user: User) -> models.QuerySet[Notice]:
    return Notice.objects.filter(recipient=user)


def mark_read(user: User, ids: Iterable[int] | None = None) -> int:
    unread = Notice.objects.filter(recipient=user, read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    return unread.update(read_at=timezone.now())
