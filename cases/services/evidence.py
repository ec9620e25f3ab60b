"""Evidence enters the case, is set aside, and is checked each time somebody takes it out."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.db import transaction
from django.utils import timezone

from cases import policy
from cases.models import Case, Evidence, UploadSession
from cases.services import _progress
from cases.services._arrivals import Arrivals, Arrived
from core import audit, notices
from core.digests import chunks_of, digests_of
from core.errors import RuleViolation
from core.models import User
from personnel import selectors as people
from personnel.models import Equipment, Officer
from personnel.rules import eligibility

_46 = "《行政处罚法》第四十六条"


@dataclass(frozen=True)
class Entry:
    """What is written down of evidence: what it is, what it proves, where it comes from."""

    kind: str
    title: str
    proves: str
    collected_at: datetime
    place: str
    collectors: Sequence[Officer]
    provider: str = ""
    witness: str = ""
    recorder: Equipment | None = None
    original_kept_at: str = ""


def add(
    *,
    case_id: int,
    entry: Entry,
    key: uuid.UUID,
    by: User,
    files: Sequence[Any] = (),
    uploads: Sequence[UploadSession] = (),
) -> list[Evidence]:
    """Enter one piece for each file, or one without a file; all of them or none.

    The same `key` gives the pieces made by the first call. Others may add to the case meanwhile:
    there is no version to compare.
    """
    if made := _made(key):
        return made
    case = Case.objects.get(pk=case_id)
    policy.require(by, "add_evidence", case)
    arrivals = Arrivals(case, by)
    try:
        for file in files:
            arrivals.take(file)
        for session in uploads:
            arrivals.take_session(session)
        return _write(case_id, entry, arrivals, key, by)
    except BaseException as error:
        arrivals.undo()
        # Sent twice at once: the other call took the file, and its pieces are the answer.
        if isinstance(error, (FileNotFoundError, RuleViolation)) and (made := _made(key)):
            return made
        raise


def _made(key: uuid.UUID) -> list[Evidence]:
    first = Evidence.objects.filter(submission_key=key).first()
    if first is None:
        return []
    keys = [key, *(_later_key(key, number) for number in range(1, 60))]
    return list(Evidence.objects.filter(submission_key__in=keys))


def _later_key(key: uuid.UUID, number: int) -> uuid.UUID:
    """The key of the second and later pieces of a submission."""
    return key if number == 0 else uuid.uuid5(key, str(number))


@transaction.atomic
def _write(
    case_id: int, entry: Entry, arrivals: Arrivals, key: uuid.UUID, by: User
) -> list[Evidence]:
    case = _progress.begin(case_id=case_id, action="add_evidence", by=by)
    if made := _made(key):
        arrivals.undo()
        return made
    _check(case, entry, arrivals.files)
    arrivals.settle()
    several = len(arrivals.files) > 1
    rows = [
        _row(case, entry, arrived, f"（{number + 1}）" if several else "", key, number, by)
        for number, arrived in enumerate(arrivals.files or [None])
    ]
    _progress.finish(
        case,
        "add_evidence",
        by=by,
        payload={
            "kind": rows[0].get_kind_display(),
            "titles": [row.title for row in rows],
            "officers": [str(officer) for officer in entry.collectors],
            "sha256": [row.sha256 for row in rows if row.sha256],
        },
    )
    return rows


def _row(
    case: Case,
    entry: Entry,
    arrived: Arrived | None,
    mark: str,
    key: uuid.UUID,
    number: int,
    by: User,
) -> Evidence:
    row = Evidence(
        case=case,
        kind=entry.kind,
        title=f"{entry.title[: 120 - len(mark)]}{mark}",
        proves=entry.proves,
        collected_at=entry.collected_at,
        place=entry.place,
        provider=entry.provider,
        witness=entry.witness,
        recorder=entry.recorder,
        original_kept_at=entry.original_kept_at,
        added_by=by,
        submission_key=_later_key(key, number),
    )
    if arrived is not None:
        row.file.name, row.thumbnail.name = arrived.kept_as, arrived.thumbnail
        row.name, row.media_type = arrived.name, arrived.kind.content_type
        row.size, row.scan = arrived.digests.size, arrived.scan
        row.sha256, row.sm3 = arrived.digests.sha256, arrived.digests.sm3
    row.save()
    row.collectors.set(entry.collectors)
    audit.record(
        by=by,
        verb="take_in",
        subject=row,
        payload={
            "case": case.number,
            "name": row.name,
            "size": row.size,
            "sha256": row.sha256,
            "sm3": row.sm3,
            "scan": row.get_scan_display() if row.file else "",
        },
    )
    return row


def _check(case: Case, entry: Entry, files: Sequence[Arrived]) -> None:
    if entry.collected_at > timezone.now():
        raise RuleViolation("future_evidence", "取得时间晚于现在，请核对", field="collected_at")
    if not files and not entry.original_kept_at.strip():
        text = "没有上传文件的，请写明原物（原始载体）存放在哪里；否则请选择文件"
        raise RuleViolation("nothing_given", text, _46, field="original_kept_at")
    day = timezone.localdate(entry.collected_at)
    eligibility.require_team(
        people.officer_facts(entry.collectors, day),
        on=day,
        domain=case.item.domain,
        unit=people.unit_key(case.unit),
        place=people.place_key(case.unit, case.township),
        parties=frozenset({case.party_name}),
    )


@transaction.atomic
def set_aside(*, evidence_id: int, reason: str, by: User) -> Evidence:
    """Not to be used (不予采用), for example because it was got unlawfully. It stays in the file.

    《行政处罚法》第四十六条第二款、第三款.
    """
    row = Evidence.objects.select_related("case").get(pk=evidence_id)
    case = _progress.lock(row.case_id)
    policy.require(by, "add_evidence", case)
    row.refresh_from_db()
    if not reason.strip():
        raise RuleViolation("no_reason", "请写明不予采用的理由", _46, field="reason")
    if case.decided_on is not None:
        text = "案件已经作出决定，决定所依据的证据不能再排除"
        raise RuleViolation("decided_already", text, _46, field="reason")
    if row.set_aside_at is not None:
        return row
    row.set_aside_at, row.set_aside_why = timezone.now(), reason[:200]
    row.save(update_fields=["set_aside_at", "set_aside_why"])
    audit.record(by=by, verb="set_aside", subject=row, payload={"reason": reason})
    _progress.note(case, "set_aside", by=by, payload={"titles": [row.title], "reason": reason})
    return row


def take_out(*, row: Evidence, by: User, verb: str) -> Any:
    """The original, opened, after both hashes were found right; the access is written down.

    `verb`: "download" or "view". Refuses a file that is gone or not what was entered: that is
    written down too and told to the handlers and to those who watch over the trails.
    """
    policy.require_evidence(by, row.case)
    return opened(row=row, by=by, verb=verb)


def opened(*, row: Evidence, by: User, verb: str) -> Any:
    """As `take_out`, for a caller that has asked by another right whether `by` may."""
    if not row.file:
        raise RuleViolation("no_file", "这件证据没有电子原件")
    try:
        file = row.file.open("rb")
    except FileNotFoundError:
        raise _broken(row, by, {"found": "文件不在存储中"}) from None
    found = digests_of(chunks_of(cast("BinaryIO", file)))
    if (found.sha256, found.sm3) != (row.sha256, row.sm3):
        file.close()
        raise _broken(row, by, {"found": found.sha256, "found_sm3": found.sm3})
    with transaction.atomic():
        audit.record(by=by, verb=verb, subject=row, payload={"sha256": found.sha256})
    return file


def _broken(row: Evidence, by: User, found: dict[str, str]) -> RuleViolation:
    """Write it down, tell, and give the refusal."""
    with transaction.atomic():
        case = _progress.lock(row.case_id)
        payload = {"expected": row.sha256, **found}
        audit.record(by=by, verb="altered", subject=row, payload=payload)
        _progress.note(case, "evidence_altered", by=by, payload={"titles": [row.title], **payload})
        handlers = case.handlers.filter(removed_at=None).select_related("officer__user")
        notices.send(
            [*(handler.officer.user for handler in handlers), *policy.trail_watchers()],
            key=f"evidence:{row.pk}:altered:{timezone.localdate()}",
            text=f"{case.number} 证据“{row.title}”与登记时的校验值不符，请立即核查",
            url=row.get_absolute_url(),
            urgent=True,
        )
    text = (
        f"“{row.title}”的原件与登记时的校验值不符，不能使用。登记的 SHA-256 为 {row.sha256}，"
        f"现为 {found['found']}。已留痕，并通知办案人和审计管理员"
    )
    return RuleViolation("evidence_altered", text, _46)
