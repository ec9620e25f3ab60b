"""Who holds which office: the list, one office with its history, appointing, acting, ending."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core import audit, sheets
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from personnel import policy, selectors
from personnel.forms.appointments import (
    ActingForm,
    AppointForm,
    AppointmentFilter,
    DismissForm,
)
from personnel.models import Appointment
from personnel.roles import ROLES, Role
from personnel.rules.acting import ACTING_ROLES
from personnel.services import appointments as service
from personnel.services import handover, leave

EXPORT_LIMIT = 10_000
HISTORY_SHOWN = 30


def _found(request: UserRequest) -> tuple[AppointmentFilter, models.QuerySet[Appointment]]:
    if not policy.sees_people(request.user):
        raise PermissionDenied("您的职务不含查看任职")
    form = AppointmentFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = selectors.visible_appointments(request.user, chosen.get("when") or "live")
    if chosen.get("q"):
        rows = rows.filter(officer__user__name__icontains=chosen["q"])
    if chosen.get("role"):
        rows = rows.filter(role=chosen["role"])
    if chosen.get("town"):
        rows = rows.filter(township=chosen["town"])
    if chosen.get("agency"):
        rows = rows.filter(agency=chosen["agency"])
    return form, rows


def _appoints(request: UserRequest) -> bool:
    return policy.manages_appointments(request.user) or bool(policy.chief_zone_ids(request.user))


def appointments(request: UserRequest) -> HttpResponse:
    """Who holds which office, since when, by which document."""
    form, rows = _found(request)
    page = ListPage(rows, page_number(request.GET.get("page")))
    lines = [{"row": row, "may_end": _may_end(request, row)} for row in page.rows]
    context = {"form": form, "page": page, "lines": lines, "may_appoint": _appoints(request)}
    return render_page(
        request, "personnel/appointments.html", "personnel/_appointments.html", context
    )


def _may_end(request: UserRequest, row: Appointment) -> bool:
    over = row.ends_on is not None and row.ends_on < timezone.localdate()
    return (
        row.ended_at is None
        and not over
        and policy.may_appoint(request.user, Role(row.role), row.scope)
    )


def export_appointments(request: UserRequest) -> HttpResponse:
    """What the list shows, as a workbook."""
    _, rows = _found(request)
    head = (
        "姓名",
        "所在单位",
        "职务",
        "范围",
        "代理谁",
        "起",
        "止",
        "状态",
        "任职文号",
        "职务依据",
        "经办人",
    )
    data = sheets.workbook(
        head,
        _lines(rows[:EXPORT_LIMIT]),
        title=f"任职（{timezone.localdate()}）",
        widths=(10, 16, 18, 16, 10, 12, 12, 10, 26, 24, 10),
    )
    return sheets.download(data, f"任职-{timezone.localdate()}.xlsx")


def _lines(rows: models.QuerySet[Appointment]) -> Iterator[tuple[object, ...]]:
    today = timezone.localdate()
    for row in rows:
        yield (
            str(row.officer),
            str(row.officer.home),
            row.role_label,
            str(row.scope),
            str(row.acting_for.officer) if row.acting_for else "",
            row.starts_on,
            timezone.localdate(row.ended_at) if row.ended_at else row.ends_on,
            row.state_on(today),
            row.document,
            ROLES[Role(row.role)].basis,
            str(row.appointed_by or ""),
        )


def appointment(request: UserRequest, pk: int) -> HttpResponse:
    """One office held: its document, who held it before and after, who acts, the handover."""
    row = _visible(request, pk)
    live = _may_end(request, row)
    context = {
        "row": row,
        "history": selectors.history_of_office(row)[:HISTORY_SHOWN],
        "career": row.officer.appointments.select_related("zone", "township", "agency", "district")[
            :HISTORY_SHOWN
        ],
        "stand_ins": row.stand_ins.select_related("officer__user"),
        "handover": getattr(row, "handover", None),
        "may_end": live and row.role != Role.SECONDED_OFFICER,
        "may_act": live and _may_have_acting(request, row),
        "posting": getattr(row, "secondment", None),
        "sees_person": selectors.visible_officers(request.user).filter(pk=row.officer_id).exists(),
        "trail": audit.trail_of(row),
    }
    return render(request, "personnel/appointments/page.html", context)


def _may_have_acting(request: UserRequest, row: Appointment) -> bool:
    return (
        row.role in ACTING_ROLES
        and row.acting_for_id is None
        and policy.manages_appointments(request.user)
    )


def _visible(request: UserRequest, pk: int) -> Appointment:
    rows = selectors.visible_appointments(request.user).select_related("secondment", "handover")
    return get_object_or_404(rows, pk=pk)


def appoint(request: UserRequest) -> HttpResponse:
    """Record an office; its rights begin with it."""
    if not _appoints(request):
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
            return redirect(made)
    return render(request, "personnel/appoint.html", {"form": form})


def appoint_acting(request: UserRequest, pk: int) -> HttpResponse:
    """Name somebody to act while the holder is on leave."""
    row = _visible(request, pk)
    if not _may_have_acting(request, row):
        raise PermissionDenied("代理由区委组织部登记；片长、副片长、负责人、联络人、审核员可设代理")
    today = timezone.localdate()
    leaves = row.officer.leaves.filter(cancelled_at=None, ends_on__gte=today).order_by("starts_on")
    first = leaves.first()
    initial = {"starts_on": max(first.starts_on, today), "ends_on": first.ends_on} if first else {}
    form = ActingForm(request.POST or None, held=row, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.appoint_acting(
                appointment_id=row.pk, by=request.user, **form.cleaned_data
            ),
            success=lambda acting: f"已登记代理：{acting}",
            form=form,
        )
        if made is not None:
            return redirect(made)
    may_record = leave.keeps(request.user, row.officer)
    context = {"form": form, "row": row, "leaves": leaves, "may_record": may_record}
    return render(request, "personnel/appointments/acting.html", context)


def dismiss(request: UserRequest, pk: int) -> HttpResponse:
    """End an office with its open work passed on; its rights end the same moment."""
    row = _visible(request, pk)
    policy.require_appointing(request.user, Role(row.role), row.scope)
    form = DismissForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: service.dismiss(
                appointment_id=row.pk,
                by=request.user,
                reason=form.cleaned_data["reason"],
                passing=form.passing(),
            ),
            success=f"已终止任职：{row}",
            form=form,
        )
        if done is not None:
            return redirect(done)
    context = {"form": form, "row": row, "work": handover.open_work(row)}
    return render(request, "personnel/dismiss.html", context)
