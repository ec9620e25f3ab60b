"""Pages that belong to no app in particular."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core import access, audit, jobs, parameters
from core import notices as inbox
from core.forms import AuditFilter, ParameterForm
from core.http import UserRequest, attempt, render_page
from core.models import Job, Parameter
from core.paging import ListPage, page_number
from core.style_samples import samples


def notices(request: UserRequest) -> HttpResponse:
    """My notices, newest first."""
    page = ListPage(inbox.inbox(request.user), page_number(request.GET.get("page")))
    return render_page(request, "core/notices.html", "core/_notices.html", {"page": page})


def open_notice(request: UserRequest, pk: int) -> HttpResponse:
    """Mark one notice read and go where it points."""
    notice = get_object_or_404(inbox.inbox(request.user), pk=pk)
    inbox.mark_read(request.user, [notice.pk])
    return redirect(notice.url or "notices")


def job_page(request: UserRequest, pk: int) -> HttpResponse:
    """My long job: how far it is; when it is over, on to its result."""
    job = get_object_or_404(Job, pk=pk, created_by=request.user)
    onward = str(job.result.get("url", ""))
    context = {"job": job, "onward": onward}
    return render_page(request, "core/job.html", "core/_job.html", context)


@require_POST
def cancel_job(request: UserRequest, pk: int) -> HttpResponse:
    jobs.cancel(job_id=pk, by=request.user)
    return redirect("job", pk=pk)


def parameter_list(request: UserRequest) -> HttpResponse:
    """Figures the law leaves open, and whether they have been confirmed."""
    context = {
        "rows": parameters.all_parameters(),
        "may_confirm": access.grants_of(request.user).any("manage_parameters"),
    }
    return render(request, "core/parameters.html", context)


def confirm_parameter(request: UserRequest, pk: int) -> HttpResponse:
    """Set and confirm one figure."""
    if not access.grants_of(request.user).any("manage_parameters"):
        raise PermissionDenied("参数由区司法局管理员确认")
    row = get_object_or_404(Parameter, pk=pk)
    form = ParameterForm(request.POST or None, initial={"value": row.value})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: parameters.confirm(
                code=row.code, value=form.cleaned_data["value"], by=request.user
            ),
            success=lambda made: f"已确认：{made}",
            form=form,
        )
        if done is not None:
            return redirect("parameters")
    return render(request, "core/parameter.html", {"row": row, "form": form})


def audit_log(request: UserRequest) -> HttpResponse:
    """Who did what when, without content; the newest first (审计管理员)."""
    if not access.grants_of(request.user).any("view_audit"):
        raise PermissionDenied("留痕日志由审计管理员查阅")
    form = AuditFilter(request.GET)
    form.is_valid()
    rows = audit.log(**{key: value for key, value in form.cleaned_data.items() if value})
    page = ListPage(rows, page_number(request.GET.get("page")))
    return render_page(request, "core/audit.html", "core/_audit.html", {"form": form, "page": page})


@require_POST
def read_notices(request: UserRequest) -> HttpResponse:
    inbox.mark_read(request.user)
    return redirect("notices")


def style_page(request: UserRequest) -> HttpResponse:
    """Every component on one page, for those who build pages."""
    return render(request, "core/style.html", samples())
