"""Writing the plan of a joint operation; ordering, moving and cancelling it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core.http import UserRequest, attempt
from plans.forms.planning import (
    CancelForm,
    ChangeForm,
    PlaceFormSet,
    PlanForm,
    initial_of,
    places_of,
)
from plans.models import Operation
from plans.policy import operation as policies
from plans.rules.operation import S
from plans.selectors import operations as selectors
from plans.services import operations as service
from plans.services import ordering


def new_operation(request: UserRequest) -> HttpResponse:
    """A campaign (专项行动)."""
    if not policies.prepares(request.user):
        raise PermissionDenied("联合行动由片长、协作组长、副片长或者区指导单位拟制")
    form = PlanForm(request.POST or None, user=request.user)
    places: Any = PlaceFormSet(request.POST or None, prefix="place")
    if request.method == "POST" and form.is_valid() and places.is_valid():
        made = attempt(
            request,
            lambda: service.create(
                plan=form.plan(places.places()),
                key=form.cleaned_data["submission_key"],
                by=request.user,
            ),
            success="已存为草案，请安排人员和装备后下达",
            form=form,
        )
        if made is not None:
            return redirect("operation_people", pk=made.pk)
    return _form(request, form, places, None)


def edit_operation(request: UserRequest, pk: int) -> HttpResponse:
    """Write a draft anew."""
    operation = selectors.get_visible_operation(user=request.user, pk=pk)
    policies.require(request.user, "edit", operation)
    if operation.state != S.DRAFT:
        messages.error(request, "行动已经下达，只能调整时间、集合地点和人员")
        return redirect(operation)
    form = PlanForm(request.POST or None, user=request.user, initial=initial_of(operation))
    places: Any = PlaceFormSet(request.POST or None, prefix="place", initial=places_of(operation))
    if request.method == "POST" and form.is_valid() and places.is_valid():
        done = attempt(
            request,
            lambda: service.revise(
                operation_id=pk,
                plan=form.plan(places.places()),
                by=request.user,
                version=form.cleaned_data["version"],
            ),
            success="方案已保存",
            form=form,
        )
        if done is not None:
            return redirect(operation)
    return _form(request, form, places, operation)


def _form(
    request: UserRequest, form: PlanForm, places: Any, operation: Operation | None
) -> HttpResponse:
    context = {"form": form, "places": places, "operation": operation}
    return render(request, "plans/operations/edit.html", context)


def _version(request: UserRequest) -> int:
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() and len(value) < 10 else -1


@require_POST
def order(request: UserRequest, pk: int) -> HttpResponse:
    """Order a draft as it stands."""
    operation = selectors.get_visible_operation(user=request.user, pk=pk)
    attempt(
        request,
        lambda: ordering.order(operation_id=pk, by=request.user, version=_version(request)),
        success=lambda made: f"已下达 {made.number}，已通知参加单位和人员",
    )
    return redirect(operation)


def change(request: UserRequest, pk: int) -> HttpResponse:
    """Another time or meeting place."""
    operation = selectors.get_visible_operation(user=request.user, pk=pk)
    policies.require(request.user, "change", operation)
    initial = {
        "starts_at": operation.starts_at,
        "ends_at": operation.ends_at,
        "muster": operation.muster,
        "version": operation.version,
    }
    return _step(
        request,
        operation,
        "change",
        ChangeForm(request.POST or None, initial=initial),
        lambda data: ordering.change(
            operation_id=pk,
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            muster=data["muster"],
            by=request.user,
            version=data["version"],
        ),
        "已调整，已通知参加单位和人员",
    )


def cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Call it off."""
    operation = selectors.get_visible_operation(user=request.user, pk=pk)
    policies.require(request.user, "cancel", operation)
    return _step(
        request,
        operation,
        "cancel",
        CancelForm(request.POST or None, initial={"version": operation.version}),
        lambda data: ordering.cancel(
            operation_id=pk, reason=data["reason"], by=request.user, version=data["version"]
        ),
        "已取消，人员和装备都已释放",
    )


def _step(
    request: UserRequest,
    operation: Operation,
    step: str,
    form: Any,
    call: Callable[[dict[str, Any]], Operation],
    success: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        done = attempt(request, lambda: call(form.cleaned_data), success=success, form=form)
        if done is not None:
            return redirect(operation)
    context = {"operation": operation, "form": form, "step": step}
    return render(request, "plans/operations/step.html", context)
