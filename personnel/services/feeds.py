"""Secret addresses of calendar feeds: shown once, kept as a hash, renewed or withdrawn."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from icalendar import Calendar, Event

from core import audit
from core.models import User
from personnel.models import CalendarFeed, Engagement, Equipment, Officer
from personnel.selectors import calendar, engagements

LOOK_BACK = timedelta(days=60)
LOOK_AHEAD = timedelta(days=400)
PRODUCT = "-//芗城区片区联合执法平台//日程//ZH"


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(subject: Officer | Equipment) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(**_key(subject)).first()


def _key(subject: Officer | Equipment) -> dict[str, Any]:
    return {"officer" if isinstance(subject, Officer) else "equipment": subject}


@transaction.atomic
def renew(*, subject: Officer | Equipment, by: User) -> str:
    """A new secret address; the one before stops at once. Returns the token, shown only now."""
    token = secrets.token_urlsafe(32)
    _, created = CalendarFeed.objects.update_or_create(
        **_key(subject),
        defaults={
            "token_hash": hash_of(token),
            "created_at": timezone.now(),
            "last_read_at": None,
        },
    )
    audit.record(by=by, verb="make_feed" if created else "renew_feed", subject=subject)
    return token


@transaction.atomic
def revoke(*, subject: Officer | Equipment, by: User) -> bool:
    """Withdraw the address; nothing of the person's is lost, only the key to it."""
    gone, _ = CalendarFeed.objects.filter(**_key(subject)).delete()
    if gone:
        audit.record(by=by, verb="revoke_feed", subject=subject)
    return bool(gone)


def read(token: str) -> CalendarFeed | None:
    """The feed of a token, or None: unknown, renewed, withdrawn, or of a closed account."""
    feed = (
        CalendarFeed.objects.select_related("officer__user", "equipment")
        .filter(token_hash=hash_of(token))
        .first()
    )
    if feed is None or (feed.officer and not feed.officer.user.is_active):
        return None
    CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=timezone.now())
    return feed


def as_ics(feed: CalendarFeed, host: str) -> bytes:
    """The feed as iCalendar; ``host`` (https://…) makes the links to pages whole."""
    now = timezone.now()
    book = Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", f"{feed.officer or feed.equipment} 日程")
    book.add("x-published-ttl", "PT30M")
    rows = engagements.live(now - LOOK_BACK, now + LOOK_AHEAD)
    subject = feed.officer or feed.equipment
    assert subject is not None  # feed_of_one_thing
    for row in rows.filter(**_key(subject)):
        book.add_component(_engaged(row, host))
    if feed.officer:
        today = timezone.localdate()
        for leave in calendar.leaves([feed.officer.pk], today - LOOK_BACK, today + LOOK_AHEAD):
            event = Event()
            event.add("uid", f"leave-{leave.pk}@xiangcheng")
            event.add("dtstamp", leave.recorded_at)
            event.add("summary", leave.get_kind_display())
            event.add("dtstart", leave.starts_on)
            event.add("dtend", leave.ends_on + timedelta(days=1))  # iCalendar's end is not in it
            book.add_component(event)
    return bytes(book.to_ical())


def _engaged(row: Engagement, host: str) -> Event:
    called = getattr(row, "dispatched", None)
    waits = called is not None and called.answer == called.Answer.CALLED
    event = Event()
    event.add("uid", f"engagement-{row.pk}@xiangcheng")
    event.add("dtstamp", row.created_at)
    event.add("summary", f"{row.label}（{calendar.AWAITING}）" if waits else row.label)
    event.add("dtstart", row.during.lower)
    event.add("dtend", row.during.upper)
    event.add("location", row.place)
    event.add("status", "TENTATIVE" if waits else "CONFIRMED")
    if row.url:
        event.add("url", f"{host}{row.url}")
    if row.held_by:
        event.add("description", row.held_by)
    return event
