"""Reserving people and equipment. The database refuses two reservations that overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.errors import RuleViolation
from core.models import User
from personnel.models import Engagement, Equipment, Officer
from personnel.selectors import engagements as selectors

_CONSTRAINTS = ("officer_in_one_place", "equipment_in_one_place")


@dataclass(frozen=True)
class Use:
    """What the time is taken for: reason, place, page, and the unit that holds it.

    ``towns``: ids of towns to which the person is sent meanwhile, once that is ordered;
    ``bound``: given back only by what took it, not by hand.
    """

    label: str
    place: str = ""
    url: str = ""
    held_by: str = ""
    towns: Sequence[int] = ()
    bound: bool = False


class Taken(RuleViolation):
    """Somebody else has this officer or piece for an overlapping time; ``engagement`` is theirs."""

    def __init__(self, subject: Officer | Equipment, engagement: Engagement | None) -> None:
        why = selectors.words(engagement) if engagement else "刚刚被他人占用，请重新选择"
        field = "officers" if isinstance(subject, Officer) else "equipment"
        super().__init__("taken", f"{subject}{why}", field=field)
        self.subject = subject
        self.engagement = engagement


@transaction.atomic
def take(
    *,
    subject: Officer | Equipment,
    starts_at: datetime,
    ends_at: datetime,
    use: Use,
    by: User,
) -> Engagement:
    """Reserve the officer or piece for [starts_at, ends_at). Raises `Taken`.

    Who takes several at once locks their rows first, in the order of their ids, so that two who
    want the same ones wait instead of blocking each other.
    """
    if ends_at <= starts_at:
        raise RuleViolation("period_order", "结束时间须晚于开始时间", field="ends_at")
    row = Engagement(
        officer=subject if isinstance(subject, Officer) else None,
        equipment=subject if isinstance(subject, Equipment) else None,
        during=DateTimeTZRange(starts_at, ends_at),
        label=use.label[:120],
        place=use.place[:120],
        url=use.url,
        held_by=use.held_by[:60],
        towns=list(use.towns),
        bound=use.bound,
        created_by=by,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if not any(name in str(error) for name in _CONSTRAINTS):
            raise
        raise Taken(subject, selectors.clash(subject, starts_at, ends_at)) from error
    return row


def release(rows: Iterable[Engagement]) -> int:
    """Give the time back; what was released already is left as it was."""
    ids = [row.pk for row in rows]
    return Engagement.objects.filter(pk__in=ids, released_at=None).update(
        released_at=timezone.now()
    )


def send_to(rows: Iterable[Engagement], towns: Sequence[int]) -> int:
    """The chief's order: for their time these people may act in the towns of those ids (R37)."""
    ids = [row.pk for row in rows]
    return Engagement.objects.filter(pk__in=ids, released_at=None).update(towns=list(towns))


@transaction.atomic
def end_early(rows: Iterable[Engagement], at: datetime) -> None:
    """The use is over before its time: the rest is free, what was used stays on record."""
    for row in rows:
        if row.released_at is None and row.during.lower < at < row.during.upper:
            row.during = DateTimeTZRange(row.during.lower, at)
            row.save(update_fields=["during"])
