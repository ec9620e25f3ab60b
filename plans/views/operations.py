"""The list of joint operations, and the page of one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.selectors import visible_cases
from core import access, audit, sheets
from core.http import UserRequest, render_page
from core.paging import ListPage, page_number
from personnel.selectors import engagements
from plans.forms.filters import OperationFilter
from plans.models import Operation, OperationMember, OperationUnit
from plans.policy import operation as policies
from plans.rules import operation as rule
from plans.rules.operation import S
from plans.selectors import operations as selectors
from plans.selectors import team

EXPORT_LIMIT = 5000
HEAD = (
    "编号", "名称", "来源", "牵头片区", "牵头单位", "参加单位", "开始", "结束", "集合地点",
    "应到人数", "签到人数", "状态", "下达人", "取消原因",
)  # fmt: skip
WIDTHS = (20, 34, 12, 10, 16, 34, 17, 17, 24, 10, 10, 10, 10, 34)


def _found(request: UserRequest) -> tuple[OperationFilter, models.QuerySet[Operation]]:
    if not policies.sees_operations(request.user):
        raise PermissionDenied("您的职务不含查看联合行动")
    form = OperationFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = selectors.visible_operations(request.user)
    if words := chosen.get("q"):
        rows = rows.filter(
            models.Q(name__icontains=words)
            | models.Q(number__icontains=words)
            | models.Q(objective__icontains=words)
        )
    if zone := chosen.get("zone"):
        rows = selectors.of_zone(rows, zone)
    if town := chosen.get("town"):
        part = OperationUnit.objects.filter(operation=models.OuterRef("pk"), township=town)
        rows = rows.filter(models.Exists(part))
    filters = {
        "state": chosen.get("state"),
        "ends_at__date__gte": chosen.get("since"),
        "starts_at__date__lte": chosen.get("until"),
    }
    rows = rows.filter(**{name: value for name, value in filters.items() if value})
    if chosen.get("mine"):
        own = OperationMember.objects.filter(operation=models.OuterRef("pk"))
        rows = rows.filter(models.Exists(own.filter(officer__user=request.user)))
    return form, selectors.with_units(rows)


def operation_list(request: UserRequest) -> HttpResponse:
    """Operations I may see, latest first."""
    form, rows = _found(request)
    context = {
        "form": form,
        "page": ListPage(rows, page_number(request.GET.get("page"))),
        "prepares": policies.prepares(request.user),
        "filtered": any(form.cleaned_data.values()),
    }
    return render_page(
        request, "plans/operations/list.html", "plans/operations/_list.html", context
    )


def export(request: UserRequest) -> HttpResponse:
    """What the list shows, as a workbook."""
    _, rows = _found(request)
    lines = (_line(row) for row in rows.select_related("ordered_by")[:EXPORT_LIMIT])
    data = sheets.workbook(HEAD, lines, title="联合行动", widths=WIDTHS)
    return sheets.download(data, "联合行动.xlsx")


def _line(row: Operation) -> tuple[object, ...]:
    members = row.members.all()
    return (
        row.number or "",
        row.name,
        row.get_origin_display(),
        row.zone.name,
        str(row.lead or ""),
        "、".join(str(unit) for unit in row.units.all()),
        f"{timezone.localtime(row.starts_at):%Y-%m-%d %H:%M}",
        f"{timezone.localtime(row.ends_at):%Y-%m-%d %H:%M}",
        row.muster,
        len(members),
        sum(one.arrived_at is not None for one in members),
        row.get_state_display(),
        str(row.ordered_by or ""),
        row.cancel_reason,
    )


def operation_page(request: UserRequest, pk: int) -> HttpResponse:
    """One operation: what comes next, where and when, who and what, findings, results."""
    operation = selectors.get_visible_operation(user=request.user, pk=pk)
    return render(request, "plans/operations/operation.html", page_context(request, operation))


def page_context(request: UserRequest, operation: Operation) -> dict[str, Any]:
    """What the page of one operation shows, and which steps are this person's."""
    user = request.user
    allowed = policies.allowed(user, operation)
    members = list(operation.members.all())
    findings = list(operation.findings.all())
    return {
        "operation": operation,
        "span": engagements.span_words(operation.starts_at, operation.ends_at),
        "allowed": allowed,
        "mine": team.member_of(operation, user),
        "open_now": _open_now(operation),
        "begun": operation.state in (S.UNDER_WAY, S.FINISHED, S.REPORTED),
        "units": [
            {
                "row": unit,
                "members": [row for row in members if row.unit_id == unit.pk],
                "fills": "unit_result" in allowed and policies.may_fill(user, operation, unit),
            }
            for unit in operation.units.all()
        ],
        "arrived": sum(row.arrived_at is not None for row in members),
        "people": len(members),
        "lacking": rule.lacking(team.team_of(operation)) if operation.state == S.DRAFT else (),
        "orderers": policies.orderers_of(operation) if operation.state == S.DRAFT else (),
        "findings": findings,
        "cases": _visible_cases(request, operation),
        "registers": access.grants_of(user).ids("register_cases", "township"),
        "trail": list(audit.trail_of(operation).select_related("actor"))[::-1],
    }


def _open_now(operation: Operation) -> bool:
    """Whether checking in is open at this moment."""
    now = timezone.now()
    return operation.starts_at - rule.CHECK_IN_BEFORE <= now <= operation.ends_at


def _visible_cases(request: UserRequest, operation: Operation) -> set[int]:
    """Ids of the cases named on the page that this person may open."""
    named = [one.case_id for one in operation.findings.all() if one.case_id]
    if operation.case_id:
        named.append(operation.case_id)
    if not named:
        return set()
    return set(visible_cases(user=request.user).filter(pk__in=named).values_list("pk", flat=True))
