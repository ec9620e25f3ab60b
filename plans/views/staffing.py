"""Who and what goes along: one page for all units of a joint operation."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core.http import UserRequest, attempt
from plans.forms.field import SendForm
from plans.models import Operation
from plans.policy import operation as policies
from plans.rules import operation as rule
from plans.selectors import operations as selectors
from plans.selectors import team
from plans.services import booking


def people(request: UserRequest, pk: int) -> HttpResponse:
    """People and equipment of the units this person may staff; taken ones with the reason."""
    operation = selectors.get_visible_operation(user=request.user, pk=pk)
    policies.require(request.user, "book", operation)
    if operation.state not in rule.STEPS["book"].sources:
        messages.error(request, f"行动{operation.get_state_display()}，不再安排人员和装备")
        return redirect(operation)
    units = [
        unit for unit in operation.units.all() if policies.may_staff(request.user, operation, unit)
    ]
    members = list(operation.members.all())
    context = {
        "operation": operation,
        "units": [
            {
                "row": unit,
                "members": [row for row in members if row.unit_id == unit.pk],
                "choices": team.people_for(operation, unit),
                "form": SendForm(auto_id=f"id_%s_{unit.pk}"),
            }
            for unit in units
        ],
        "pieces": team.pieces_for(operation, units),
        "lacking": rule.lacking(team.team_of(operation)),
        "may_order": "order" in policies.allowed(request.user, operation),
    }
    return render(request, "plans/operations/people.html", context)


def _ids(request: UserRequest, name: str) -> list[int]:
    return [int(v) for v in request.POST.getlist(name) if v.isdecimal() and len(v) < 18]


def _id(request: UserRequest, name: str) -> int:
    return next(iter(_ids(request, name)), 0)


def _done(request: UserRequest, pk: int, call: Callable[[], object], success: str) -> HttpResponse:
    attempt(request, call, success=success)
    return redirect("operation_people", pk=pk)


def _seen(request: UserRequest, pk: int) -> Operation:
    return selectors.get_visible_operation(user=request.user, pk=pk)


@require_POST
def send(request: UserRequest, pk: int) -> HttpResponse:
    _seen(request, pk)
    form = SendForm(request.POST)
    duty = form.cleaned_data["duty"] if form.is_valid() else ""
    return _done(
        request,
        pk,
        lambda: booking.send(
            operation_id=pk,
            unit_id=_id(request, "unit"),
            officers=_ids(request, "officers"),
            by=request.user,
            duty=duty,
        ),
        "已安排，时段已占用",
    )


@require_POST
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    _seen(request, pk)
    return _done(
        request,
        pk,
        lambda: booking.withdraw(
            operation_id=pk, member_id=_id(request, "member"), by=request.user
        ),
        "已撤回，时段已释放",
    )


@require_POST
def carry(request: UserRequest, pk: int) -> HttpResponse:
    _seen(request, pk)
    return _done(
        request,
        pk,
        lambda: booking.carry(operation_id=pk, pieces=_ids(request, "pieces"), by=request.user),
        "已安排，时段已占用",
    )


@require_POST
def leave_behind(request: UserRequest, pk: int) -> HttpResponse:
    _seen(request, pk)
    return _done(
        request,
        pk,
        lambda: booking.leave_behind(operation_id=pk, row_id=_id(request, "row"), by=request.user),
        "已撤回，时段已释放",
    )
