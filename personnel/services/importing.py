"""Importing people and certificates from a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from core import audit
from core.importing import WorkbookImport, told
from core.models import Job, User
from core.sheets_in import Sheet, Tell
from personnel import policy
from personnel.models import Certificate, Officer
from personnel.selectors import papers
from personnel.services._people_gate import Stored
from personnel.services._people_plan import Plan, Planner
from personnel.services._people_sheet import PeopleReader
from personnel.services._people_write import Writer
from zones.models import Agency, EnforcementItem, Township

PREVIEW = "personnel.import_people"
APPLY = "personnel.apply_people"


class PeopleImport(WorkbookImport[Plan]):
    """Whoever keeps people's records imports those of their own units (方案附件（四）、（六）)."""

    preview_kind, apply_kind = PREVIEW, APPLY
    subject = "人员和证件"
    page = "people_import_preview"
    moved = "预览之后人员或证件有变动，没有写入；请重新上传预览"

    def require(self, user: User) -> None:
        if not policy.maintains_people(user):
            raise PermissionDenied(
                "人员档案由各单位联络人（镇街为副片长）、区司法局或区委组织部维护"
            )

    def read(self, data: bytes, tell: Tell) -> Sheet:
        return PeopleReader().workbook(data, tell)

    def plan(self, sheet: Sheet, by: User, tell: Tell) -> Plan:
        planner = Planner(_stored(sheet), by, timezone.localdate())
        for row in told(sheet.rows, tell, "档案"):
            planner.take(row)
        return planner.finish(sheet, _people_of(_units(sheet, by)))

    def lock(self) -> None:
        # Everyone who changes a person locks the row first; certificates hang on it.
        list(Officer.objects.select_for_update(of=("self",)).values_list("pk", flat=True))
        list(Certificate.objects.select_for_update(of=("self",)).values_list("pk", flat=True))

    def write(self, plan: Plan, job: Job, file_name: str) -> Mapping[str, object]:
        known = [change.officer for change in plan.papers if change.officer is not None]
        writer = Writer(job, file_name, papers.first_passes(known))
        for change in plan.new:
            writer.create(change)
        writer.save_people()
        for change in (*plan.changed, *plan.renewed):
            writer.change(change)
        for change in plan.papers:
            writer.certify(change)
        writer.save_rest()
        audit.record(
            by=job.created_by,
            verb="import_people",
            subject=job,
            payload={
                "file": file_name,
                "new": [change.row.key for change in plan.new],
                "changed": [change.row.key for change in plan.changed],
                "papers": [change.values["number"] for change in plan.papers],
                "renewed": [change.row.values["number"] for change in plan.renewed],
            },
        )
        return {name: len(getattr(plan, name)) for name in ("new", "changed", "papers", "renewed")}


IMPORT = PeopleImport()


def _stored(sheet: Sheet) -> Stored:
    accounts = {row.key for row in sheet.rows}
    numbers = {row.values["number"] for row in sheet.rows if row.values["number"]}
    people = Officer.objects.select_related("user", "home_township", "home_agency")
    found = {one.user.username: one for one in people.filter(user__username__in=accounts)}
    certificates = Certificate.objects.select_related(
        "officer__user", "officer__home_township", "officer__home_agency"
    )
    domains = EnforcementItem.objects.values_list("domain", flat=True).distinct()
    return Stored(
        accounts=frozenset(
            User.objects.filter(username__in=accounts).values_list("username", flat=True)
        ),
        officers=found,
        certificates={one.number: one for one in certificates.filter(number__in=numbers)},
        domains=frozenset(domains.order_by("domain")),
        passed=papers.first_passes(found.values()),
    )


def _units(sheet: Sheet, by: User) -> set[Township | Agency]:
    """Units that the file names and the person may import."""
    named = {row.values["unit"] for row in sheet.rows if row.values["unit"]}
    return {unit for unit in named if policy.maintains_unit(by, unit)}


def _people_of(units: Iterable[Township | Agency]) -> list[Officer]:
    towns = [unit.pk for unit in units if isinstance(unit, Township)]
    agencies = [unit.pk for unit in units if isinstance(unit, Agency)]
    return list(
        Officer.objects.filter(
            Q(home_township__in=towns) | Q(home_agency__in=agencies), user__is_active=True
        )
        .select_related("user", "home_township", "home_agency")
        .order_by("home_township__order", "home_agency_id", "pk")
    )
