"""The list of dispatch orders, one order, and what is done with it after it is issued."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core import audit, panels, sheets
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from personnel import policy
from personnel.forms.dispatch import (
    AnswerForm,
    CancelForm,
    DispatchFilter,
    FinishForm,
    TimeForm,
)
from personnel.models import DispatchOfficer, DispatchOrder
from personnel.selectors import candidates, engagements
from personnel.selectors import dispatch as selectors
from personnel.services import dispatch as issuing
from personnel.services import dispatch_course as course

Status, Answer = DispatchOrder.Status, DispatchOfficer.Answer
EXPORT_LIMIT = 5000
OFFERED = 5


def _found(request: UserRequest) -> tuple[DispatchFilter, models.QuerySet[DispatchOrder]]:
    if not policy.sees_dispatch(request.user):
        raise PermissionDenied("您的职务不含查看调度")
    form = DispatchFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = selectors.visible_dispatches(request.user)
    if words := chosen.get("q"):
        called = DispatchOfficer.objects.filter(
            order=models.OuterRef("pk"), officer__user__name__icontains=words
        )
        rows = rows.filter(
            models.Q(number__icontains=words)
            | models.Q(purpose__icontains=words)
            | models.Exists(called)
        )
    filters = {
        "status": chosen.get("status"),
        "township": chosen.get("town"),
        "ends_at__date__gte": chosen.get("since"),
        "starts_at__date__lte": chosen.get("until"),
    }
    rows = rows.filter(**{name: value for name, value in filters.items() if value})
    if chosen.get("mine"):
        own = DispatchOfficer.objects.filter(order=models.OuterRef("pk"))
        rows = rows.filter(models.Exists(own.filter(officer__user=request.user)))
    team = DispatchOfficer.objects.select_related("officer__user").order_by("pk")
    return form, rows.prefetch_related(models.Prefetch("officers", team))


def dispatch_list(request: UserRequest) -> HttpResponse:
    """Orders I may see, latest first."""
    form, rows = _found(request)
    context = {
        "form": form,
        "page": ListPage(rows, page_number(request.GET.get("page"))),
        "may_prepare": bool(policy.preparing_zone_ids(request.user)),
        "filtered": any(form.cleaned_data.values()),
    }
    return render_page(
        request, "personnel/dispatch/list.html", "personnel/dispatch/_list.html", context
    )


HEAD = (
    "调度单号", "片区", "执法地", "集合地点", "事由", "执法领域", "执法主体", "开始", "结束",
    "人员", "状态", "下达人", "完成情况或撤销原因",
)  # fmt: skip
WIDTHS = (20, 10, 12, 24, 30, 16, 24, 17, 17, 40, 10, 10, 40)


def export(request: UserRequest) -> HttpResponse:
    """What the list shows, as a workbook."""
    _, rows = _found(request)
    lines = (
        (
            row.number or "",
            row.zone.name,
            row.township.name,
            row.place,
            row.purpose,
            row.domain,
            row.authority_name,
            f"{timezone.localtime(row.starts_at):%Y-%m-%d %H:%M}",
            f"{timezone.localtime(row.ends_at):%Y-%m-%d %H:%M}",
            "、".join(f"{one.officer}（{one.get_answer_display()}）" for one in row.officers.all()),
            row.get_status_display(),
            str(row.issued_by or ""),
            row.close_note,
        )
        for row in rows[:EXPORT_LIMIT]
    )
    data = sheets.workbook(HEAD, lines, title="统一调度", widths=WIDTHS)
    return sheets.download(data, "统一调度.xlsx")


def dispatch_page(request: UserRequest, pk: int) -> HttpResponse:
    """One order: task, people and their answers, equipment, what I may do."""
    order = selectors.get_visible_dispatch(user=request.user, pk=pk)
    return render(request, "personnel/dispatch/order.html", _context(request, order, AnswerForm()))


def _context(request: UserRequest, order: DispatchOrder, form: AnswerForm) -> dict[str, Any]:
    team = selectors.team_of(order)
    mine = next((row for row in team if row.officer.user_id == request.user.pk), None)
    held = sum(row.answer in (Answer.CALLED, Answer.ACCEPTED) for row in team)
    chief = policy.may_dispatch(request.user, order.zone)
    running = order.status == Status.ISSUED and order.ends_at > timezone.now()
    seats = order.officers_needed - held if running else 0
    return {
        "order": order,
        "span": engagements.span_words(order.starts_at, order.ends_at),
        "team": team,
        "things": list(order.equipment.select_related("equipment__township", "equipment__agency")),
        "mine": mine
        if running and mine and mine.answer in (Answer.CALLED, Answer.ACCEPTED)
        else None,
        "form": form,
        "chief": chief,
        "prepares": policy.may_prepare_dispatch(request.user, order.zone),
        "running": running,
        "begun": order.starts_at <= timezone.now(),
        "seats": max(seats, 0),
        "offered": candidates.replacements(order)[:OFFERED] if chief and seats > 0 else [],
        "trail": list(audit.trail_of(order).select_related("actor"))[::-1],
        "panels": panels.render("dispatch", request, order),
    }


def dispatch_print(request: UserRequest, pk: int) -> HttpResponse:
    """The order on paper (A4)."""
    order = selectors.get_visible_dispatch(user=request.user, pk=pk)
    context = {
        "order": order,
        "span": engagements.span_words(order.starts_at, order.ends_at),
        "team": [row for row in selectors.team_of(order) if row.answer != Answer.DECLINED],
        "things": list(order.equipment.select_related("equipment__township", "equipment__agency")),
    }
    return render(request, "personnel/dispatch/print.html", context)


def _seen(request: UserRequest) -> int:
    value = request.POST.get("revision", "")
    return int(value) if value.isdecimal() and len(value) < 10 else -1


@require_POST
def issue(request: UserRequest, pk: int) -> HttpResponse:
    """Issue a draft as it stands."""
    order = selectors.get_visible_dispatch(user=request.user, pk=pk)
    policy.require_dispatching(request.user, order.zone)
    done = attempt(
        request,
        lambda: issuing.issue(order_id=pk, by=request.user, revision=_seen(request)),
        success=lambda made: f"已下达 {made.number}，已通知被调人员",
    )
    return redirect(order) if done else redirect("dispatch_edit", pk=pk)


@require_POST
def answer(request: UserRequest, pk: int) -> HttpResponse:
    """My own word: accept or decline."""
    order = selectors.get_visible_dispatch(user=request.user, pk=pk)
    accept = request.POST.get("word") == "accept"
    form = AnswerForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(
            request,
            lambda: course.answer(order_id=pk, accept=accept, reason=reason, by=request.user),
            success="已接受调度" if accept else "已谢绝，已告知片长",
            form=form,
        )
        if done is not None:
            return redirect(order)
    order = selectors.get_visible_dispatch(user=request.user, pk=pk)
    return render(request, "personnel/dispatch/order.html", _context(request, order, form))


@require_POST
def substitute(request: UserRequest, pk: int) -> HttpResponse:
    """Call the proposed person into an open seat."""
    order = selectors.get_visible_dispatch(user=request.user, pk=pk)
    policy.require_dispatching(request.user, order.zone)
    chosen = request.POST.get("officer", "")
    attempt(
        request,
        lambda: course.substitute(
            order_id=pk,
            officer_id=int(chosen) if chosen.isdecimal() and len(chosen) < 18 else 0,
            by=request.user,
            revision=_seen(request),
        ),
        success=lambda row: f"已改派{row.officer}，等待答复",
    )
    return redirect(order)


def move(request: UserRequest, pk: int) -> HttpResponse:
    """Another time."""
    order = selectors.get_visible_dispatch(user=request.user, pk=pk)
    policy.require_dispatching(request.user, order.zone)
    initial = {
        "starts_at": order.starts_at, "ends_at": order.ends_at, "version": order.revision,
    }  # fmt: skip
    form = TimeForm(request.POST or None, initial=initial)
    return _step(
        request,
        order,
        form,
        "move",
        lambda data: course.reschedule(
            order_id=pk,
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            by=request.user,
            revision=data["version"],
        ),
        "已改时间，已请被调人员重新答复",
    )


def cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Call it off."""
    order = selectors.get_visible_dispatch(user=request.user, pk=pk)
    policy.require_preparing(request.user, order.zone)
    form = CancelForm(request.POST or None, initial={"version": order.revision})
    return _step(
        request,
        order,
        form,
        "cancel",
        lambda data: course.cancel(
            order_id=pk, reason=data["reason"], by=request.user, revision=data["version"]
        ),
        "已撤销，人员和装备都已释放",
    )


def finish(request: UserRequest, pk: int) -> HttpResponse:
    """Write down the outcome."""
    order = selectors.get_visible_dispatch(user=request.user, pk=pk)
    policy.require_dispatching(request.user, order.zone)
    form = FinishForm(request.POST or None, initial={"version": order.revision})
    return _step(
        request,
        order,
        form,
        "finish",
        lambda data: course.finish(
            order_id=pk, note=data["note"], by=request.user, revision=data["version"]
        ),
        "已登记完成情况",
    )


def _step(
    request: UserRequest, order: DispatchOrder, form: Any, step: str, call: Any, success: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        done = attempt(request, lambda: call(form.cleaned_data), success=success, form=form)
        if done is not None:
            return redirect(order)
    context = {
        "order": order,
        "form": form,
        "step": step,
        "span": engagements.span_words(order.starts_at, order.ends_at),
    }
    return render(request, "personnel/dispatch/step.html", context)
