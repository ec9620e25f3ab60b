"""Evidence of a case: the list, a new entry, one piece, its original, setting it aside."""

from __future__ import annotations

import time
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from cases import policy, selectors
from cases.actions import ACTIONS
from cases.forms.evidence import EvidenceFilter, EvidenceForm, SetAsideForm
from cases.models import Case, Evidence
from cases.rules.workflow import row_of
from cases.selectors import evidence as query
from cases.services import evidence as service
from cases.services import uploading
from core import antivirus, ranges, sheets
from core.file_types import KNOWN, FileType
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from core.uploads import served

EXPORT_LIMIT = 5_000
_TRUSTED_SECONDS = 600.0
_seen_whole: dict[tuple[int, int, int, int], float] = {}  # who, piece, size, changed → when


def evidence_list(request: UserRequest, pk: int) -> HttpResponse:
    """Everything entered, by kind (证据目录); filters live in the address."""
    case = selectors.get_visible_case(user=request.user, pk=pk)
    policy.require_evidence(request.user, case)
    form, rows = _found(request, case)
    context = {
        "case": case,
        "form": form,
        "page": ListPage(rows, page_number(request.GET.get("page"))),
        "filtered": any(form.cleaned_data.values()),
        "may_add": _may_add(request, case),
        "virus_scan": antivirus.configured(),
    }
    return render_page(request, "cases/evidence/list.html", "cases/evidence/_list.html", context)


def _found(request: UserRequest, case: Case) -> tuple[EvidenceFilter, Any]:
    form = EvidenceFilter(request.GET)
    if not form.is_valid():
        form = EvidenceFilter({})
        form.is_valid()
    return form, query.evidence_of(case, **form.cleaned_data)


def _may_add(request: UserRequest, case: Case) -> bool:
    sources = row_of("add_evidence", case.workflow_version).sources
    return case.stage in sources and policy.may(request.user, "add_evidence", case)


def export(request: UserRequest, pk: int) -> HttpResponse:
    """The filtered list as a workbook."""
    case = selectors.get_visible_case(user=request.user, pk=pk)
    policy.require_evidence(request.user, case)
    _, rows = _found(request, case)
    head = [
        "序号", "种类", "名称", "证明事项", "取得时间", "取得地点", "取证人", "提供人", "见证人",
        "原物存放处", "原文件名", "字节", "SHA-256", "SM3", "是否采用",
    ]  # fmt: skip
    lines = (
        [
            number,
            row.get_kind_display(),
            row.title,
            row.proves,
            f"{timezone.localtime(row.collected_at):%Y-%m-%d %H:%M}",
            row.place,
            "、".join(str(officer) for officer in row.collectors.all()),
            row.provider,
            row.witness,
            row.original_kept_at,
            row.name,
            row.size or "",
            row.sha256,
            row.sm3,
            f"不予采用：{row.set_aside_why}" if row.set_aside_at else "采用",
        ]
        for number, row in enumerate(rows[:EXPORT_LIMIT], 1)
    )
    data = sheets.workbook(head, lines, sheet="证据目录", title=f"{case.number} 证据目录")
    return sheets.download(data, f"{case.number}证据目录.xlsx")


def new_evidence(request: UserRequest, pk: int) -> HttpResponse:
    """Enter evidence, with its files."""
    case = selectors.get_visible_case(user=request.user, pk=pk)
    policy.require(request.user, "add_evidence", case)
    if not _may_add(request, case):
        raise PermissionDenied("案件现在的状态不能登记证据：须在立案以后、送审以前登记")
    form = EvidenceForm(request.POST or None, request.FILES or None, case=case, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.add(
                case_id=case.pk,
                entry=entry_of(form.cleaned_data),
                key=form.cleaned_data["submission_key"] or form.fields["submission_key"].initial(),
                files=form.sent_files,
                uploads=form.cleaned_data["uploads"],
                by=request.user,
            ),
            success=lambda rows: f"已登记 {len(rows)} 件证据（{case.number}）",
            form=form,
        )
        if made is not None:
            return redirect("case_evidence", pk=case.pk)
    uploads = query.unused_uploads(case, request.user)
    context = {
        "case": case,
        "form": form,
        "spec": ACTIONS["add_evidence"],
        "halves": [row for row in uploads if row.received < row.size],
        "piece": uploading.PIECE,
        "parts_from": settings.UPLOAD_IN_PARTS_FROM,
        "virus_scan": antivirus.configured(),
        "limits": limits(),
    }
    return render(request, "cases/evidence/new.html", context)


