"""Who holds which office: the list, appointing, ending."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from personnel import policy, selectors
from personnel.forms.appointments import AppointForm, AppointmentFilter, DismissForm
from personnel.roles import Role
from personnel.services import appointments as service


def appointments(request: UserRequest) -> HttpResponse:
    """Who holds which office, since when, by which document."""
    if not policy.sees_people(request.user):
        raise PermissionDenied("您的职务不含查看任职")
    form = AppointmentFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = selectors.visible_appointments(request.user, chosen.get("when") or "live")
    if chosen.get("role"):
        rows = rows.filter(role=chosen["role"])
    page = ListPage(rows, page_number(request.GET.get("page")))
    today = timezone.localdate()
    lines = [
        {
            "row": row,
            "live": row.live_on(today),
            "may_end": row.ended_at is None
            and policy.may_appoint(request.user, Role(row.role), row.scope),
        }
        for row in page.rows
    ]
    may_appoint = policy.manages_appointments(request.user) or bool(
        policy.chief_zone_ids(request.user)
    )
    context = {"form": form, "page": page, "lines": lines, "may_appoint": may_appoint}
    return render_page(
        request, "personnel/appointments.html", "personnel/_appointments.html", context
    )


def appoint(request: UserRequest) -> HttpResponse:
    """Record an office; its rights begin with it."""
    if not (policy.manages_appointments(request.user) or policy.chief_zone_ids(request.user)):
        raise PermissionDenied("任免由区委组织部牵头办理；协作组长由本片区片长明确")
    form = AppointForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            request,
            lambda: service.appoint(
                officer=data["officer"],
                role=Role(data["role"]),
                scope=data["scope_object"],
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                document=data["document"],
                by=request.user,
            ),
            success=lambda row: f"已登记任职：{row}",
            form=form,
        )
        if made is not None:
            return redirect("appointments")
    return render(request, "personnel/appoint.html", {"form": form})


def dismiss(request: UserRequest, pk: int) -> HttpResponse:
    """End an office; its rights end the same moment."""
    row = get_object_or_404(selectors.visible_appointments(request.user, "all"), pk=pk)
    policy.require_appointing(request.user, Role(row.role), row.scope)
    form = DismissForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(
            request,
            lambda: service.dismiss(appointment_id=row.pk, by=request.user, reason=reason),
            success=f"已终止任职：{row}",
            form=form,
        )
        if done is not None:
            return redirect("appointments")
    return render(request, "personnel/dismiss.html", {"form": form, "row": row})
