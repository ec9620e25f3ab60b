"""The report of a joint operation is edited and submitted; both papers are handed out."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from core.http import UserRequest, attempt
from plans.documents import papers
from plans.forms.field import ReportForm
from plans.policy import operation as policies
from plans.rules.operation import S
from plans.selectors import operations as selectors
from plans.services import reporting as service


def report(request: UserRequest, pk: int) -> HttpResponse:
    """The text, drawn up from the data until somebody edits it; `do` is save or submit."""
    operation = selectors.get_visible_operation(user=request.user, pk=pk)
    policies.require(request.user, "write_report", operation)
    if operation.state != S.FINISHED:
        return redirect(operation)
    initial = {"body": service.drafted(operation), "version": operation.version}
    form = ReportForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        submits = request.POST.get("do") == "submit"
        call = service.submit if submits else service.write
        done = attempt(
            request,
            lambda: call(
                operation_id=pk,
                body=form.cleaned_data["body"],
                by=request.user,
                version=form.cleaned_data["version"],
            ),
            success="总结已提交，已通知片长" if submits else "总结已保存",
            form=form,
        )
        if done is not None:
            return redirect(operation)
    context = {"operation": operation, "form": form}
    return render(request, "plans/operations/report.html", context)


def paper(request: UserRequest, pk: int, kind: str, form: str) -> HttpResponse:
    """联合行动方案 or 联合行动总结, as PDF or DOCX."""
    operation = selectors.get_visible_operation(user=request.user, pk=pk)
    made = papers.MAKERS.get((kind, form))
    if made is None or (kind == "report" and operation.state not in (S.FINISHED, S.REPORTED)):
        raise Http404("没有这份文件")
    content_type, make = made
    name = f"{operation.name}—{papers.TITLES[kind]}.{form}"
    disposition = content_disposition_header(as_attachment=form != "pdf", filename=name)
    return HttpResponse(
        make(operation),
        content_type=content_type,
        headers={
            "Content-Disposition": str(disposition),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
