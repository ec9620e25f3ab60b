"""A piece is booked for a time and place, and given back. The database refuses overlaps."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core import audit
from core.errors import RuleViolation
from core.models import User
from personnel import policy
from personnel.models import Engagement, Equipment
from personnel.rules import equipment as rule
from personnel.selectors import engagements as engaged
from personnel.selectors import equipment as selectors
from personnel.services import engagements
from personnel.services.equipment import _pieces

LONGEST = timedelta(days=31)


@transaction.atomic
def reserve(
    *,
    equipment: Equipment,
    during: DateTimeTZRange,
    label: str,
    place: str,
    by: User,
    url: str = "",
    held_by: str = "",
) -> Engagement:
    """Take the piece for `during` [from, to) (预约). The same booking sent twice is made once.

    Raises RuleViolation saying who has it until when, or why it can't be used, and which other
    pieces of the kind are free then. `held_by`: the unit that uses it; by default the piece's own.
    """
    piece, now = _pieces.lock(equipment.pk), timezone.now()
    policy.require_booking(by, piece.unit)
    starts_at, ends_at = during.lower, during.upper
    _check(starts_at, ends_at, now)
    same = engaged.clash(piece, starts_at, ends_at)
    if same and (same.created_by_id, same.during, same.label) == (by.pk, during, label):
        return same
    last_day = timezone.localdate(ends_at - timedelta(microseconds=1))
    facts = selectors.facts_of(piece, now)
    fault = rule.fault_of(facts, rule.Use.BOOK, starts_at, last_day)
    if fault is not None:
        text = f"{fault.message}；{_others(piece, starts_at, ends_at, by)}"
        raise RuleViolation(fault.code, text, fault.basis)
    use = engagements.Use(label, place, url or piece.get_absolute_url(), held_by or str(piece.unit))
    try:
        row = engagements.take(subject=piece, starts_at=starts_at, ends_at=ends_at, use=use, by=by)
    except engagements.Taken as taken:
        text = f"{taken.message}；{_others(piece, starts_at, ends_at, by)}"
        raise RuleViolation("taken", text, field="starts_at") from taken
    audit.record(by=by, verb="reserve", subject=piece, payload=_told(row))
    return row


def _check(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= starts_at:
        raise RuleViolation("period_order", "结束时间须晚于开始时间", field="ends_at")
    if ends_at <= now:
        raise RuleViolation("past", "预约时段已过，请选择以后的时间", field="ends_at")
    if ends_at - starts_at > LONGEST:
        text = f"一次预约不超过 {LONGEST.days} 天；长期使用请办理领用或调拨"
        raise RuleViolation("too_long", text, field="ends_at")


def _others(piece: Equipment, starts_at: datetime, ends_at: datetime, by: User) -> str:
    free = selectors.free_like(piece, starts_at, ends_at, by)
    kind = piece.get_kind_display()
    if not free:
        return f"该时段没有其他空闲的{kind}"
    return f"该时段空闲的{kind}：" + "、".join(f"{row}（{row.unit}）" for row in free)


@transaction.atomic
def release(*, engagement: Engagement, by: User) -> Engagement:
    """Give a booking back (解除预约): who made it, or the manager of the piece's unit."""
    assert engagement.equipment_id is not None
    piece = _pieces.lock(engagement.equipment_id)
    row = Engagement.objects.select_related("created_by", "carried").get(pk=engagement.pk)
    if row.created_by != by:
        policy.require_managing(by, piece.unit)
    if row.bound:
        raise RuleViolation("bound", f"{piece}{engaged.words(row)}，请在该行动的页面上解除")
    if hasattr(row, "carried"):
        raise RuleViolation("dispatched", f"{piece}{engaged.words(row)}，请在调度单中解除")
    if row.released_at is None:
        engagements.release([row])
        audit.record(by=by, verb="release", subject=piece, payload=_told(row))
        span = engaged.span_words(row.during.lower, row.during.upper)
        words = f"的预约（{span}）已由{by}解除"
        _pieces.tell([row.created_by], piece, f"released:{row.pk}", words, but=by)
    row.refresh_from_db()
    return row


def _told(row: Engagement) -> dict[str, str]:
    return {
        "label": row.label,
        "place": row.place,
        "held_by": row.held_by,
        "span": engaged.span_words(row.during.lower, row.during.upper),
    }
