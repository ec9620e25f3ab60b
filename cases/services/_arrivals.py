"""Files on their way into the evidence: judged, hashed, searched for viruses, then kept.

What was kept for a submission that is refused goes again: all files of it or none.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from cases.models import Case, Evidence, UploadSession
from core import antivirus, audit, uploads
from core.digests import Digests, chunks_of, digests_of
from core.errors import RuleViolation
from core.file_types import PICTURES, FileType
from core.models import User
from core.partial import Partial

FOLDER, SMALL, QUARANTINE = "evidence", "evidence/small", "quarantine"
SMALL_SIDE = 480
_SCANS = {
    antivirus.Verdict.UNASKED: Evidence.Scan.NONE,
    antivirus.Verdict.CLEAN: Evidence.Scan.CLEAN,
}


def largest(kind: FileType) -> int:
    """The limit of this kind of content, in bytes."""
    return int(settings.EVIDENCE_LARGEST[kind.group])


def most() -> int:
    return int(max(settings.EVIDENCE_LARGEST.values()))


def examine(file: Any, field: str) -> uploads.Checked:
    """The file by its content: on the list, within the limit of its kind, whole. Else refused."""
    kind = uploads.type_of(file, uploads.MATERIAL)
    limit = largest(kind) if kind is not None else most()
    return uploads.check(file, uploads.MATERIAL, limit, field)


@dataclass(frozen=True)
class Arrived:
    """One file that may become evidence; `part`: it came in pieces and is moved at the end."""

    kept_as: str
    name: str
    kind: FileType
    digests: Digests
    scan: Evidence.Scan
    thumbnail: str = ""
    part: Partial | None = None
    session: UploadSession | None = None


@dataclass
class Arrivals:
    """The files of one submission."""

    case: Case
    by: User
    files: list[Arrived] = field(default_factory=list)
    _undo: list[Callable[[], object]] = field(default_factory=list)

    def take(self, file: Any) -> None:
        """A file that came with the form."""
        checked = examine(file, "originals")
        digests, scan = self._look_into(checked, lambda: _keep_apart(checked.file))
        kept = default_storage.save(f"{FOLDER}/{checked.stored_name}", checked.file)
        self._undo.append(lambda: default_storage.delete(kept))
        self.files.append(
            Arrived(kept, checked.name, checked.type, digests, scan, self._small(checked))
        )

    def take_session(self, session: UploadSession) -> None:
        """A file that came in pieces; it stays where it is until `settle`."""
        part = Partial(session.key)
        if session.finished_at or session.received < session.size or part.size < session.size:
            text = f"“{session.name}”还没有传完，请继续上传，或者移除后再提交"
            raise RuleViolation("upload_unfinished", text, field="uploads")
        with part.path.open("rb") as opened:
            checked = examine(cast("Any", File(opened, name=session.name)), "uploads")
            digests, scan = self._look_into(checked, lambda: _move_apart(session, part))
            small = self._small(checked)
        kept = f"{FOLDER}/{checked.stored_name}"
        self.files.append(
            Arrived(kept, checked.name, checked.type, digests, scan, small, part, session)
        )

    def settle(self) -> None:
        """Inside the transaction that makes the rows: what came in pieces takes its place."""
        for arrived in self.files:
            if arrived.part is None or arrived.session is None:
                continue
            part, target = arrived.part, Path(default_storage.path(arrived.kept_as))
            part.move_to(target)
            self._undo.append(lambda part=part, target=target: part.take_back(target))  # type: ignore[misc]
            session = arrived.session
            session.finished_at = timezone.now()
            session.save(update_fields=["finished_at"])

    def undo(self) -> None:
        """Nothing of a refused submission stays, except what can be sent again with it."""
        for step in reversed(self._undo):
            step()
        self._undo.clear()

    def _small(self, checked: uploads.Checked) -> str:
        if checked.type.group != PICTURES:
            return ""
        drawn = uploads.small(checked.file, checked.type, SMALL_SIDE)
        kept = default_storage.save(f"{SMALL}/{uuid.uuid4().hex}.jpg", drawn)
        self._undo.append(lambda: default_storage.delete(kept))
        checked.file.seek(0)
        return kept

    def _look_into(
        self, checked: uploads.Checked, set_apart: Callable[[], str]
    ) -> tuple[Digests, Evidence.Scan]:
        """Hashes and verdict; an infected file is set apart, its arrival noted, and refused."""
        file = cast("Any", checked.file)
        digests = digests_of(chunks_of(file))
        try:
            verdict, found = antivirus.ask(chunks_of(file))
        except antivirus.ScannerUnavailableError as error:
            raise RuleViolation("scanner_down", str(error), field="originals") from error
        file.seek(0)
        if verdict is antivirus.Verdict.INFECTED:
            told = {"case": self.case.number, "name": checked.name, "found": found}
            with transaction.atomic():
                payload = {**told, "sha256": digests.sha256, "kept": set_apart()}
                audit.record(by=self.by, verb="quarantine", subject=self.by, payload=payload)
            text = (
                f"“{checked.name}”含有病毒（{found}），已隔离，没有登记；请在原设备上查杀后重新取证"
            )
            raise RuleViolation("infected", text, field="originals")
        return digests, _SCANS[verdict]


def _keep_apart(file: Any) -> str:
    return default_storage.save(f"{QUARANTINE}/{uuid.uuid4().hex}", file)


def _move_apart(session: UploadSession, part: Partial) -> str:
    kept = f"{QUARANTINE}/{uuid.uuid4().hex}"
    part.move_to(Path(default_storage.path(kept)))
    session.finished_at = timezone.now()
    session.save(update_fields=["finished_at"])
    return kept
