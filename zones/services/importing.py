"""Importing the catalogue from a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import models

from core import audit
from core.importing import WorkbookImport, told
from core.models import Job, User
from core.sheets_in import LARGEST_FILE, Row, Sheet, Tell
from zones import policy
from zones.models import EnforcementItem, ItemVersion
from zones.services import catalogue
from zones.services._import_plan import VERSIONED, Change, Plan, Planner
from zones.services._workbook import ItemReader

__all__ = ["APPLY", "IMPORT", "LARGEST_FILE", "PREVIEW", "apply", "confirm", "submit"]

PREVIEW = "zones.import_items"
APPLY = "zones.apply_items"


class ItemImport(WorkbookImport[Plan]):
    """Nothing is written before a person has confirmed the preview."""

    preview_kind, apply_kind = PREVIEW, APPLY
    subject = "事项目录"
    page = "import_preview"
    moved = "预览之后目录有变动，没有写入；请重新上传预览"

    def require(self, user: User) -> None:
        policy.require_catalogue(user)

    def previews(self, user: User) -> models.QuerySet[Job]:
        """Whoever keeps the catalogue sees them all."""
        rows = Job.objects.filter(kind=self.preview_kind)
        return rows if policy.manages_catalogue(user) else rows.none()

    def read(self, data: bytes, tell: Tell) -> Sheet:
        return ItemReader().workbook(data, tell)

    def plan(self, sheet: Sheet, by: User, tell: Tell) -> Plan:
        planner = Planner()
        for row in told(sheet.rows, tell, "目录"):
            planner.take(row)
        return planner.finish(sheet)

    def lock(self) -> None:
        # Everyone who changes an item locks its row first, and so waits for us, or we for them.
        list(EnforcementItem.objects.select_for_update().values_list("pk", flat=True))

    def write(self, plan: Plan, job: Job, file_name: str) -> Mapping[str, object]:
        source = f"导入：{file_name}"
        _write_new(plan.new, source)
        for change in plan.changed:
            _write_change(change, source)
        withdrawn = _withdraw(plan.missing, str(job.params["withdraw_on"]))
        audit.record(
            by=job.created_by,
            verb="import_items",
            subject=job,
            payload={
                "file": file_name,
                "new": [row.key for row in plan.new],
                "changed": [change.row.key for change in plan.changed],
                "withdrawn": [item.code for item in withdrawn],
            },
        )
        return {"new": len(plan.new), "changed": len(plan.changed), "withdrawn": len(withdrawn)}


IMPORT = ItemImport()
submit, apply = IMPORT.submit, IMPORT.apply


def confirm(*, preview_id: int, withdraw_on: date | None, by: User) -> Job:
    """Have the previewed import written, once; asking again gives the same job.

    `withdraw_on`: items that the file does not have leave the catalogue on that day; None: they
    stay.
    """
    chosen = {"withdraw_on": withdraw_on.isoformat() if withdraw_on else ""}
    return IMPORT.confirm(preview_id=preview_id, by=by, chosen=chosen)


def _withdraw(missing: list[EnforcementItem], day: str) -> list[EnforcementItem]:
    if not day:
        return []
    for item in missing:
        latest = item.versions.order_by("valid_from").last()
        catalogue.close_for_good(item, latest, date.fromisoformat(day))
        item.save(update_fields=["withdrawn_on"])
    return missing


def _write_new(rows: list[Row], source: str) -> None:
    items = [
        EnforcementItem(
            code=row.key,
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
    values["discretion"] = values["discretion"] or []
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
            if row.values["discretion"] is None:
                made.discretion = change.latest.discretion
        item.withdrawn_on = None
        made.save()
        catalogue.reflect(item, made)
    item.save()
