"""On the spot: checking in, findings and their photos, a case from one, results, the end."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.forms.report import ReportForm
from core.errors import RuleViolation
from core.http import UserRequest, attempt
from core.uploads import served
from plans.forms.field import CheckInForm, FindingForm, ResultForm
from plans.models import Finding, FindingPhoto, Operation
from plans.policy import operation as policies
from plans.rules.operation import require_step
from plans.selectors import operations as selectors
from plans.services import field as service


def _step(request: UserRequest, pk: int, action: str) -> Operation:
    """The operation, where the step is this person's; 404 or 403 else."""
    operation = selectors.get_visible_operation(user=request.user, pk=pk)
    policies.require(request.user, action, operation)
    return operation


@require_POST
def check_in(request: UserRequest, pk: int) -> HttpResponse:
    """I am there."""
    operation = _step(request, pk, "check_in")
    form = CheckInForm(request.POST)
    point = form.point() if form.is_valid() else None
    note = request.POST.get("note", "")
    attempt(
        request,
        lambda: service.check_in(operation_id=pk, by=request.user, point=point, note=note),
        success=lambda row: f"已签到 {timezone.localtime(row.arrived_at):%H:%M}",
    )
    return redirect(operation)


def _version(request: UserRequest) -> int:
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() and len(value) < 10 else -1


@require_POST
def start(request: UserRequest, pk: int) -> HttpResponse:
    operation = _step(request, pk, "begin")
    attempt(
        request,
        lambda: service.start(operation_id=pk, by=request.user, version=_version(request)),
        success="行动已开始",
    )
    return redirect(operation)


@require_POST
def finish(request: UserRequest, pk: int) -> HttpResponse:
    operation = _step(request, pk, "finish")
    attempt(
        request,
        lambda: service.finish(operation_id=pk, by=request.user, version=_version(request)),
        success="行动已结束，请各单位填报结果，由牵头单位提交总结",
    )
    return redirect(operation)


def new_finding(request: UserRequest, pk: int) -> HttpResponse:
    """Write down what was found."""
    operation = _step(request, pk, "find")
    form = FindingForm(
        request.POST or None,
        request.FILES or None,
        operation=operation,
        initial={"place": request.GET.get("place", "")},
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.find(
                operation_id=pk,
                seen=form.seen(),
                key=form.cleaned_data["submission_key"],
                by=request.user,
                photos=form.cleaned_data["photos"],
            ),
            success=lambda row: f"已登记：{row}",
            form=form,
        )
        if made is not None:
            return redirect(made.get_absolute_url())
    context = {"operation": operation, "form": form}
    return render(request, "plans/operations/finding.html", context)


def _finding(request: UserRequest, pk: int) -> Finding:
    rows = Finding.objects.select_related("place__township", "case")
    found = rows.filter(
        pk=pk, operation__in=selectors.visible_operations(request.user).order_by().values("pk")
    ).first()
    if found is None:
        raise Http404("没有这条检查结果，或者它不在您的职责范围内")
    return found


def open_case(request: UserRequest, pk: int) -> HttpResponse:
    """The report form, filled in from the finding."""
    finding = _finding(request, pk)
    operation = _step(request, finding.operation_id, "open_case")
    if finding.case is not None:
        return redirect(finding.get_absolute_url())
    form = ReportForm(request.POST or None, user=request.user, initial=_known(finding))
    if request.method == "POST" and form.is_valid():
        case = attempt(
            request,
            lambda: service.open_case(
                finding_id=pk,
                report=form.report(),
                key=form.cleaned_data["submission_key"],
                by=request.user,
                accept=form.cleaned_data["accept"],
            ),
            success=lambda made: f"已登记：{made.number}",
            form=form,
        )
        if case is not None:
            return redirect(case)
    context = {"operation": operation, "finding": finding, "form": form}
    return render(request, "plans/operations/case.html", context)


def _known(finding: Finding) -> dict[str, Any]:
    """What the finding says already. The town only where the person may register there."""
    return {
        "source": "inspection",
        "township": finding.place.township_id,
        "place": finding.place.address,
        "occurred_on": timezone.localdate(finding.found_at),
        "description": finding.text,
        "party_name": finding.subject,
        "party_kind": "organisation",
        "accept": True,
    }


def photo(request: UserRequest, pk: int) -> HttpResponseBase:
    """The photo, or with ?small=1 the one to look at."""
    row = FindingPhoto.objects.select_related("finding").filter(pk=pk).first()
    if row is None:
        raise Http404("没有这张照片")
    _finding(request, row.finding_id)
    kept = row.thumbnail if "small" in request.GET else row.file
    since = request.headers.get("If-None-Match", "")
    return served(kept, f"现场照片{row.pk}", unchanged_since=since)


def result(request: UserRequest, pk: int, unit_pk: int) -> HttpResponse:
    """What one unit did."""
    operation = _step(request, pk, "unit_result")
    unit = next((row for row in operation.units.all() if row.pk == unit_pk), None)
    if unit is None:
        raise Http404("该单位没有参加这次行动")
    policies.require_unit(request.user, operation, unit, staffing=False)
    try:
        require_step(operation.state, "unit_result")
    except RuleViolation:
        return redirect(operation)
    form = ResultForm(request.POST or None, initial={"result": unit.result})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: service.tell_result(
                operation_id=pk,
                unit_id=unit_pk,
                text=form.cleaned_data["result"],
                by=request.user,
            ),
            success=f"已填报{unit}的完成情况",
            form=form,
        )
        if done is not None:
            return redirect(f"{reverse('operation', args=[pk])}#team")
    context = {"operation": operation, "unit": unit, "form": form}
    return render(request, "plans/operations/result.html", context)
