"""Joint work arranged for a case becomes a draft, once; what was arranged before gives way.

《片区联合执法工作方案》二（二）3: the chief's arrangement, or simple work of a deputy chief alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from cases.models import Arrangement, Case
from core import access, audit, calendars, notices
from core.models import User
from plans.models import Operation
from plans.rules.operation import S
from plans.selectors import operations as selectors
from plans.services import _steps, booking
from plans.services.operations import Place, Plan, Unit, fill, told
from zones.models import Zone

CASE_BASIS = (
    "《中华人民共和国行政处罚法》第四十二条、第五十四条；"
    "《漳州市芗城区乡镇（街道）片区联合执法工作方案》二（二）3"
)
REPLACED = "案件已另行安排"


@transaction.atomic
def draft_from_case(*, case: Case, arrangement: Arrangement, by: User) -> Operation | None:
    """The chief arranged joint work for a case: its units and places make a draft, once.

    The time is a proposal, the next working day from nine to twelve; None where the leading town
    lies in no zone, so that nobody could order it.
    """
    key = f"arrangement:{arrangement.pk}"
    known = Operation.objects.filter(source_key=key).first()
    if known is not None:
        return known
    parts = {row.unit: row.asked_words for row in arrangement.units.all() if row.unit}
    report = arrangement.escalation  # none: simple joint work, ordered by the 副片长
    zone = (report.lead_zone if report else None) or case.township.zone
    if zone is None:
        return None
    origin = Operation.Origin.CASE if report else Operation.Origin.SIMPLE
    plan = _plan_for(case, arrangement, zone, list(parts))
    operation = Operation(origin=origin, source_key=key, case=case, created_by=by)
    plan.write(operation)
    operation.save()
    fill(operation, plan)
    for row in operation.units.all():
        row.duty = parts.get(row.unit, "")[:200]
        row.save(update_fields=["duty"])
    payload = {**told(plan), "case": case.number}
    audit.record(by=by, verb="draft", subject=operation, payload=payload)
    notices.send(
        access.users_with("plan_operations", zone),
        key=f"operation:{operation.pk}:drafted",
        text=f"{case.number}：{operation.get_origin_display()}联合执法，已生成联合行动草案，请安排时间、人员后下达",
        url=operation.get_absolute_url(),
    )
    return operation


def _plan_for(case: Case, arrangement: Arrangement, zone: Zone, units: Sequence[Unit]) -> Plan:
    day = calendars.work_calendar().add_workdays(timezone.localdate(), 1)
    towns = [row.township for row in case.places.all()] or [case.township]
    due = f"\n完成时限：{arrangement.finish_by}" if arrangement.finish_by else ""
    return Plan(
        name=f"{case.title}联合行动"[:80],
        objective=f"办理{case.number}“{case.title}”。{arrangement.instruction}{due}"[:2000],
        basis=CASE_BASIS,
        zone=zone,
        muster=case.place,
        starts_at=timezone.make_aware(datetime.combine(day, time(9))),
        ends_at=timezone.make_aware(datetime.combine(day, time(12))),
        lead=arrangement.lead,
        units=[*units, *towns],
        places=[Place(town, case.place) for town in towns],
    )


@transaction.atomic
def drop_earlier(*, case: Case, arrangement: Arrangement, by: User) -> int:
    """The case was arranged anew: drafts of earlier arrangements are given up, what was ordered
    stays for its orderer to decide. Returns how many."""
    rows = Operation.objects.select_for_update(of=("self",)).filter(
        case=case, state=S.DRAFT, source_key__startswith="arrangement:"
    )
    earlier = selectors.whole(rows.exclude(source_key=f"arrangement:{arrangement.pk}"))
    for operation in earlier:
        operation.state = S.CANCELLED.value
        operation.cancelled_at, operation.cancel_reason = timezone.now(), REPLACED
        booking.set_free(operation)
        _steps.finish(operation, "cancel", by, {"reason": REPLACED})
    return len(earlier)
