"""The word that sends people out (下达), another time, and calling it off.

《片区联合执法工作方案》二（二）3: the chief; for simple work inside the zone a deputy chief alone.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core import numbering
from core.errors import RuleViolation
from core.models import User
from personnel.models import Officer
from personnel.services import engagements
from plans.models import Operation
from plans.rules import operation as rule
from plans.rules.operation import S
from plans.selectors import team
from plans.services import _steps, booking


@transaction.atomic
def order(*, operation_id: int, by: User, version: int | None = None) -> Operation:
    """Order it (下达). R17: two certified officers of two units or more; then everybody is told,
    and for its time they may act in the towns gone to."""
    operation = _steps.begin(operation_id, "order", by, version)
    now = timezone.now()
    rule.check_times(operation.starts_at, operation.ends_at, now)
    _lock_people(operation)
    rule.require_strength(team.team_of(operation))
    year = timezone.localdate(now).year
    operation.number = f"芗片联〔{year}〕{numbering.take('operation', year)}号"
    operation.state = S.ORDERED.value
    operation.ordered_by, operation.ordered_at = by, now
    held = [row.engagement for row in operation.members.all()]
    engagements.send_to(held, booking.towns_of(operation))
    _steps.finish(operation, "order", by, told(operation))
    when = f"{_steps.span(operation)}，{operation.muster}集合"
    _steps.tell(operation, _steps.members(operation), "ordered", f"{when}，请按时到场签到")
    _steps.tell(operation, _steps.concerned(operation), "ordered", f"已下达，{when}", but=by)
    return operation


def _lock_people(operation: Operation) -> None:
    ids = sorted(row.officer_id for row in operation.members.all())
    rows = Officer.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    list(rows.values_list("pk"))


def told(operation: Operation) -> dict[str, object]:
    """What the trail keeps of an order."""
    return {
        "number": operation.number,
        "span": _steps.span(operation),
        "units": [str(row) for row in operation.units.all()],
        "people": [f"{row.officer}（{row.unit}）" for row in operation.members.all()],
        "equipment": [str(row.equipment) for row in operation.equipment.all()],
    }


@transaction.atomic
def change(
    *,
    operation_id: int,
    starts_at: datetime,
    ends_at: datetime,
    muster: str,
    by: User,
    version: int | None = None,
) -> Operation:
    """Another time or meeting place for an ordered one: everybody can come, or nothing changes."""
    operation = _steps.begin(operation_id, "change", by, version)
    rule.check_times(starts_at, ends_at, timezone.now())
    before = f"{_steps.span(operation)} {operation.muster}"
    moved = (operation.starts_at, operation.ends_at) != (starts_at, ends_at)
    operation.starts_at, operation.ends_at, operation.muster = starts_at, ends_at, muster
    after = f"{_steps.span(operation)} {operation.muster}"
    if before == after:
        raise RuleViolation("nothing_changed", "时间和集合地点都没有变", field="starts_at")
    if moved:
        try:
            rule.require_strength(team.team_of(operation))
        except RuleViolation as violation:
            raise booking.unmoved(violation) from violation
    booking.move_or_say(operation, by)  # the bookings tell the place too
    _steps.finish(operation, "change", by, {"from": before, "to": after})
    everybody = [*_steps.members(operation), *_steps.concerned(operation)]
    _steps.tell(operation, everybody, "changed", f"由 {before} 改为 {after}", but=by)
    return operation


@transaction.atomic
def cancel(*, operation_id: int, reason: str, by: User, version: int | None = None) -> Operation:
    """Call it off (取消): everything booked is free again, and everybody who was told is told."""
    operation = _steps.begin(operation_id, "cancel", by, version)
    reason = reason.strip()
    if not reason:
        raise RuleViolation("no_reason", "请写明取消原因", rule.CHIEF, "reason")
    was_ordered = operation.state == S.ORDERED
    operation.state = S.CANCELLED.value
    operation.cancelled_at, operation.cancel_reason = timezone.now(), reason[:300]
    booking.set_free(operation)
    _steps.finish(operation, "cancel", by, {"reason": reason})
    if was_ordered:
        everybody = [*_steps.members(operation), *_steps.concerned(operation)]
        text = f"原定 {_steps.span(operation)} 的行动已取消：{reason}"
        _steps.tell(operation, everybody, "cancelled", text, but=by)
    return operation
