"""Large files in pieces: each is acknowledged, a broken connection goes on where it stopped."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from cases import policy
from cases.models import Case, UploadSession
from cases.services import _arrivals
from core import uploads
from core.errors import RuleViolation
from core.file_types import DOCX, HEAD, is_zip, recognise
from core.models import User
from core.partial import Partial, left_over

PIECE = 4 * 1024**2
LARGEST_PIECE = 8 * 1024**2
MOST_AT_ONCE = 20  # unfinished ones of a person
KEPT_FOR = timedelta(days=7)


class OutOfStepError(Exception):
    """The piece does not begin where the last one ended; `received` tells where that was."""

    def __init__(self, received: int) -> None:
        super().__init__(f"{received} bytes are here")
        self.received = received


@dataclass(frozen=True)
class Announced:
    """What the sender says of the file."""

    key: uuid.UUID
    name: str
    size: int


def receive(
    *, case: Case, announced: Announced, offset: int, content: bytes, by: User
) -> UploadSession:
    """Take one piece. Raises OutOfStepError, RuleViolation, PermissionDenied.

    The row of the file is locked meanwhile: two senders of one file (two tabs, a repeated
    request) come one after another, and the second is told where to go on.
    """
    policy.require(by, "add_evidence", case)
    session = _begin(case, announced, by)
    with transaction.atomic():
        session = UploadSession.objects.select_for_update().get(pk=session.pk)
        part = Partial(session.key)
        received = min(session.received, part.size)  # after a crash the disk decides
        if session.finished_at or offset != received:
            raise OutOfStepError(session.size if session.finished_at else received)
        if not content or received + len(content) > session.size:
            raise RuleViolation("piece_size", "分段的长度与文件大小不符，请重新选择这个文件")
        if offset == 0:
            _check_head(session, content)
        part.write(offset, content)
        session.received, session.seen_at = offset + len(content), timezone.now()
        session.save(update_fields=["received", "seen_at"])
    if session.received == session.size:
        _check_whole(session)
    return session


def _begin(case: Case, announced: Announced, by: User) -> UploadSession:
    name = uploads.display_name(announced.name)
    if not 0 < announced.size <= _arrivals.most():
        text = f"“{name}”超过上限 {uploads.megabytes(_arrivals.most())}，请分段录制后上传"
        raise RuleViolation("file_too_large", text)
    known = UploadSession.objects.filter(pk=announced.key).first()
    if known is None:
        mine = UploadSession.objects.filter(started_by=by, finished_at=None)
        if mine.count() >= MOST_AT_ONCE:
            text = f"您有 {MOST_AT_ONCE} 个文件没有传完，请先传完或者移除"
            raise RuleViolation("too_many_uploads", text)
        known, _ = UploadSession.objects.get_or_create(
            key=announced.key,
            defaults={"case": case, "name": name, "size": announced.size, "started_by": by},
        )
    same = (known.case_id, known.started_by_id, known.size) == (case.pk, by.pk, announced.size)
    if not same:
        raise RuleViolation("other_upload", "上传标识与文件不符，请重新选择这个文件")
    return known


def _check_head(session: UploadSession, content: bytes) -> None:
    """Told with the first piece, not after an hour: not on the list, or too large of its kind."""
    head = content[:HEAD]
    kind = recognise(head, DOCX if is_zip(head) else None)  # which document is seen at the end
    if kind is None:
        text = f"“{session.name}”的内容不是可以登记的类型（{uploads.labels(uploads.MATERIAL)}）"
        raise RuleViolation("file_kind", text)
    if session.size > (limit := _arrivals.largest(kind)):
        text = f"“{session.name}”有 {uploads.megabytes(session.size)}，超过{kind.label}的上限"
        raise RuleViolation("file_too_large", f"{text} {uploads.megabytes(limit)}")


def _check_whole(session: UploadSession) -> None:
    """Everything that was sent is here: is it a whole file? What is not goes again."""
    part = Partial(session.key)
    try:
        with part.path.open("rb") as opened:
            _arrivals.examine(cast("Any", File(opened, name=session.name)), "uploads")
    except RuleViolation:
        drop(session)
        raise


def progress(*, case: Case, key: uuid.UUID, by: User) -> UploadSession | None:
    """How far this person's upload is; None for one not begun."""
    found = UploadSession.objects.filter(pk=key, case=case, started_by=by).first()
    if found is not None and not found.finished_at:
        found.received = min(found.received, Partial(key).size)
    return found


@transaction.atomic
def abandon(*, case: Case, key: uuid.UUID, by: User) -> None:
    """The person takes the file off the list. Nothing was entered yet."""
    found = UploadSession.objects.select_for_update().filter(
        pk=key, case=case, started_by=by, finished_at=None
    )
    for session in found:
        drop(session)


def drop(session: UploadSession) -> None:
    """Row and part go; a technical trace only, no business was done with it."""
    part = Partial(session.key)
    session.delete()
    part.discard()


def sweep() -> int:
    """Parts nobody went on with for seven days, and those without a row; how many went."""
    before, gone = timezone.now() - KEPT_FOR, 0
    for session in UploadSession.objects.filter(finished_at=None, seen_at__lt=before):
        with transaction.atomic():
            held = UploadSession.objects.select_for_update().filter(
                pk=session.pk, finished_at=None, seen_at__lt=before
            )
            for row in held:
                drop(row)
                gone += 1
    known = set(UploadSession.objects.filter(finished_at=None).values_list("key", flat=True))
    for part in left_over():
        if part.key not in known and part.path.stat().st_mtime < before.timestamp():
            part.discard()
            gone += 1
    return gone
