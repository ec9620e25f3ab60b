"""Telling people things, each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils import timezone

from core.models import Notice, User


@dataclass(frozen=True)
class Letter:
    """What one person is told; the key makes it once for that person."""

    recipient: User
    key: str
    text: str
    url: str = ""
    urgent: bool = False


def send(
    recipients: Iterable[User], *, key: str, text: str, url: str = "", urgent: bool = False
) -> int:
    """Send one notice to each recipient; a second call with the same key sends nothing."""
    people = {user.pk: user for user in recipients}
    return send_all([Letter(user, key, text, url, urgent) for user in people.values()])


def send_all(letters: Sequence[Letter]) -> int:
    """Send many notices in two queries; those sent before are left out."""
    wanted = {(letter.recipient.pk, letter.key): letter for letter in letters}
    known = set(
        Notice.objects.filter(
            recipient__in={pk for pk, _ in wanted}, key__in={key for _, key in wanted}
        ).values_list("recipient_id", "key")
    )
    rows = [
        Notice(
            recipient=letter.recipient,
            key=letter.key,
            text=letter.text[:300],
            url=letter.url,
            urgent=letter.urgent,
        )
        for pair, letter in wanted.items()
        if pair not in known
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
