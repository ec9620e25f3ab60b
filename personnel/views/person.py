"""One person: everything about them on one page; their record and photo."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from core import audit, panels, uploads
from core.http import UserRequest, attempt
from personnel import policy
from personnel.forms.people import EditPersonForm, NewPersonForm, PhotoForm
from personnel.models import Officer
from personnel.rules.training import missing_hours
from personnel.selectors import leave, papers, training
from personnel.selectors.officers import get_visible_officer, version_of
from personnel.services import leave as leave_service
from personnel.services import officers as service
from personnel.views._form import FormPage, of, of_list

TRAIL_SHOWN = 20
LEAVES_SHOWN = 10


def mine(request: UserRequest) -> HttpResponse:
    """My own record."""
    officer = Officer.objects.filter(user=request.user).first()
    if officer is None:
        raise Http404("您的账号没有对应的人员档案，请联系单位联络人或区司法局建立")
    return _page(request, get_visible_officer(user=request.user, pk=officer.pk))


def officer_page(request: UserRequest, pk: int) -> HttpResponse:
    """One person whom I may look at."""
    return _page(request, get_visible_officer(user=request.user, pk=pk))


def _page(request: UserRequest, officer: Officer) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    certificates = [
        papers.line_of(row, today) for row in officer.certificates.select_related("recorded_by")
    ]
    offices = list(officer.appointments.select_related("zone", "township", "agency", "district"))
    context = {
        "officer": officer,
        "is_self": policy.is_self(user, officer),
        "may_edit": policy.maintains(user, officer),
        "may_certify": policy.manages_certificates(user),
        "certificates": certificates,
        "acting": any(line.standing.acts for line in certificates),
        "results": list(officer.exam_results.select_related("exam").order_by("-exam__held_on")),
        "offices": [(office, office.live_on(today)) for office in offices],
        "recusals": list(officer.recusals.order_by("lifted_on", "-recorded_on")),
        "trail": list(audit.trail_of(officer).order_by("-seq")[:TRAIL_SHOWN]),
        "panels": panels.render("officer", request, officer),
        **_training(officer, today),
        **_availability(request, officer),
    }
    return render(request, "personnel/person/page.html", context)


def _training(officer: Officer, today: date) -> dict[str, Any]:
    attended = list(officer.attendances.select_related("training").order_by("-training__held_on"))
    hours = sum(
        (row.hours for row in attended if row.training.held_on.year == today.year), start=Decimal(0)
    )
    goal = training.yearly_goal()
    return {
        "attended": attended,
        "year": today.year,
        "wanted": Officer.objects.filter(training.bound(today), pk=officer.pk).exists(),
        "hours": hours,
        "goal": goal,
        "missing": missing_hours(hours, goal),
    }


def _availability(request: UserRequest, officer: Officer) -> dict[str, Any]:
    """Where the person is today and what comes; the reason of a leave only to who keeps it."""
    today = timezone.localdate()
    leaves = list(officer.leaves.filter(cancelled_at=None)[:LEAVES_SHOWN])
    return {
        "keeps_leave": leave_service.keeps(request.user, officer),
        "leaves": [
            (row, row.starts_on <= today <= row.ends_on, today <= row.ends_on) for row in leaves
        ],
        "away": next((row for row in leaves if row.starts_on <= today <= row.ends_on), None),
        "ahead": list(leave.ahead_of(officer)),
    }


def new_person(request: UserRequest) -> HttpResponse:
    """Begin the record of somebody new."""
    if not policy.maintains_people(request.user):
        raise PermissionDenied("人员档案由部门联络人、副片长、区司法局和区委组织部维护")
    form = NewPersonForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.create(
                person=form.person(), username=form.cleaned_data["username"], by=request.user
            ),
            success=lambda row: f"已建立{row}的档案；登录的初始密码由系统管理员设置",
            form=form,
        )
        if made is not None:
            return redirect(made)
    return FormPage(
        title="新建人员档案",
        submit="建立档案",
        icon="person-plus",
        back=of_list("人员", "officers"),
        draft="person-new",
        note="建立后即可任职、报名考试和登记证件；账号没有密码，由系统管理员设置初始密码后才能登录。",
    ).render(request, form)


def edit_person(request: UserRequest, pk: int) -> HttpResponse:
    """Correct the record."""
    officer = get_visible_officer(user=request.user, pk=pk)
    policy.require_maintaining(request.user, officer.home)
    initial = EditPersonForm.initial_of(officer, version_of(officer))
    form = EditPersonForm(request.POST or None, initial=initial, user=request.user)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: service.edit(
                officer_id=pk,
                person=form.person(),
                version=form.cleaned_data["version"],
                by=request.user,
            ),
            success="档案已保存",
            form=form,
        )
        if done is not None:
            return redirect(done)
    return FormPage(
        title="修改档案",
        submit="保存",
        icon="pencil",
        back=of(officer),
        draft=f"person-{pk}",
    ).render(request, form)


def set_photo(request: UserRequest, pk: int) -> HttpResponse:
    """A new photo."""
    officer = get_visible_officer(user=request.user, pk=pk)
    policy.require_maintaining(request.user, officer.home)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: service.set_photo(
                officer_id=pk, file=form.cleaned_data["photo"], by=request.user
            ),
            success="照片已更新",
            form=form,
        )
        if done is not None:
            return redirect(done)
    return FormPage(
        title="上传照片", submit="上传", icon="person-bounding-box", back=of(officer)
    ).render(request, form)


def photo(request: UserRequest, pk: int) -> HttpResponseBase:
    """The photo itself, for those who may look at the person."""
    officer = get_visible_officer(user=request.user, pk=pk)
    known = request.headers.get("If-None-Match", "")
    return uploads.served(officer.photo, f"{officer}照片", unchanged_since=known)
