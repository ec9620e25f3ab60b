"""The case file: asked for, followed, downloaded."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from cases import policy, selectors
from cases.selectors.casefile import runs_of
from cases.services import casefile
from core.http import UserRequest
from core.models import Job

_NAMES = {"main": "正卷.pdf", "inner": "副卷.pdf", "bundle": "可校验案卷包.zip"}


@require_POST
def start(request: UserRequest, pk: int) -> HttpResponseBase:
    """Ask the worker for the file; its page shows the progress."""
    case = selectors.get_visible_case(user=request.user, pk=pk)
    job = casefile.build(case, request.user)
    if job.created_by_id == request.user.pk:
        return redirect("job", pk=job.pk)
    return redirect("case_papers", pk=case.pk)


def download(request: UserRequest, pk: int, job: int, what: str) -> HttpResponseBase:
    """正卷 for whoever sees the case; 副卷 and the bundle for those who work on it."""
    case = selectors.get_visible_case(user=request.user, pk=pk)
    run = get_object_or_404(runs_of(case), pk=job, state=Job.State.DONE)
    if what not in _NAMES:
        raise Http404("没有这个文件")
    if what != "main":
        policy.require_inner_volume(request.user, case)
    name = str(run.result.get(what, ""))
    if not name or not default_storage.exists(name):
        raise Http404("文件不在存储中，请重新生成")
    return FileResponse(
        default_storage.open(name),
        as_attachment=what == "bundle",
        filename=f"{case.number}{_NAMES[what]}",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache"},
    )
