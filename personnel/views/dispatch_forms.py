"""Writing dispatch orders: proposals while it is filled in, draft or issue, editing a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.http import UserRequest, attempt, is_fragment
from personnel import policy
from personnel.forms.dispatch import TASK_FIELDS, DispatchForm
from personnel.models import DispatchOrder
from personnel.selectors import candidates
from personnel.selectors import dispatch as selectors
from personnel.services import dispatch as service
from zones.models import Township


def new_dispatch(request: UserRequest) -> HttpResponse:
    """A new order. `do` is what was pressed: propose, draft or issue."""
    if not policy.preparing_zone_ids(request.user):
        raise PermissionDenied("人员和装备由片区片长统一调度，协作组长可以代拟")
    _refuse_other_zones(request)
    initial = {name: request.GET[name] for name in TASK_FIELDS if name in request.GET}
    form = DispatchForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid() and request.POST.get("do") != "propose":
        made = _make(request, form)
        if made is not None:
            return redirect(made)
    return _answer(request, form, None)


def edit_dispatch(request: UserRequest, pk: int) -> HttpResponse:
    """Write a draft anew, or issue it changed."""
    order = selectors.get_visible_dispatch(user=request.user, pk=pk)
    policy.require_preparing(request.user, order.zone)
    if order.status != DispatchOrder.Status.DRAFT:
        messages.error(request, f"该调度单{order.get_status_display()}，不能再修改内容")
        return redirect(order)
    _refuse_other_zones(request)
    initial = {name: getattr(order, name) for name in (*TASK_FIELDS, "revision")}
    initial["domain"] = order.domain
    form = DispatchForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid() and request.POST.get("do") != "propose":
        done = _change(request, form, order)
        if done is not None:
            return redirect(done)
    return _answer(request, form, order)


def _refuse_other_zones(request: UserRequest) -> None:
    """Another zone's town is not a slip of the pen: it is told as what it is."""
    chosen = request.POST.get("township", "")
    town = Township.objects.select_related("zone").filter(pk=chosen).first() if (
        chosen.isdecimal() and len(chosen) < 18
    ) else None  # fmt: skip
    if town is not None and town.zone is not None:
        policy.require_preparing(request.user, town.zone)


def _make(request: UserRequest, form: DispatchForm) -> DispatchOrder | None:
    task, picks, key = form.task(), form.picks(), form.cleaned_data["submission_key"]
    if request.POST.get("do") == "issue":
        called = attempt(
            request,
            lambda: service.call(task=task, picks=picks, key=key, by=request.user),
            success=lambda made: f"已下达 {made.order.number}，已通知 {len(made.team)} 人",
            form=form,
        )
        return called.order if called else None
    return attempt(
        request,
        lambda: service.prepare(task=task, picks=picks, key=key, by=request.user),
        success="已存为草稿，下达前不占用人员和装备",
        form=form,
    )


def _change(request: UserRequest, form: DispatchForm, order: DispatchOrder) -> DispatchOrder | None:
    task, picks = form.task(), form.picks()
    seen = form.cleaned_data["revision"] or 0
    issuing = request.POST.get("do") == "issue"

    def change() -> DispatchOrder:
        if issuing:
            return service.revise_and_issue(
                order_id=order.pk, task=task, picks=picks, by=request.user, revision=seen
            )
        return service.revise(
            order_id=order.pk, task=task, picks=picks, by=request.user, revision=seen
        )

    success = "已下达，已通知被调人员" if issuing else "草稿已保存"
    return attempt(request, change, success=success, form=form)


def _answer(request: UserRequest, form: DispatchForm, order: DispatchOrder | None) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "order": order,
        "may_issue": bool(policy.dispatching_zone_ids(request.user)),
        **_proposals(request, form, order),
    }
    if is_fragment(request):
        return render(request, "personnel/dispatch/_proposal.html", context)
    return render(request, "personnel/dispatch/edit.html", context)


def _proposals(
    request: UserRequest, form: DispatchForm, order: DispatchOrder | None
) -> dict[str, Any]:
    """The columns, and what is ticked in them: what was ticked before a refusal, else the team."""
    nothing: dict[str, Any] = {"sides": [], "ticked": set(), "authority": ""}
    if form.is_bound:
        # A refusal by the service makes the form invalid, yet all its fields are good.
        if not all(name in form.cleaned_data for name in TASK_FIELDS):
            return nothing
        asked = form.task().order()
    elif order is not None:
        asked = order
    else:
        return nothing
    if order is not None:
        asked.pk = order.pk
    sides = candidates.propose(asked)
    ticked = {("officers", pk) for pk in sides[0].proposal.team}
    ticked |= {("equipment", pk) for side in sides[1:] for pk in side.proposal.team}
    if form.is_bound and request.POST.get("do") != "propose":
        picks = form.picks()
        ticked = {("officers", pk) for pk in picks.officers}
        ticked |= {("equipment", pk) for pk in picks.equipment}
    elif not form.is_bound and order is not None:
        ticked = {("officers", pk) for pk in order.officers.values_list("officer_id", flat=True)}
        ticked |= {
            ("equipment", pk) for pk in order.equipment.values_list("equipment_id", flat=True)
        }
    return {"sides": sides, "ticked": ticked, "authority": asked.authority_name}
