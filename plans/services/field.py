"""On the spot: people check in, write down what they found, and say what their unit did."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from cases.models import Case
from cases.services import intake
from core import uploads
from core.errors import RuleViolation
from core.models import User
from personnel.services import engagements
from plans.models import Finding, FindingPhoto, Operation, OperationMember, OperationUnit
from plans.policy import operation as policies
from plans.rules import operation as rule
from plans.rules.operation import S
from plans.selectors import team
from plans.services import _steps, booking

PHOTO_BYTES = 20 * uploads.MEGABYTE
MOST_PHOTOS = 9
THUMBNAIL = 480
CORRECTION = "《行政处罚法》第二十八条第一款"


@dataclass(frozen=True)
class Point:
    """Where a phone says it is, WGS 84; the error in metres."""

    latitude: Decimal
    longitude: Decimal
    accuracy: int | None = None


@transaction.atomic
def check_in(
    *, operation_id: int, by: User, point: Point | None = None, note: str = ""
) -> OperationMember:
    """A participant is there (现场签到), from two hours before the start; the first one begins the
    operation. Checking in twice keeps the first time."""
    operation = _steps.begin(operation_id, "check_in", by)
    row = team.member_of(operation, by)
    assert row is not None  # policy asked
    if row.arrived_at is not None:
        return row
    now = timezone.now()
    rule.check_arrival(operation.starts_at, operation.ends_at, now)
    row.arrived_at, row.arrival_note = now, note.strip()[:120]
    if point is not None:
        row.latitude, row.longitude, row.accuracy = point.latitude, point.longitude, point.accuracy
    row.save()
    late = row.late_for(operation.starts_at)
    _steps.finish(
        operation,
        "check_in",
        by,
        {"person": str(row.officer), "late": late, "located": point is not None, "note": note},
    )
    if operation.state == S.ORDERED:
        _begin(operation, by)
    return row


@transaction.atomic
def start(*, operation_id: int, by: User, version: int | None = None) -> Operation:
    """The operation begins although nobody has checked in yet (开始行动)."""
    operation = _steps.begin(operation_id, "begin", by, version)
    if timezone.now() < operation.starts_at - rule.CHECK_IN_BEFORE:
        raise RuleViolation("too_early", "距开始时间还有两小时以上，不能开始", rule.CHIEF)
    _begin(operation, by)
    return operation


def _begin(operation: Operation, by: User) -> None:
    operation.state, operation.began_at = S.UNDER_WAY.value, timezone.now()
    _steps.finish(operation, "begin", by)


@dataclass(frozen=True)
class Seen:
    """What was found: where, at whom, what came of it. ``correct_by``: the day ordered."""

    place_id: int
    subject: str
    outcome: str
    text: str
    correct_by: date | None = None


@transaction.atomic
def find(
    *, operation_id: int, seen: Seen, key: uuid.UUID, by: User, photos: Sequence[Any] = ()
) -> Finding:
    """Write down what was found at a place (登记检查结果). The same key makes one."""
    known = Finding.objects.filter(submission_key=key, found_by=by).first()
    if known is not None:
        return known
    operation = _steps.begin(operation_id, "find", by)
    place = next((one for one in operation.places.all() if one.pk == seen.place_id), None)
    if place is None:
        raise RuleViolation("elsewhere", "所选地点不在这次行动中，请重新选择", field="place")
    _check_seen(seen)
    if len(photos) > MOST_PHOTOS:
        message = f"一次最多 {MOST_PHOTOS} 张照片，其余请另行登记"
        raise RuleViolation("too_many_photos", message, field="photos")
    checked = [
        uploads.check(photo, uploads.PICTURE, PHOTO_BYTES, field="photos") for photo in photos
    ]
    finding = Finding.objects.create(
        operation=operation,
        place=place,
        subject=seen.subject,
        outcome=seen.outcome,
        text=seen.text,
        correct_by=seen.correct_by,
        found_by=by,
        submission_key=key,
    )
    for one in checked:
        _keep(finding, one)
    _steps.finish(operation, "find", by, _told(finding, checked))
    return finding


def _check_seen(seen: Seen) -> None:
    if seen.outcome == Finding.Outcome.CORRECT and seen.correct_by is None:
        raise RuleViolation("no_day", "责令改正须写明改正期限", CORRECTION, "correct_by")
    if seen.correct_by and seen.correct_by < timezone.localdate():
        raise RuleViolation("day_past", "改正期限早于今天，请核对", CORRECTION, "correct_by")


def _keep(finding: Finding, checked: uploads.Checked) -> None:
    digests = checked.digests()
    row = FindingPhoto(
        finding=finding,
        name=checked.name,
        size=checked.size,
        sha256=digests.sha256,
        sm3=digests.sm3,
    )
    small = uploads.small(checked.file, checked.type, THUMBNAIL)
    row.thumbnail.save(str(small.name), small, save=False)
    checked.file.seek(0)
    row.file.save(checked.stored_name, ContentFile(checked.file.read()), save=False)
    row.save()


def _told(finding: Finding, photos: Sequence[uploads.Checked]) -> dict[str, object]:
    return {
        "place": str(finding.place),
        "subject": finding.subject,
        "outcome": finding.outcome,
        "text": finding.text,
        "photos": [photo.digests().sha256 for photo in photos],
    }


@transaction.atomic
def open_case(
    *, finding_id: int, report: intake.Report, key: uuid.UUID, by: User, accept: bool
) -> Case:
    """Register a case from a finding (登记为案件), once; who registers must hold the right in the
    town, as for every case."""
    operation_id = Finding.objects.values_list("operation_id", flat=True).get(pk=finding_id)
    operation = _steps.begin(operation_id, "open_case", by)
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding_id)
    if finding.case_id is not None:
        earlier = Case.objects.get(pk=finding.case_id)
        if earlier.submission_key == key:
            return earlier
        message = f"这条检查结果已登记为案件 {earlier.number}，不能重复登记"
        raise RuleViolation("case_there", message)
    if finding.outcome != Finding.Outcome.CASE:
        message = "检查结果不是“拟立案查处”，不能登记为案件；确需立案的请另行登记一条检查结果"
        raise RuleViolation("not_for_case", message)
    case = intake.register(report=report, key=key, by=by, accept=accept)
    finding.case = case
    finding.save(update_fields=["case"])
    payload: dict[str, object] = {"case": case.number, "subject": finding.subject}
    _steps.finish(operation, "open_case", by, payload)
    return case


@transaction.atomic
def tell_result(*, operation_id: int, unit_id: int, text: str, by: User) -> OperationUnit:
    """What the unit did (本单位完成情况)."""
    operation = _steps.begin(operation_id, "unit_result", by)
    unit = next((one for one in operation.units.all() if one.pk == unit_id), None)
    if unit is None:
        raise RuleViolation("not_taking_part", "该单位没有参加这次行动")
    policies.require_unit(by, operation, unit, staffing=False)
    unit.result, unit.result_by, unit.result_at = text.strip(), by, timezone.now()
    unit.save()
    _steps.finish(operation, "unit_result", by, {"unit": str(unit), "result": unit.result})
    return unit


@transaction.atomic
def finish(*, operation_id: int, by: User, version: int | None = None) -> Operation:
    """The operation is over (结束行动): the rest of the booked time is free."""
    operation = _steps.begin(operation_id, "finish", by, version)
    now = timezone.now()
    operation.state, operation.finished_at = S.FINISHED.value, now
    engagements.end_early(booking.held(operation), now)
    arrived = sum(row.arrived_at is not None for row in operation.members.all())
    _steps.finish(operation, "finish", by, {"arrived": arrived, "of": len(operation.members.all())})
    return operation
