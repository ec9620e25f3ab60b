"""One page per action on a complaint; registering a case from it has the report's own form."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from cases import policy
from cases.actions import complaints as actions
from cases.forms.complaints import ComplaintStep
from cases.forms.report import ReportForm
from cases.models import Case, Complaint
from cases.rules import complaints as rule
from cases.selectors import complaints as selectors
from cases.services import complaint_handling as handling
from core.http import UserRequest, attempt
from zones.models import Township


def act(request: UserRequest, pk: int, action: str) -> HttpResponse:
    """Show the action's form, or carry it out."""
    row = selectors.get_visible_complaint(user=request.user, pk=pk)
    if action not in rule.LABELS:
        raise Http404("没有这个操作")
    policy.require_complaint(request.user, row)
    if request.method == "GET":  # what was typed is not lost to a refusal: the service asks again
        rule.check(action, row.standing)
    if action == "register":
        return _register(request, row)
    spec = actions.STEPS[action]
    form = spec.form(request.POST or None, complaint=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: spec.run(row, form.cleaned_data, request.user),
            success=f"{spec.success}（{row.number}）",
            form=form,
        )
        if done is not None:
            return redirect(row)
        row.refresh_from_db()
        _show_newer_revision(form, row)
    context = {"complaint": row, "label": rule.LABELS[action], "spec": spec, "form": form}
    return render(request, "cases/complaints/action.html", context)


def _show_newer_revision(form: ComplaintStep, row: Complaint) -> None:
    """Someone else was faster: what was typed stays, and may be sent again knowingly."""
    assert isinstance(form.data, QueryDict)
    data = form.data.copy()
    data["revision"] = str(row.revision)
    form.data = data


def _register(request: UserRequest, row: Complaint) -> HttpResponse:
    if not isinstance(row.holder, Township):
        text = "案件由镇街登记：请退回镇街登记，系统按事项判定由哪个机关办理"
        raise PermissionDenied(text)
    form = ReportForm(request.POST or None, user=request.user, initial=_known(row))
    for name in ("reporter_name", "reporter_phone", "accept"):
        del form.fields[
            name
        ]  # who reported is kept with the complaint; the two are taken up as one
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: handling.register(
                complaint_id=row.pk,
                report=form.report(),
                key=form.cleaned_data["submission_key"],
                by=request.user,
            ),
            success=lambda made: f"已受理并登记案件：{made.case}",
            form=form,
        )
        if done is not None:
            return redirect(done.case or row)
    return render(request, "cases/report.html", {"form": form, "complaint": row})


def _known(row: Complaint) -> dict[str, Any]:
    """What the complaint says already."""
    known = {
        "source": Case.Source.COMPLAINT,
        "township": row.holder.pk,
        "village": row.village_id if row.holder == row.township else None,
        "place": row.place,
        "occurred_on": row.occurred_on,
        "description": row.content,
        "party_name": row.party_name,
    }
    return {name: value for name, value in known.items() if value}
