"""Leave recorded and cancelled (请假、销假). Dispatch locks the same row: one of the two waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, notices
from core.errors import RuleViolation
from core.models import User
from personnel import policy
from personnel.models import Engagement, Leave, Officer
from personnel.rules import leave as rule
from personnel.selectors import engagements
from personnel.selectors import leave as selectors
from personnel.services import _offices
from personnel.services.officers import locked

TOLD = 3  # bookings named in a refusal


@dataclass(frozen=True)
class Absence:
    """Why somebody is away, from a day to a day, both counted."""

    kind: str
    starts_on: date
    ends_on: date
    note: str = ""


@transaction.atomic
def record(*, officer_id: int, absence: Absence, by: User) -> Leave:
    """Record a leave.

    Refused while the person is booked on one of the days; sick leave is taken all the same, and
    whoever booked the person is told to find another.
    """
    officer = locked(officer_id)
    _require(by, officer)
    rule.check_span(rule.Span(absence.starts_on, absence.ends_on), timezone.localdate())
    _check_other_leave(officer, absence)
    booked = list(selectors.clashing(officer, absence.starts_on, absence.ends_on))
    if booked and absence.kind != Leave.Kind.SICK.value:
        raise RuleViolation("engaged", _engaged(officer, booked), field="starts_on")
    row = Leave(
        officer=officer,
        kind=absence.kind,
        starts_on=absence.starts_on,
        ends_on=absence.ends_on,
        note=absence.note.strip(),
        recorded_by=by,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the lock makes this rare: a row written without the service
        raise RuleViolation("leave_overlaps", "该时段已登记请假", field="starts_on") from None
    audit.record(by=by, verb="record_leave", subject=officer, payload=_told(row))
    _tell_bookers(row, booked)
    return row


@transaction.atomic
def cancel(*, leave_id: int, by: User) -> Leave:
    """Back on duty: a leave not begun falls away, one that runs ends with yesterday."""
    officer = locked(Leave.objects.values_list("officer_id", flat=True).get(pk=leave_id))
    _require(by, officer)
    row = Leave.objects.select_for_update().get(pk=leave_id)
    if row.cancelled_at:
        raise RuleViolation("cancelled_already", "该请假已经销假")
    today = timezone.localdate()
    ending = rule.ending_of(rule.Span(row.starts_on, row.ends_on), today)
    payload = {**_told(row), "ending": ending.value}
    if ending is rule.Ending.NEVER_TAKEN:
        row.cancelled_at = timezone.now()
    else:
        row.ends_on = today - timedelta(days=1)
    row.save(update_fields=["cancelled_at", "ends_on"])
    audit.record(by=by, verb="cancel_leave", subject=officer, payload=payload)
    _offices.end_idle_acting(officer, by=by)
    return row


def keeps(user: User, officer: Officer) -> bool:
    """Whether this person records the officer's leave and sees its reason."""
    if policy.keeps_leave(user, officer):
        return True
    return policy.maintains_people(user) and policy.keeps_leave(
        user, officer, selectors.posted_units(officer, timezone.localdate())
    )


def _require(by: User, officer: Officer) -> None:
    if not keeps(by, officer):
        raise PermissionDenied(
            f"{officer}的请假由本人、{officer.home}联络人（镇街为副片长）或所在镇街登记"
        )


def _check_other_leave(officer: Officer, absence: Absence) -> None:
    other = Leave.objects.filter(
        officer=officer,
        cancelled_at=None,
        starts_on__lte=absence.ends_on,
        ends_on__gte=absence.starts_on,
    ).first()
    if other is not None:
        text = (
            f"{officer}已登记 {other.starts_on} 至 {other.ends_on} {other.get_kind_display()}，"
            "请先销假或者避开这几天"
        )
        raise RuleViolation("leave_overlaps", text, field="starts_on")


def _engaged(officer: Officer, booked: list[Engagement]) -> str:
    named = "；".join(engagements.words(row) for row in booked[:TOLD])
    more = f"等 {len(booked)} 项" if len(booked) > TOLD else ""
    return f"{officer}{named}{more}。请先由安排人调整人员，再登记请假"


def _tell_bookers(row: Leave, booked: Iterable[Engagement]) -> None:
    """Each booking's maker, and the chief who issued the dispatch it belongs to."""
    for engagement in booked:
        people = {engagement.created_by}
        if hasattr(engagement, "dispatched"):
            order = engagement.dispatched.order
            people |= {order.created_by, order.issued_by or order.created_by}
        notices.send(
            people - {row.recorded_by},
            key=f"leave:{row.pk}:{engagement.pk}",
            text=f"{row.officer} {row.starts_on} 至 {row.ends_on} 请假，"
            f"{engagements.words(engagement)}，请另行安排人员",
            url=engagement.url or row.officer.get_absolute_url(),
            urgent=True,
        )


def _told(row: Leave) -> dict[str, object]:
    return {
        "kind": row.kind,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "note": row.note,
    }
