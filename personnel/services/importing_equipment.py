"""Importing the register of equipment from a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core import audit
from core.audit import News
from core.importing import WorkbookImport, told
from core.models import Job, User
from core.sheets_in import Sheet, Tell
from personnel import policy
from personnel.models import Equipment, Officer
from personnel.selectors import equipment as selectors
from personnel.services._equipment_plan import (
    Change,
    EquipmentReader,
    Plan,
    Planner,
    Stored,
)
from personnel.services.equipment.records import told_of
from zones.models import Agency, Township

PREVIEW = "personnel.import_equipment"
APPLY = "personnel.apply_equipment"
_WRITTEN = ("kind", "model", "plate", "acquired_on", "inspect_due_on", "custodian", "note")


class EquipmentImport(WorkbookImport[Plan]):
    """Each unit's manager imports the unit's own pieces (方案三（三）)."""

    preview_kind, apply_kind = PREVIEW, APPLY
    subject = "执法装备"
    page = "equipment_import_preview"
    moved = "预览之后装备登记有变动，没有写入；请重新上传预览"

    def require(self, user: User) -> None:
        if not policy.manages_equipment(user):
            raise PermissionDenied("装备由各单位管理人（镇街副片长、部门联络人）登记")

    def read(self, data: bytes, tell: Tell) -> Sheet:
        return EquipmentReader().workbook(data, tell)

    def plan(self, sheet: Sheet, by: User, tell: Tell) -> Plan:
        planner = Planner(_stored(sheet, by), by, timezone.localdate())
        for row in told(sheet.rows, tell, "台账"):
            planner.take(row)
        mine = selectors.managed_equipment(by).exclude(state=Equipment.State.RETIRED)
        return planner.finish(sheet, mine.select_related("township", "agency").order_by("code"))

    def lock(self) -> None:
        # Everyone who changes, lends or books a piece locks its row first.
        rows = Equipment.objects.select_for_update(of=("self",)).order_by("pk")
        list(rows.values_list("pk", flat=True))

    def write(self, plan: Plan, job: Job, file_name: str) -> Mapping[str, object]:
        source = {"file": file_name, "job": job.pk}
        keepers = _officers(change.values.get("custodian") for change in (*plan.new, *plan.changed))
        made = [_made(change, keepers) for change in plan.new]
        Equipment.objects.bulk_create(made, batch_size=1000)
        news = [News("register", piece, told_of(piece) | source) for piece in made]
        pieces = []
        for change in plan.changed:
            piece, changed = _altered(change, keepers)
            pieces.append(piece)
            news.append(News("edit", piece, {"changed": changed} | source))
        Equipment.objects.bulk_create(
            pieces,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=_WRITTEN,
        )
        audit.record_many(by=job.created_by, news=news)
        payload = {
            "file": file_name,
            "new": [change.row.key for change in plan.new],
            "changed": [change.row.key for change in plan.changed],
        }
        audit.record(by=job.created_by, verb="import_equipment", subject=job, payload=payload)
        return {"new": len(plan.new), "changed": len(plan.changed)}


IMPORT = EquipmentImport()


def _stored(sheet: Sheet, by: User) -> Stored:
    pieces = Equipment.objects.select_related("township", "agency", "custodian__user")
    found = {piece.code: piece for piece in pieces.filter(code__in=sheet.keys)}
    named = {row.values["unit"] for row in sheet.rows if row.values["unit"]}
    named |= {piece.unit for piece in found.values()}
    units = {unit for unit in named if policy.manages_equipment_of(by, unit)}
    today = timezone.localdate()
    return Stored(
        pieces=found,
        officers=_officers(row.values["custodian"] for row in sheet.rows),
        keepers={
            (str(unit._meta.model_name), unit.pk): frozenset(
                selectors.people_of(unit, today).values_list("pk", flat=True)
            )
            for unit in units
        },
    )


def _officers(accounts: Iterable[str | None]) -> dict[str, Officer]:
    wanted = {account for account in accounts if account}
    rows = Officer.objects.select_related("user").filter(user__username__in=wanted)
    return {row.user.username: row for row in rows}


def _made(change: Change, keepers: Mapping[str, Officer]) -> Equipment:
    values = dict(change.values)
    unit, keeper = values.pop("unit"), values.pop("custodian", None)
    return Equipment(
        code=change.row.key,
        township=unit if isinstance(unit, Township) else None,
        agency=unit if isinstance(unit, Agency) else None,
        custodian=keepers[keeper] if keeper else None,
        **values,
    )


def _altered(
    change: Change, keepers: Mapping[str, Officer]
) -> tuple[Equipment, dict[str, list[str]]]:
    """The locked piece with its new values, and what the trail tells: old and new."""
    piece = change.piece
    assert piece is not None  # the planner: only new rows have none
    before = told_of(piece)
    for name, value in change.values.items():
        setattr(piece, name, keepers[value] if name == "custodian" else value)
    after = told_of(piece)
    return piece, {key: [before[key], after[key]] for key in after if before[key] != after[key]}
