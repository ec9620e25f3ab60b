"""The pages of an import: template, upload, preview by tabs, confirmation, faults to take away.

A kind of import subclasses `ImportPages`, and its app adds `urls()` to its addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.db.models.fields.json import KeyTransform
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from core.forms import PlainForm, UploadForm
from core.http import UserRequest, attempt, render_page
from core.importing import WorkbookImport
from core.models import Job
from core.paging import RowsPage, page_number
from core.sheets import download, workbook
from core.sheets_in import SheetResource

FAULT_WIDTHS = (8, 18, 16, 30, 44)


@dataclass(frozen=True)
class Tab:
    """One part of a preview. `written`: confirming writes it; `note` stands above its rows."""

    name: str
    label: str
    tone: str
    icon: str
    written: bool = False
    note: str = ""


class Names(NamedTuple):
    """The names of the addresses."""

    upload: str
    template: str
    preview: str
    confirm: str
    faults: str

    @classmethod
    def of(cls, prefix: str) -> Names:
        return cls(prefix, *(f"{prefix}_{name}" for name in cls._fields[1:]))


class ImportPages:
    """Views as bound methods. The service judges who may."""

    service: WorkbookImport[Any]
    resource: type[SheetResource]
    names: Names
    address: str  # below the site's root, with a slash at the end
    heading: str
    list_name: str  # the list that is filled, its label and its address
    list_label: str
    template_name: str
    key_label: str  # the column that names a row
    export_name = ""  # the address of an export in the same columns, where there is one
    hints: tuple[str, ...] = ()
    tabs: tuple[Tab, ...]
    rows_template = "core/import/_rows_changes.html"
    widths: Mapping[str, int] = {}

    def urls(self) -> list[URLPattern]:
        pk = f"{self.address}<int:pk>/"
        return [
            path(self.address, self.upload, name=self.names.upload),
            path(f"{self.address}template/", self.template, name=self.names.template),
            path(pk, self.preview, name=self.names.preview),
            path(f"{pk}confirm/", self.confirm, name=self.names.confirm),
            path(f"{pk}faults/", self.faults, name=self.names.faults),
        ]

    def confirm_form(self, data: Any, counts: Mapping[str, int]) -> forms.Form:
        """What else the person decides when confirming; nothing unless a subclass asks."""
        return PlainForm(data)

    def submit_confirm(self, request: UserRequest, pk: int, form: forms.Form) -> Job:
        return self.service.confirm(preview_id=pk, by=request.user)

    def total(self, counts: Mapping[str, int]) -> int:
        """How many rows the file has."""
        return counts["rows"]

    def template(self, request: UserRequest) -> HttpResponse:
        """An empty workbook with the columns the import knows."""
        self.service.require(request.user)
        head = self.resource().head
        widths = [self.widths.get(name, 15) for name in head]
        data = workbook(head, [], sheet=self.list_label, widths=widths)
        return download(data, f"{self.template_name}.xlsx")

    def upload(self, request: UserRequest) -> HttpResponse:
        """Choose a workbook; it is read and compared in the worker."""
        self.service.require(request.user)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            job = attempt(
                request,
                lambda: self.service.submit(file_name=file.name, data=file.read(), by=request.user),
                success="已收到文件，正在核对",
                form=form,
            )
            if job is not None:
                return redirect("job", pk=job.pk)
        context = {"form": form, "pages": self, "columns": self.resource().head}
        return render(request, "core/import/upload.html", context)

    def preview(self, request: UserRequest, pk: int) -> HttpResponse:
        """What the import would do, row by row."""
        counts = self._part(request, pk, "counts")
        return self._page(request, pk, counts, self.confirm_form(None, counts))

    def confirm(self, request: UserRequest, pk: int) -> HttpResponse:
        """Have the preview written."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        counts = self._part(request, pk, "counts")
        form = self.confirm_form(request.POST, counts)
        if form.is_valid():
            job = attempt(
                request,
                lambda: self.submit_confirm(request, pk, form),
                success="已确认，正在写入",
                form=form,
            )
            if job is not None:
                return redirect("job", pk=job.pk)
        return self._page(request, pk, counts, form)

    def faults(self, request: UserRequest, pk: int) -> HttpResponse:
        """The faulty cells with their reasons as a workbook."""
        rows = [
            [row["row"], row["key"], row["column"], row["value"], row["reason"]]
            for row in self._part(request, pk, "invalid")
        ]
        head = ["行号", self.key_label, "列", "填写内容", "原因"]
        data = workbook(head, rows, sheet="有错误的行", widths=FAULT_WIDTHS)
        return download(data, "导入错误清单.xlsx")

    def _part(self, request: UserRequest, pk: int, name: str) -> Any:
        """One part of a preview's result; the rest, and the file, stay in the database."""
        self.service.require(request.user)
        rows = self.service.previews(request.user).filter(pk=pk, state=Job.State.DONE)
        parts = rows.annotate(part=KeyTransform(name, "result")).values_list("part", flat=True)
        found = parts.first()
        if found is None:
            raise Http404("没有这个预览，或者核对尚未完成")
        return found

    def _page(
        self, request: UserRequest, pk: int, counts: Mapping[str, int], form: forms.Form
    ) -> HttpResponse:
        known = {tab.name: tab for tab in self.tabs}
        first = next((tab for tab in self.tabs if counts[tab.name]), self.tabs[-1])
        tab = known.get(request.GET.get("tab", ""), first)
        rows = self._part(request, pk, tab.name)
        context = {
            "pk": pk,
            "pages": self,
            "counts": counts,
            "tabs": [(each, counts[each.name]) for each in self.tabs],
            "tab": tab,
            "page": RowsPage(rows, page_number(request.GET.get("page"))),
            "form": form,
            "to_write": "、".join(
                f"{each.label} {counts[each.name]} 项"
                for each in self.tabs
                if each.written and counts[each.name]
            ),
            "writing": self.service.confirmed_job(pk),
            "total": self.total(counts),
        }
        return render_page(request, "core/import/preview.html", "core/import/_rows.html", context)
