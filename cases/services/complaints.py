"""Complaints come in: by the public page, or taken down by an officer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases import policy
from cases.models import Complaint, ComplaintFile
from cases.rules import follow_code
from cases.rules.deadlines import Term, due_on
from cases.services._terms import length_of
from core import access, audit, calendars, notices, numbering, uploads
from core.errors import RuleViolation
from core.models import User
from core.rules.workdays import WorkCalendar
from zones.models import Township, Village

MOST_FILES = 5
LARGEST_FILE = 10 * uploads.MEGABYTE
LARGEST_TOTAL = 20 * uploads.MEGABYTE
MOST_PUBLIC_AN_HOUR = 200  # of the whole district; a flood is no complaint


@dataclass(frozen=True)
class Told:
    """What somebody complains of, and what is known of who does."""

    township: Township
    place: str
    content: str
    channel: str = Complaint.Channel.WEB
    source_number: str = ""
    village: Village | None = None
    party_name: str = ""
    occurred_on: date | None = None
    reporter_name: str = ""
    reporter_phone: str = ""
    confidential: bool = True
    wants_answer: bool = True


@dataclass(frozen=True)
class Receipt:
    """The complaint, and the code to follow it by: shown now, kept only as its SHA-256."""

    complaint: Complaint
    code: str


def receive(
    *, told: Told, key: uuid.UUID, files: Sequence[UploadedFile[Any]] = (), by: User | None = None
) -> Receipt:
    """Take a complaint in; `by` None: from the public page.

    Sent twice with the same `key` it is one complaint, and the same code is shown again.
    """
    if by is not None:
        policy.require_registering(by, told.township)
    known = _known(key, by)
    if known is not None:
        return known
    _check(told, timezone.localdate())
    checked = _check_files(files)
    if by is None:
        _check_flood()
    try:
        return _receive(told, key, checked, by)
    except IntegrityError:
        twin = _known(key, by)
        if twin is None:
            raise
        return twin  # the other half of a double click was a moment faster


def _known(key: uuid.UUID, by: User | None) -> Receipt | None:
    row = Complaint.objects.filter(submission_key=key, received_by=by).first()
    return Receipt(row, code_for(key)) if row else None


def code_for(key: uuid.UUID) -> str:
    """The follow code of a submission; can't be worked out without the secret of the platform."""
    digest = salted_hmac("complaint.follow", key.hex, settings.SECRET_KEY, algorithm="sha256")
    return follow_code.code_of(digest.digest())


def mark_of(phone: str) -> str:
    """Equal for equal numbers, however written; "" without one."""
    digits = "".join(sign for sign in phone if sign.isdecimal())
    if not digits:
        return ""
    return salted_hmac("complaint.reporter", digits, algorithm="sha256").hexdigest()


def terms_from(day: date, calendar: WorkCalendar) -> tuple[date, date]:
    """The last days to take a complaint up and to answer it, counted from its receipt."""
    ack = due_on(Term.ACK, day, calendar, length=length_of(Term.ACK))
    reply = due_on(Term.REPLY, day, calendar, length=length_of(Term.REPLY))
    return ack, reply


def _check(told: Told, today: date) -> None:
    if told.occurred_on and told.occurred_on > today:
        raise RuleViolation("future_act", "发生日期晚于今天，请核对", field="occurred_on")
    if told.village and told.village.township_id != told.township.pk:
        raise RuleViolation(
            "village_elsewhere", "所选村（社区）不属于所选镇街，请重选", field="village"
        )
    if told.channel == Complaint.Channel.HOTLINE and not told.source_number:
        raise RuleViolation("no_hotline_number", "请填写 12345 工单编号", field="source_number")


def _check_files(files: Sequence[UploadedFile[Any]]) -> list[uploads.Checked]:
    if len(files) > MOST_FILES:
        text = f"最多添加 {MOST_FILES} 个附件，请减少后重新选择"
        raise RuleViolation("too_many_files", text, field="attachments")
    if sum(file.size or 0 for file in files) > LARGEST_TOTAL:
        text = f"附件合计超过 {uploads.megabytes(LARGEST_TOTAL)}，请减少或者压缩后重新选择"
        raise RuleViolation("files_too_large", text, field="attachments")
    return [uploads.check(file, uploads.PAPER, LARGEST_FILE, "attachments") for file in files]


def _check_flood() -> None:
    since = timezone.now() - timedelta(hours=1)
    recent = Complaint.objects.filter(channel=Complaint.Channel.WEB, received_at__gte=since)
    if recent.count() >= MOST_PUBLIC_AN_HOUR:
        text = "现在提交的人较多，请过一小时再提交，或者拨打 12345、到镇街当面反映"
        raise RuleViolation("flood", text)


@transaction.atomic
def _receive(
    told: Told, key: uuid.UUID, files: Sequence[uploads.Checked], by: User | None
) -> Receipt:
    now, code = timezone.now(), code_for(key)
    row = _create(told, key, code, now, by)
    _keep_files(row, files)
    audit.record(by=by, verb="receive", subject=row, payload=told_of(row, len(files)))
    if by is None:
        notices.send(
            access.users_with("register_cases", told.township),
            key=f"complaint:{row.pk}:received",
            text=f"收到网上投诉举报 {row.number}：{row.place}，{row.ack_due_on} 前决定是否受理",
            url=row.get_absolute_url(),
        )
    return Receipt(row, code)


def told_of(row: Complaint, files: int) -> dict[str, object]:
    """What the trail says of its receipt: nothing of who complained."""
    return {
        "channel": row.channel,
        "source_number": row.source_number,
        "town": row.township.name,
        "place": row.place,
        "files": files,
        "ack_due_on": row.ack_due_on.isoformat(),
        "answer_due_on": row.answer_due_on.isoformat(),
    }


def _create(told: Told, key: uuid.UUID, code: str, now: datetime, by: User | None) -> Complaint:
    day = timezone.localdate(now)
    ack, reply = terms_from(day, calendars.work_calendar())
    return Complaint.objects.create(
        number=f"芗投〔{day.year}〕{numbering.take('complaint', day.year)}号",
        follow_code_hash=follow_code.kept(code),
        submission_key=key,
        reporter_mark=mark_of(told.reporter_phone),
        received_at=now,
        received_by=by,
        ack_due_on=ack,
        answer_due_on=reply,
        **vars(told),
    )


def _keep_files(complaint: Complaint, files: Sequence[uploads.Checked]) -> None:
    for checked in files:
        row = ComplaintFile(
            complaint=complaint,
            name=checked.name,
            size=checked.size,
            sha256=checked.digests().sha256,
        )
        row.file.save(checked.stored_name, checked.file, save=False)
        row.save()
