"""Courses and who attended them. 方案三（三）; 国办发〔2023〕27号."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import RuleViolation
from core.models import User
from personnel import policy
from personnel.models import Attendance, Training
from personnel.rules import training as rule
from personnel.selectors.training import trainable
from zones.models import Zone


@dataclass(frozen=True)
class Course:
    """What is held, when, for how long, for whom (no zone: the whole district)."""

    title: str
    kind: str
    held_on: date
    hours: Decimal
    organiser: str
    zone: Zone | None = None


@transaction.atomic
def create(*, course: Course, by: User) -> Training:
    """Announce a course. A second of the same title and day is taken for a double click."""
    policy.require_training(by, course.zone.pk if course.zone else None)
    rule.check_course(course.hours)
    if Training.objects.filter(
        title=course.title, held_on=course.held_on, zone=course.zone
    ).exists():
        text = f"{course.held_on} 的“{course.title}”已经建立，请在培训列表中打开"
        raise RuleViolation("training_known", text, field="title")
    row = Training.objects.create(
        title=course.title,
        kind=course.kind,
        held_on=course.held_on,
        hours=course.hours,
        organiser=course.organiser,
        zone=course.zone,
        created_by=by,
    )
    payload = {
        "title": row.title,
        "held_on": row.held_on.isoformat(),
        "hours": str(row.hours),
        "zone": str(row.zone or ""),
    }
    audit.record(by=by, verb="create_training", subject=row, payload=payload)
    return row


@transaction.atomic
def sign_in(*, training_id: int, officers: Collection[int], by: User) -> int:
    """Put people on the list with the full hours; those on it already do no harm."""
    training = _mine(training_id, by)
    today = timezone.localdate()
    rule.check_attendance(
        training.hours, course_hours=training.hours, held_on=training.held_on, today=today
    )
    there = set(training.attendances.values_list("officer_id", flat=True))
    allowed = trainable(training.zone_id, today).filter(pk__in=set(officers) - there)
    rows = [
        Attendance(training=training, officer=officer, hours=training.hours) for officer in allowed
    ]
    if not rows:
        raise RuleViolation("nobody_new", "所选人员都已签到，请另选", field="people")
    Attendance.objects.bulk_create(rows)
    names = [str(row.officer) for row in rows]
    audit.record(by=by, verb="sign_in", subject=training, payload={"people": names})
    return len(rows)


@transaction.atomic
def correct_hours(*, training_id: int, hours: Mapping[int, Decimal], version: int, by: User) -> int:
    """Write who got how many hours (officer id → hours, 0: was absent); returns how many changed.

    Refused when somebody wrote others meanwhile (`version_of` seen).
    """
    training = _mine(training_id, by)
    if version != version_of(training):
        raise RuleViolation("stale", "他人刚刚修改了签到，请核对后再保存")
    today = timezone.localdate()
    for value in hours.values():
        rule.check_attendance(
            value, course_hours=training.hours, held_on=training.held_on, today=today
        )
    rows = training.attendances.filter(officer__in=list(hours)).select_related("officer__user")
    changed = [row for row in rows if row.hours != hours[row.officer_id]]
    if not changed:
        return 0
    told = {str(row.officer): [str(row.hours), str(hours[row.officer_id])] for row in changed}
    for row in changed:
        row.hours = hours[row.officer_id]
    Attendance.objects.bulk_update(changed, ["hours"])
    audit.record(by=by, verb="correct_hours", subject=training, payload={"hours": told})
    return len(changed)


def version_of(training: Training) -> int:
    """Counts every action on it."""
    return audit.trail_of(training).count()


def _mine(training_id: int, by: User) -> Training:
    training = Training.objects.select_for_update(of=("self",)).get(pk=training_id)
    policy.require_training(by, training.zone_id)
    return training
