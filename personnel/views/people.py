"""People and their offices."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from personnel import policy, selectors
from personnel.forms.people import AppointForm, AppointmentFilter, DismissForm, PeopleFilter
from personnel.models import Officer
from personnel.roles import Role
from personnel.services import appointments as service


def officers(request: UserRequest) -> HttpResponse:
    """People of my units with their certificates and offices."""
    if not policy.sees_people(request.user):
        raise PermissionDenied("您的职务不含查看人员")
    form = PeopleFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = selectors.visible_officers(request.user).prefetch_related("certificates")
    if chosen.get("q"):
        rows = rows.filter(user__name__icontains=chosen["q"])
    if chosen.get("town"):
        rows = rows.filter(home_township=chosen["town"])
    if chosen.get("agency"):
        rows = rows.filter(home_agency=chosen["agency"])
    rows = _by_paper(rows, chosen.get("paper", ""))
    order = ("home_township__order", "home_agency_id", "id")
    page = ListPage(rows.order_by(*order), page_number(request.GET.get("page")))
    offices = selectors.offices_of(page.rows)
    lines = [
        {"officer": row, "paper": selectors.paper_of(row), "offices": offices.get(row.pk, [])}
        for row in page.rows
    ]
    context = {"form": form, "page": page, "lines": lines}
    return render_page(request, "personnel/officers.html", "personnel/_officers.html", context)


def _by_paper(rows: models.QuerySet[Officer], paper: str) -> models.QuerySet[Officer]:
    today = timezone.localdate()
    valid = models.Q(
        certificates__status="valid",
        certificates__valid_from__lte=today,
        certificates__expires_on__gte=today,
    )
    if paper == "valid":
        return rows.filter(valid).distinct()
    if paper == "soon":
        horizon = today + timedelta(days=60)
        return rows.filter(valid, certificates__expires_on__lte=horizon).distinct()
    if paper == "none":
        return rows.exclude(pk__in=Officer.objects.filter(valid).values("pk"))
    return rows


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
