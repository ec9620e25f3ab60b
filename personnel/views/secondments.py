"""Postings to towns: the list, one posting, posting, ending, extending; the ratio board."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core import audit, sheets
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from personnel import policy
from personnel.forms.secondments import EndForm, ExtendForm, SecondForm, SecondmentFilter
from personnel.models import ReplacementProposal, Secondment
from personnel.rules.secondment import SecondmentLevel
from personnel.selectors import secondments as selectors
from personnel.services import handover
from personnel.services import secondments as service

EXPORT_LIMIT = 10_000
TONES = {
    SecondmentLevel.MET: "success",
    SecondmentLevel.SHORT: "danger",
    SecondmentLevel.EXEMPT: "neutral",
    SecondmentLevel.NO_OFFICERS: "neutral",
}
LEVELS = {
    SecondmentLevel.MET: "达到 50%",
    SecondmentLevel.SHORT: "低于 50%",
    SecondmentLevel.EXEMPT: "自行调配",
    SecondmentLevel.NO_OFFICERS: "未登记人员",
}


def _found(request: UserRequest) -> tuple[SecondmentFilter, models.QuerySet[Secondment]]:
    if not (policy.sees_staffing(request.user) or _posted(request)):
        raise PermissionDenied("您的职务不含查看下沉")
    form = SecondmentFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = selectors.visible_secondments(request.user)
    rows = selectors.in_state(rows, chosen.get("state") or "live", timezone.localdate())
    if chosen.get("q"):
        rows = rows.filter(officer__user__name__icontains=chosen["q"])
    if chosen.get("agency"):
        rows = rows.filter(agency=chosen["agency"])
    if chosen.get("town"):
        rows = rows.filter(township=chosen["town"])
    return form, rows.order_by("agency_id", "township__order", "-starts_on", "id")


def _posted(request: UserRequest) -> bool:
    return Secondment.objects.filter(officer__user=request.user).exists()


def secondments(request: UserRequest) -> HttpResponse:
    """Who is posted where, since when, until when, for what."""
    form, rows = _found(request)
    rows = rows.annotate(
        open_proposals=models.Count(
            "proposals", filter=models.Q(proposals__status=ReplacementProposal.Status.OPEN)
        )
    )
    context = {
        "form": form,
        "page": ListPage(rows, page_number(request.GET.get("page"))),
        "may_second": policy.seconds_people(request.user),
        "sees_ratio": policy.sees_staffing(request.user),
    }
    return render_page(
        request, "personnel/secondments/list.html", "personnel/secondments/_list.html", context
    )


def export_secondments(request: UserRequest) -> HttpResponse:
    """What the list shows, as a workbook."""
    _, rows = _found(request)
    today = timezone.localdate()
    lines = (
        (
            str(row.officer),
            str(row.agency),
            str(row.township),
            str(row.township.zone or ""),
            row.post,
            "、".join(row.task_labels),
            row.starts_on,
            timezone.localdate(row.ended_at) if row.ended_at else row.ends_on,
            row.state_on(today),
            row.document,
            row.end_reason,
        )
        for row in rows[:EXPORT_LIMIT]
    )
    head = (
        "姓名",
        "派出部门",
        "下沉镇街",
        "片区",
        "驻点、岗位",
        "任务",
        "起",
        "止",
        "状态",
        "文号",
        "终止原因",
    )
    widths = (10, 16, 12, 12, 20, 40, 12, 12, 12, 26, 24)
    data = sheets.workbook(head, lines, title=f"下沉人员（{today}）", widths=widths)
    return sheets.download(data, f"下沉人员-{today}.xlsx")


def _visible(request: UserRequest, pk: int) -> Secondment:
    return get_object_or_404(selectors.visible_secondments(request.user), pk=pk)


def secondment(request: UserRequest, pk: int) -> HttpResponse:
    """One posting with what was proposed about it."""
    row = _visible(request, pk)
    today = timezone.localdate()
    over = row.ended_at is not None or (row.ends_on is not None and row.ends_on < today)
    keeps = policy.may_second(request.user, row.agency) and not over
    proposals = selectors.visible_proposals(request.user).filter(secondment=row)
    waiting = any(p.status == ReplacementProposal.Status.OPEN for p in proposals)
    context = {
        "row": row,
        "proposals": proposals,
        "may_end": keeps,
        "may_extend": keeps and row.ends_on is not None,
        "may_propose": row.live_on(today)
        and not waiting
        and policy.may_propose_replacement(request.user, row.township),
        "trail": audit.trail_of(row),
    }
    return render(request, "personnel/secondments/page.html", context)


def second(request: UserRequest) -> HttpResponse:
    """Post an officer of my bureau to a town."""
    if not policy.seconds_people(request.user):
        raise PermissionDenied("下沉由派出部门的联络人、负责人或者区委组织部办理")
    form = SecondForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.second(terms=form.terms(), by=request.user),
            success=lambda row: f"已登记下沉：{row}",
            form=form,
        )
        if made is not None:
            return redirect(made)
    return render(request, "personnel/secondments/new.html", {"form": form})


def end_secondment(request: UserRequest, pk: int) -> HttpResponse:
    """End a posting early; its rights end the same moment."""
    row = _visible(request, pk)
    policy.require_seconding(request.user, row.agency)
    form = EndForm(request.POST or None, row=row.appointment)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: service.end(
                secondment_id=pk,
                by=request.user,
                reason=form.cleaned_data["reason"],
                passing=form.passing(),
            ),
            success=f"已终止下沉：{row}",
            form=form,
        )
        if done is not None:
            return redirect(row)
    context = {"form": form, "row": row, "work": handover.open_work(row.appointment)}
    return render(request, "personnel/secondments/end.html", context)


def extend_secondment(request: UserRequest, pk: int) -> HttpResponse:
    """Go on after the last day, by a new document."""
    row = _visible(request, pk)
    policy.require_seconding(request.user, row.agency)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.extend(secondment_id=pk, by=request.user, **form.cleaned_data),
            success=lambda new: f"已续期：{new.starts_on} 起",
            form=form,
        )
        if made is not None:
            return redirect(made)
    return render(request, "personnel/secondments/extend.html", {"form": form, "row": row})


def ratio_board(request: UserRequest) -> HttpResponse:
    """Each bureau's posted people against its field officers, and what comes in 400 days."""
    if not policy.sees_staffing(request.user):
        raise PermissionDenied("您的职务不含查看下沉比例")
    today = timezone.localdate()
    found = selectors.ratios(selectors.watched_agencies(request.user), today)
    rows = [
        {"ratio": row, "tone": TONES[row.status.level], "label": LEVELS[row.status.level]}
        for row in found
    ]
    duty = [
        row for row in found if row.status.level in (SecondmentLevel.MET, SecondmentLevel.SHORT)
    ]
    context = {
        "rows": rows,
        "bound": len(duty),
        "met": sum(row.status.level is SecondmentLevel.MET for row in duty),
        "falling": sum(row.next_fall is not None for row in found),
        "posted": sum(row.status.posted for row in found),
        "day": today,
    }
    return render(request, "personnel/secondments/ratio.html", context)
