"""Importing people and equipment, and exporting them in the same columns."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from core.http import UserRequest
from core.import_pages import ImportPages, Names, Tab
from core.sheets import download, workbook
from personnel import selectors
from personnel.resources import (
    EQUIPMENT_WIDTHS,
    PERSON_WIDTHS,
    EquipmentResource,
    PersonResource,
    person_lines,
)
from personnel.selectors import equipment
from personnel.services import importing, importing_equipment, officers


class PeoplePages(ImportPages):
    service = importing.IMPORT
    resource = PersonResource
    names = Names.of("people_import")
    address = "people/import/"
    heading = "导入人员和证件"
    list_name, list_label = "officers", "人员"
    template_name = "人员和证件导入模板"
    key_label = "账号"
    export_name = "people_import_export"
    hints = (
        "每行一人，以账号认人；同一人有几件证件的，各占一行，账号相同。空白的单元格不改动已有内容。",
        "执法领域用顿号分开，综合执法证填“综合执法”。新人员的账号没有口令，由系统管理员设置后才能登录。",
        "联络人、副片长只导入本单位人员；证件由区司法局导入。",
    )
    tabs = (
        Tab("invalid", "有错误", "danger", "exclamation-triangle"),
        Tab("warnings", "提醒", "warning", "exclamation-circle"),
        Tab("new", "新人员", "success", "person-plus", written=True),
        Tab("changed", "变更", "info", "pencil", written=True),
        Tab("papers", "新证件", "success", "person-vcard", written=True),
        Tab("renewed", "证件续期", "info", "arrow-repeat", written=True),
        Tab(
            "missing",
            "文件中没有",
            "neutral",
            "dash-circle",
            note="文件所列单位的其他在册人员，仅供核对，不作任何改动。",
        ),
        Tab("unchanged", "无变化", "", "check2"),
    )
    widths = PERSON_WIDTHS

    def urls(self) -> list[URLPattern]:
        export = path(f"{self.address}export/", self.export, name=self.export_name)
        return [*super().urls(), export]

    def export(self, request: UserRequest) -> HttpResponse:
        """The people whose records one keeps, in the columns of the import."""
        self.service.require(request.user)
        people = list(selectors.maintained_officers(request.user))
        resource = PersonResource()
        rows = resource.rows_of(person_lines(people))
        widths = [self.widths.get(name, 15) for name in resource.head]
        filters = {"columns": "import"}
        officers.leave_trace_of_export(by=request.user, rows=len(rows), filters=filters)
        data = workbook(resource.head, rows, sheet="人员", widths=widths)
        return download(data, f"人员和证件-{timezone.localdate()}.xlsx")


class EquipmentPages(ImportPages):
    service = importing_equipment.IMPORT
    resource = EquipmentResource
    names = Names.of("equipment_import")
    address = "equipment/import/"
    heading = "导入执法装备"
    list_name, list_label = "equipment", "执法装备"
    template_name = "执法装备导入模板"
    key_label = "编号"
    export_name = "equipment_import_export"
    hints = (
        "每行一件，以编号认件，只导入本单位的装备。空白的单元格不改动已有内容；状态空白的新装备为在用。",
        "调拨、故障、维修、报废、领用和经费来源在装备页面办理，不在这里导入。",
    )
    tabs = (
        Tab("invalid", "有错误", "danger", "exclamation-triangle"),
        Tab("new", "新装备", "success", "plus-lg", written=True),
        Tab("changed", "变更", "info", "pencil", written=True),
        Tab(
            "missing",
            "文件中没有",
            "neutral",
            "dash-circle",
            note="台账中本单位的其他装备，仅供核对，不作任何改动。",
        ),
        Tab("unchanged", "无变化", "", "check2"),
    )
    widths = EQUIPMENT_WIDTHS

    def urls(self) -> list[URLPattern]:
        export = path(f"{self.address}export/", self.export, name=self.export_name)
        return [*super().urls(), export]

    def export(self, request: UserRequest) -> HttpResponse:
        """The pieces one looks after, in the columns of the import."""
        self.service.require(request.user)
        resource = EquipmentResource()
        pieces = equipment.managed_equipment(request.user).order_by("code")
        rows = resource.rows_of(pieces.select_related("township", "agency", "custodian__user"))
        widths = [self.widths.get(name, 15) for name in resource.head]
        data = workbook(resource.head, rows, sheet="装备", widths=widths)
        return download(data, f"执法装备-{timezone.localdate()}.xlsx")


PEOPLE = PeoplePages()
EQUIPMENT = EquipmentPages()