def entry_of(data: dict[str, Any]) -> service.Entry:
    fields = (
        "kind", "title", "proves", "collected_at", "place", "collectors", "provider", "witness",
        "recorder", "original_kept_at",
    )  # fmt: skip
    return service.Entry(**{name: data[name] for name in fields})


def limits() -> str:
    words = {"picture": "照片", "document": "文档", "audio": "录音", "video": "录像"}
    sizes = settings.EVIDENCE_LARGEST.items()
    return "、".join(f"{words[key]} {filesizeformat(size)}" for key, size in sizes)


def piece(request: UserRequest, pk: int) -> HttpResponse:
    """One piece: what it is, its original, its hashes, and who had it."""
    row = query.get_evidence(user=request.user, pk=pk)
    policy.require_evidence(request.user, row.case)
    kind = _kind_of(row)
    context = {
        "row": row,
        "case": row.case,
        "shown": kind.group if kind is not None and kind.inline else "",
        "trail": query.custody_of(row),
        "may_set_aside": row.set_aside_at is None
        and row.case.decided_on is None
        and policy.may(request.user, "add_evidence", row.case),
    }
    return render(request, "cases/evidence/piece.html", context)


def _kind_of(row: Evidence) -> FileType | None:
    return next((kind for kind in KNOWN if kind.content_type == row.media_type), None)


def original(request: UserRequest, pk: int) -> HttpResponseBase:
    """The original file, checked against both hashes. `?view=1`: shown in the browser.

    A player asks for the rest of a film in many requests: only the first is an access of its own,
    the others pass while the file is as it was when it was checked.
    """
    row = query.get_evidence(user=request.user, pk=pk)
    policy.require_evidence(request.user, row.case)
    kind = _kind_of(row)
    view = bool(request.GET.get("view")) and kind is not None and kind.inline
    header = request.headers.get("Range", "")
    file = _going_on(request, row) if header and not header.startswith("bytes=0-") else None
    if file is None:
        file = service.take_out(row=row, by=request.user, verb="view" if view else "download")
        _remember(request, row)
    suffix = PurePath(str(row.file.name)).suffix
    name = row.name if PurePath(row.name).suffix else f"{row.title}{suffix}"
    return ranges.sent(
        file,
        row.size,
        name=name,
        content_type=row.media_type if view else "application/octet-stream",
        inline=view,
        header=header,
    )


def _mark(request: UserRequest, row: Evidence) -> tuple[int, int, int, int]:
    known = Path(row.file.path).stat()
    return request.user.pk, row.pk, known.st_size, known.st_mtime_ns


def _remember(request: UserRequest, row: Evidence) -> None:
    if len(_seen_whole) > 1000:
        _seen_whole.clear()
    _seen_whole[_mark(request, row)] = time.monotonic()


def _going_on(request: UserRequest, row: Evidence) -> Any:
    """The file, opened, where this person's player was given its beginning a moment ago."""
    try:
        at = _seen_whole.get(_mark(request, row))
        fresh = at is not None and time.monotonic() - at < _TRUSTED_SECONDS
        return row.file.open("rb") if fresh else None
    except FileNotFoundError:
        return None


def thumbnail(request: UserRequest, pk: int) -> HttpResponseBase:
    """The small picture beside the list; not the evidence itself."""
    row = query.get_evidence(user=request.user, pk=pk)
    policy.require_evidence(request.user, row.case)
    if not row.thumbnail:
        raise Http404("没有缩略图")
    known = request.headers.get("If-None-Match", "")
    return served(row.thumbnail, row.title, unchanged_since=known)


def set_aside(request: UserRequest, pk: int) -> HttpResponse:
    """Not to be used, with the reason; it stays in the file."""
    row = query.get_evidence(user=request.user, pk=pk)
    policy.require(request.user, "add_evidence", row.case)
    form = SetAsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: service.set_aside(
                evidence_id=row.pk, reason=form.cleaned_data["reason"], by=request.user
            ),
            success="已登记为不予采用",
            form=form,
        )
        if done is not None:
            return redirect(row)
    context = {"row": row, "case": row.case, "form": form}
    return render(request, "cases/evidence/set_aside.html", context)
