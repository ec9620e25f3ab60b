"""Importing the catalogue: the pages of core with what is particular to items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from core.http import UserRequest
from core.import_pages import ImportPages, Names, Tab
from core.models import Job
from zones.forms.catalogue import ConfirmForm
from zones.resources import WIDTHS, ItemResource
from zones.services import importing


class ItemPages(ImportPages):
    service = importing.IMPORT
    resource = ItemResource
    names = Names(
        "import_items", "import_template", "import_preview", "confirm_import", "import_faults"
    )
    address = "items/import/"
    heading = "导入事项目录"
    list_name, list_label = "items", "赋权事项"
    template_name = "执法事项导入模板"
    key_label = "编码"
    hints = ("列表页导出的文件可以直接修改后导入；改动内容的行须填新的生效日期。",)
    tabs = (
        Tab("invalid", "有错误", "danger", "exclamation-triangle"),
        Tab("new", "新增", "success", "plus-lg", written=True),
        Tab("changed", "变更", "info", "pencil", written=True),
        Tab("missing", "文件中没有", "neutral", "dash-circle"),
        Tab("unchanged", "无变化", "", "check2"),
    )
    rows_template = "zones/catalogue/_rows_good.html"
    widths = WIDTHS

    def confirm_form(self, data: Any, counts: Mapping[str, int]) -> forms.Form:
        return ConfirmForm(data, missing=counts["missing"])

    def submit_confirm(self, request: UserRequest, pk: int, form: forms.Form) -> Job:
        withdraw_on = form.cleaned_data.get("withdraw_on")
        return importing.confirm(preview_id=pk, withdraw_on=withdraw_on, by=request.user)

    def total(self, counts: Mapping[str, int]) -> int:
        return sum(counts[name] for name in ("new", "changed", "unchanged", "invalid"))


PAGES = ItemPages()
