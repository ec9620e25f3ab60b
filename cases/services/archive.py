"""The archive (归档): a number without gaps, the time it is kept, and the bound volumes."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from cases import policy
from cases.models import Archive, Case
from cases.rules.archiving import archive_number
from cases.selectors.casefile import runs_of
from cases.services import _progress, casefile
from core import numbering
from core.errors import RuleViolation
from core.models import Job, User
from personnel import selectors as people

MARK = "档"  # of the sequence of numbers
_BASIS = "《行政处罚法》第四十七条"


@transaction.atomic
def archive(*, case_id: int, retention: str, by: User, version: int | None = None) -> Archive:
    """Archive a closed case: its number is taken now, the worker binds the volumes."""
    case = _progress.begin(case_id=case_id, action="archive", by=by, version=version)
    if retention not in Archive.Retention:
        raise RuleViolation("no_retention", "请选择保管期限", _BASIS, field="retention")
    if runs_of(case).filter(finished_at=None).exists():
        raise RuleViolation("binding_runs", "本案正在生成电子案卷，完成后再归档", _BASIS)
    today = timezone.localdate()
    running = numbering.take(f"{MARK}:{people.unit_key(case.unit)}", today.year)
    row = Archive.objects.create(
        case=case,
        number=archive_number(case.unit.document_prefix, today.year, running),
        retention=retention,
        job=casefile.build(case, by),
        archived_by=by,
    )
    case.archived_on = today
    payload = {"archive_number": row.number, "retention": row.get_retention_display()}
    _progress.finish(case, "archive", by=by, payload=payload)
    return row


@transaction.atomic
def bind_again(*, archive_id: int, by: User) -> Archive:
    """The worker did not finish the volumes: ask for them once more."""
    case_id = Archive.objects.values_list("case_id", flat=True).get(pk=archive_id)
    case = _progress.lock(case_id)
    policy.require_papers(by, case)
    row = Archive.objects.select_for_update().get(pk=archive_id)
    if row.pages_main is not None:
        raise RuleViolation("bound_already", "电子案卷已经装订，无须重新装订", _BASIS)
    row.job = casefile.build(case, by)
    row.save(update_fields=["job"])
    return row


@transaction.atomic
def attach(*, job: Job, result: Mapping[str, object]) -> None:
    """The volumes asked for by an archive are bound: pages and hashes, which the trail keeps."""
    found = Archive.objects.filter(job=job, pages_main=None).values_list("case_id", flat=True)
    case_id = found.first()
    if case_id is None:
        return
    case: Case = _progress.lock(case_id)
    row = Archive.objects.select_for_update().get(case=case)
    row.pages_main = int(str(result["pages_main"]))
    row.pages_side = int(str(result["pages_inner"]))
    hashes = {f"{name}_sha256": str(result[f"{name}_sha256"]) for name in _FILES}
    for name, value in hashes.items():
        setattr(row, name, value)
    row.save()
    payload = {"archive_number": row.number, "pages": [row.pages_main, row.pages_side], **hashes}
    _progress.note(case, "bind_archive", by=None, payload=payload)


_FILES = ("main", "inner", "bundle")
