"""Importing the catalogue from a workbook: preview in one job, writing in another.

Nothing is written before a person has confirmed the preview. Both jobs read the same file, kept
with the first; the second works out the plan again under lock and writes only if it is the one
that was shown. Each job can be begun anew at any point.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from datetime import date

from django.db import transaction
from django.urls import reverse

from core import audit, jobs
from core.errors import RuleViolation
from core.jobs import Progress
from core.models import Job, User
from zones import policy
from zones.models import EnforcementItem, ItemVersion
from zones.services import catalogue
from zones.services._import_plan import VERSIONED, Change, Plan, Planner
from zones.services._workbook import LARGEST_FILE, Fault, Reader, Row, check_file, raw_rows

__all__ = ["APPLY", "LARGEST_FILE", "PREVIEW", "apply", "confirm", "preview", "register", "submit"]

PREVIEW = "zones.import_items"
APPLY = "zones.apply_items"
STEP = 250
Tell = Callable[[int, int, str], None]


def register() -> None:
    jobs.register(PREVIEW, preview)
    jobs.register(APPLY, apply)


def submit(*, file_name: str, data: bytes, by: User) -> Job:
    """Have a workbook read and compared. Raises RuleViolation when it is no workbook."""
    policy.require_catalogue(by)
    check_file(data)
    return jobs.submit(
        kind=PREVIEW,
        title=f"导入事项目录：{file_name[:80]}",
        params={"name": file_name[:80], "file": base64.b64encode(data).decode()},
        by=by,
    )


def preview(job: Job, progress: Progress) -> Mapping[str, object]:
    """Job: read, validate and compare; the result is what the preview page shows."""
    _require_still(job.created_by)
    plan = _plan(*_read(job, progress), progress)
    return plan.as_result() | {"url": reverse("import_preview", args=[job.pk])}


@transaction.atomic
def confirm(*, preview_id: int, withdraw_on: date | None, by: User) -> Job:
    """Have the previewed import written, once; asking again gives the same job.

    `withdraw_on`: items that the file does not have leave the catalogue on that day; None: they
    stay.
    """
    policy.require_catalogue(by)
    shown = Job.objects.select_for_update().get(pk=preview_id, kind=PREVIEW)
    if shown.state != Job.State.DONE:
        raise RuleViolation("preview_not_ready", "预览尚未完成，不能导入")
    earlier = confirmed_job(shown.pk)
    if earlier is not None:
        return earlier
    return jobs.submit(
        kind=APPLY,
        title=f"写入事项目录：{shown.params['name']}",
        params={
            "preview": shown.pk,
            "withdraw_on": withdraw_on.isoformat() if withdraw_on else "",
        },
        by=by,
    )


def confirmed_job(preview_id: int) -> Job | None:
    """The job that writes, or wrote, this preview; one that failed does not count."""
    return (
        Job.objects.filter(kind=APPLY, params__preview=preview_id)
        .exclude(state__in=[Job.State.FAILED, Job.State.CANCELLED])
        .first()
    )


def apply(job: Job, progress: Progress) -> Mapping[str, object]:
    """Job: write what was previewed, in one transaction, if it is still the same."""
    _require_still(job.created_by)
    if "written" in job.params:  # the worker died between writing and saying so
        return dict(job.params["written"])
    shown = Job.objects.get(pk=job.params["preview"], kind=PREVIEW)
    rows, faults, codes = _read(shown, progress)
    progress(len(rows), len(rows), "写入目录")
    with transaction.atomic():
        # Everyone who changes an item locks its row first, and so waits for us, or we for them.
        list(EnforcementItem.objects.select_for_update().values_list("pk", flat=True))
        plan = _plan(rows, faults, codes, lambda done, total, message: None)
        if plan.as_result()["digest"] != shown.result["digest"]:
            raise RuleViolation("catalogue_moved", "预览之后目录有变动，没有写入；请重新上传预览")
        result = _write(plan, job, str(shown.params["name"])) | {
            "url": reverse("import_preview", args=[shown.pk])
        }
        Job.objects.filter(pk=job.pk).update(params=job.params | {"written": result})
    return result


def _require_still(user: User) -> None:
    if not policy.manages_catalogue(user):
        raise RuleViolation("no_longer_entitled", "事项目录由区委编办维护，提交人已无此权限")


def _read(job: Job, tell: Tell) -> tuple[list[Row], list[Fault], set[str]]:
    lines = []
    for line in raw_rows(base64.b64decode(str(job.params["file"]))):
        lines.append(line)
        if len(lines) % STEP == 0:
            tell(0, 0, f"已读取 {len(lines)} 行")
    reader = Reader()
    rows: list[Row] = []
    faults: list[Fault] = []
    for done, (number, cells) in enumerate(lines, start=1):
        row, wrong = reader.read(number, cells)
        rows.extend([row] if row else [])
        faults.extend(wrong)
        if done % STEP == 0:
            tell(done, 2 * len(lines), f"核对第 {number} 行")
    return rows, faults, reader.codes


def _plan(rows: list[Row], faults: list[Fault], codes: set[str], tell: Tell) -> Plan:
    planner = Planner()
    for done, row in enumerate(rows, start=1):
        planner.take(row)
        if done % STEP == 0:
            tell(len(rows) + done, 2 * len(rows), f"与目录比较第 {row.number} 行")
    return planner.finish(faults, codes)


def _write(plan: Plan, job: Job, file_name: str) -> dict[str, object]:
    source = f"导入：{file_name}"
    _write_new(plan.new, source)
    for change in plan.changed:
        _write_change(change, source)
    withdraw_on = job.params["withdraw_on"]
    withdrawn = plan.missing if withdraw_on else []
    for item in withdrawn:
        latest = item.versions.order_by("valid_from").last()
        catalogue.close_for_good(item, latest, date.fromisoformat(withdraw_on))
        item.save(update_fields=["withdrawn_on"])
    audit.record(
        by=job.created_by,
        verb="import_items",
        subject=job,
        payload={
            "file": file_name,
            "new": [row.code for row in plan.new],
            "changed": [change.row.code for change in plan.changed],
            "withdrawn": [item.code for item in withdrawn],
        },
    )
    return {"new": len(plan.new), "changed": len(plan.changed), "withdrawn": len(withdrawn)}


def _write_new(rows: list[Row], source: str) -> None:
    items = [
        EnforcementItem(
            code=row.code,
            **{name: row.values[name] for name in ("domain", "note", *VERSIONED[:4])},
        )
        for row in rows
    ]
    EnforcementItem.objects.bulk_create(items, batch_size=1000)
    ItemVersion.objects.bulk_create(
        [_version(item, row, source) for item, row in zip(items, rows, strict=True)],
        batch_size=1000,
    )


def _version(item: EnforcementItem, row: Row, source: str) -> ItemVersion:
    values = {name: row.values[name] for name in VERSIONED}
    return ItemVersion(
        item=item, valid_from=row.values["valid_from"], source=source[:120], **values
    )


def _write_change(change: Change, source: str) -> None:
    item, row = change.item, change.row
    item.domain, item.note = row.values["domain"], row.values["note"]
    if change.new_version:
        made = _version(item, row, source)
        if change.latest is not None:
            catalogue.close(change.latest, made.valid_from)
            made.discretion = change.latest.discretion
        item.withdrawn_on = None
        made.save()
        catalogue.reflect(item, made)
    item.save()
