"""Importing the catalogue: the template, the upload, the preview, and the confirmation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.fields.json import KeyTransform
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core.http import UserRequest, attempt, render_page
from core.models import Job
from core.paging import page_number
from core.sheets import download
from zones import policy
from zones.forms.catalogue import ConfirmForm, UploadForm
from zones.resources import ItemResource, workbook
from zones.services import importing

TABS = {
    "invalid": "有错误",
    "new": "新增",
    "changed": "变更",
    "missing": "文件中没有",
    "unchanged": "无变化",
}
SIZE = 25
View = Callable[..., HttpResponse]


def _catalogue_only(view: View) -> View:
    @wraps(view)
    def guarded(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy.manages_catalogue(request.user):
            raise PermissionDenied("事项目录由区委编办维护")
        return view(request, *args, **kwargs)

    return guarded


class Slice:
    """One page of a list already in memory, as the pager takes it."""

    def __init__(self, rows: list[dict[str, Any]], number: int) -> None:
        start = (number - 1) * SIZE
        self.number = number
        self.rows = rows[start : start + SIZE]
        self.has_next = len(rows) > start + SIZE
        self.has_previous = number > 1
        self.next_number, self.previous_number = number + 1, number - 1
        self.total_label = f"共 {len(rows)} 条"


@_catalogue_only
def template(request: UserRequest) -> HttpResponse:
    """An empty workbook with the columns the import knows."""
    data = workbook("执法事项", list(ItemResource().columns.values()), [])
    return download(data, "执法事项导入模板.xlsx")


@_catalogue_only
def upload(request: UserRequest) -> HttpResponse:
    """Choose a workbook; it is read and compared in the worker."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        job = attempt(
            request,
            lambda: importing.submit(file_name=file.name, data=file.read(), by=request.user),
            success="已收到文件，正在核对",
            form=form,
        )
        if job is not None:
            return redirect("job", pk=job.pk)
    context = {"form": form, "columns": list(ItemResource().columns.values())}
    return render(request, "zones/catalogue/upload.html", context)


def _part(pk: int, name: str) -> Any:
    """One part of a preview's result; the rest, and the file, stay in the database."""
    rows = Job.objects.filter(pk=pk, kind=importing.PREVIEW, state=Job.State.DONE)
    found = rows.annotate(part=KeyTransform(name, "result")).values_list("part", flat=True).first()
    if found is None:
        raise Http404("没有这个预览，或者核对尚未完成")
    return found


@_catalogue_only
def preview(request: UserRequest, pk: int) -> HttpResponse:
    """What the import would do, row by row."""
    return _preview_page(request, pk, ConfirmForm())


def _preview_page(request: UserRequest, pk: int, form: ConfirmForm) -> HttpResponse:
    counts = _part(pk, "counts")
    first = next((name for name in TABS if counts[name]), "unchanged")
    tab = request.GET.get("tab", first)
    if tab not in TABS:
        tab = first
    context = {
        "pk": pk,
        "counts": counts,
        "tabs": [(name, label, counts[name]) for name, label in TABS.items()],
        "tab": tab,
        "page": Slice(_part(pk, tab), page_number(request.GET.get("page"))),
        "form": form,
        "writing": importing.confirmed_job(pk),
        "total": sum(counts[name] for name in ("new", "changed", "unchanged", "invalid")),
    }
    return render_page(
        request, "zones/catalogue/preview.html", "zones/catalogue/_preview_rows.html", context
    )


@_catalogue_only
@require_POST
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Have the preview written."""
    _part(pk, "counts")
    form = ConfirmForm(request.POST)
    if form.is_valid():
        job = attempt(
            request,
            lambda: importing.confirm(
                preview_id=pk, withdraw_on=form.cleaned_data["withdraw_on"], by=request.user
            ),
            success="已确认，正在写入",
            form=form,
        )
        if job is not None:
            return redirect("job", pk=job.pk)
    return _preview_page(request, pk, form)


@_catalogue_only
def faults(request: UserRequest, pk: int) -> HttpResponse:
    """The faulty cells with their reasons as a workbook."""
    rows = [
        [row["row"], row["code"], row["column"], row["value"], row["reason"]]
        for row in _part(pk, "invalid")
    ]
    data = workbook("有错误的行", ["行号", "编码", "列", "填写内容", "原因"], rows)
    return download(data, "导入错误清单.xlsx")
