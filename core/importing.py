"""Importing a workbook in two jobs: a preview, and the writing of what was previewed.

Nothing is written before a person has confirmed the preview. Both jobs read the same file, kept
with the first; the second works out the plan again under lock and writes only if it is the one
that was shown. Each job can be begun anew at any point.
"""

from __future__ import annotations

import base64
import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.urls import reverse

from core import jobs
from core.errors import RuleViolation
from core.jobs import Progress
from core.models import Job, User
from core.sheets_in import STEP, Row, Sheet, Tell, check_file


class Planned(Protocol):
    """What an import would do."""

    def as_result(self) -> dict[str, Any]:
        """Plain values for the preview, made by `result_of`."""


PlanT = TypeVar("PlanT", bound=Planned)


class WorkbookImport(ABC, Generic[PlanT]):
    """One kind of import. It says who may, reads, plans, and writes; the rest is here."""

    preview_kind: str
    apply_kind: str
    subject: str  # what is imported, in words, as in 导入…
    page: str  # the name of the preview's address
    moved = "预览之后已有变动，没有写入；请重新上传预览"

    @abstractmethod
    def require(self, user: User) -> None:
        """Raises PermissionDenied unless the person may import."""

    @abstractmethod
    def read(self, data: bytes, tell: Tell) -> Sheet:
        """The rows and faults of the workbook, without a look at what is stored."""

    @abstractmethod
    def plan(self, sheet: Sheet, by: User, tell: Tell) -> PlanT:
        """The rows against what is stored."""

    @abstractmethod
    def lock(self) -> None:
        """Make everyone who changes the same things wait, inside the transaction that writes."""

    @abstractmethod
    def write(self, plan: PlanT, job: Job, file_name: str) -> Mapping[str, object]:
        """Write the plan and its trace; returns the figures to show."""

    def previews(self, user: User) -> models.QuerySet[Job]:
        """Previews that the person may look at and confirm: their own."""
        return Job.objects.filter(kind=self.preview_kind, created_by=user)

    def register(self) -> None:
        jobs.register(self.preview_kind, self.preview)
        jobs.register(self.apply_kind, self.apply)

    def submit(self, *, file_name: str, data: bytes, by: User) -> Job:
        """Have a workbook read and compared. Raises RuleViolation when it is no workbook."""
        self.require(by)
        check_file(data)
        return jobs.submit(
            kind=self.preview_kind,
            title=f"导入{self.subject}：{file_name[:80]}",
            params={"name": file_name[:80], "file": base64.b64encode(data).decode()},
            by=by,
        )

    def preview(self, job: Job, progress: Progress) -> Mapping[str, object]:
        """Job: read, validate and compare; the result is what the preview page shows."""
        self._require_still(job.created_by)
        plan = self.plan(self.read(_file_of(job), progress), job.created_by, progress)
        return plan.as_result() | {"url": reverse(self.page, args=[job.pk])}

    @transaction.atomic
    def confirm(
        self, *, preview_id: int, by: User, chosen: Mapping[str, object] | None = None
    ) -> Job:
        """Have the previewed import written, once; asking again gives the same job.

        `chosen`: what else the person decided, kept with the writing job as its parameters.
        """
        self.require(by)
        shown = self.previews(by).select_for_update().get(pk=preview_id)
        if shown.state != Job.State.DONE:
            raise RuleViolation("preview_not_ready", "预览尚未完成，不能导入")
        earlier = self.confirmed_job(shown.pk)
        if earlier is not None:
            return earlier
        return jobs.submit(
            kind=self.apply_kind,
            title=f"写入{self.subject}：{shown.params['name']}",
            params={"preview": shown.pk, **(chosen or {})},
            by=by,
        )

    def confirmed_job(self, preview_id: int) -> Job | None:
        """The job that writes, or wrote, this preview; one that failed does not count."""
        return (
            Job.objects.filter(kind=self.apply_kind, params__preview=preview_id)
            .exclude(state__in=[Job.State.FAILED, Job.State.CANCELLED])
            .first()
        )

    def apply(self, job: Job, progress: Progress) -> Mapping[str, object]:
        """Job: write what was previewed, in one transaction, if it is still the same."""
        self._require_still(job.created_by)
        if "written" in job.params:  # the worker died between writing and saying so
            return dict(job.params["written"])
        shown = Job.objects.get(pk=job.params["preview"], kind=self.preview_kind)
        sheet = self.read(_file_of(shown), progress)
        progress(len(sheet.rows), len(sheet.rows), f"写入{self.subject}")
        with transaction.atomic():
            self.lock()
            plan = self.plan(sheet, job.created_by, _silent)
            if plan.as_result()["digest"] != shown.result["digest"]:
                raise RuleViolation("import_moved", self.moved)
            written = self.write(plan, job, str(shown.params["name"]))
            result = dict(written) | {"url": reverse(self.page, args=[shown.pk])}
            Job.objects.filter(pk=job.pk).update(params=job.params | {"written": result})
        return result

    def _require_still(self, user: User) -> None:
        try:
            self.require(user)
        except PermissionDenied as refusal:
            raise RuleViolation("no_longer_entitled", f"{refusal}，提交人已无此权限") from None


def _file_of(job: Job) -> bytes:
    return base64.b64decode(str(job.params["file"]))


def _silent(done: int, total: int, message: str) -> None:
    """A transaction reports nothing: nobody outside would see it before it ends."""


def told(rows: Sequence[Row], tell: Tell, against: str) -> Iterable[Row]:
    """The rows one by one, telling the second half of the progress."""
    for done, row in enumerate(rows, start=1):
        yield row
        if done % STEP == 0:
            tell(len(rows) + done, 2 * len(rows), f"与{against}比较第 {row.number} 行")


def result_of(
    shape: Mapping[str, list[Any]],
    counts: Mapping[str, int],
    remarks: Mapping[str, list[Any]] | None = None,
) -> dict[str, Any]:
    """What a preview keeps: its parts, their counts, and a digest to know the plan again by.

    `remarks` are shown and do not count for the digest: they may change with the day alone.
    """
    text = json.dumps(shape, ensure_ascii=False, sort_keys=True)
    return {
        **shape,
        **(remarks or {}),
        "counts": dict(counts),
        "digest": hashlib.sha256(text.encode()).hexdigest(),
    }
