"""The list of people, and what is filtered and exported from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.utils import timezone

from core import sheets
from core.http import UserRequest, render_page
from core.paging import ListPage, page_number
from personnel import policy, selectors
from personnel.forms.people import PeopleFilter
from personnel.models import Certificate, Officer
from personnel.rules.training import missing_hours
from personnel.selectors import leave, training
from personnel.services import officers as service

EXPORT_LIMIT = 5000
HEAD = (
    "姓名",
    "单位",
    "职级",
    "行政职务",
    "在编在岗",
    "在任职务",
    "行政执法证",
    "证件状态",
    "有效期至",
    "今年学时",
    "今天",
    "联系电话",
)
WIDTHS = (10, 18, 10, 16, 10, 36, 16, 14, 12, 10, 10, 16)


def officers(request: UserRequest) -> HttpResponse:
    """People of my units with their certificates and offices."""
    form, rows = _found(request)
    page = ListPage(rows, page_number(request.GET.get("page")))
    context = {
        "form": form,
        "page": page,
        "lines": _lines(page.rows),
        "goal": training.yearly_goal(),
        "may_add": policy.maintains_people(request.user),
        "filtered": any(form.cleaned_data.values()),
    }
    return render_page(request, "personnel/officers.html", "personnel/_officers.html", context)


def export(request: UserRequest) -> HttpResponse:
    """What the list shows, as a workbook; leaves a trace, it is personal data."""
    _, rows = _found(request)
    found = [_exported(line) for line in _lines(rows[:EXPORT_LIMIT])]
    filters = {key: str(value) for key, value in request.GET.items() if value}
    service.leave_trace_of_export(by=request.user, rows=len(found), filters=filters)
    title = f"执法人员（{timezone.localdate()}）"
    data = sheets.workbook(HEAD, found, title=title, widths=WIDTHS)
    return sheets.download(data, "执法人员.xlsx")


def _found(request: UserRequest) -> tuple[PeopleFilter, models.QuerySet[Officer]]:
    if not policy.sees_people(request.user):
        raise PermissionDenied("您的职务不含查看人员")
    form = PeopleFilter(request.GET)
    form.is_valid()
    today = timezone.localdate()
    rows = selectors.visible_officers(request.user).prefetch_related("certificates")
    rows = _chosen(training.with_hours(rows, today), form.cleaned_data)
    return form, rows.order_by("home_township__order", "home_agency_id", "id")


def _chosen(rows: models.QuerySet[Officer], chosen: dict[str, Any]) -> models.QuerySet[Officer]:
    today = timezone.localdate()
    if chosen.get("q"):
        rows = rows.filter(user__name__icontains=chosen["q"])
    if chosen.get("town"):
        rows = rows.filter(home_township=chosen["town"])
    if chosen.get("agency"):
        rows = rows.filter(home_agency=chosen["agency"])
    if chosen.get("role"):
        holding = selectors.live_appointments(today).filter(role=chosen["role"])
        rows = rows.filter(pk__in=holding.order_by().values("officer_id"))
    if chosen.get("leave"):
        away = models.Q(pk__in=leave.leaves_on(today).order_by().values("officer_id"))
        rows = rows.filter(away if chosen["leave"] == "away" else ~away)
    if chosen.get("hours"):
        wanted = models.Q(hours_wanted=True)
        enough = models.Q(training_hours__gte=Decimal(training.yearly_goal()))
        rows = rows.filter(wanted, enough if chosen["hours"] == "full" else ~enough)
    return _by_paper(rows, chosen.get("paper", ""))


def _by_paper(rows: models.QuerySet[Officer], paper: str) -> models.QuerySet[Officer]:
    today = timezone.localdate()
    mine = Certificate.objects.filter(officer=models.OuterRef("pk"))
    valid = mine.filter(status="valid", valid_from__lte=today, expires_on__gte=today)
    longer = valid.filter(expires_on__gt=today + timedelta(days=60))
    if paper == "valid":
        return rows.filter(models.Exists(valid))
    if paper == "soon":
        return rows.filter(models.Exists(valid), ~models.Exists(longer))
    if paper == "suspended":
        held = mine.filter(status="suspended", expires_on__gte=today)
        return rows.filter(models.Exists(held))
    if paper == "none":
        return rows.filter(~models.Exists(valid))
    return rows


def _lines(rows: Iterable[Officer]) -> list[dict[str, Any]]:
    people = list(rows)
    offices = selectors.offices_of(people)
    away = leave.away_on([row.pk for row in people], timezone.localdate())
    return [
        {
            "officer": row,
            "paper": selectors.paper_of(row),
            "offices": offices.get(row.pk, []),
            "away": away.get(row.pk),
            **_hours(row),
        }
        for row in people
    ]


def _hours(row: Any) -> dict[str, Decimal]:
    """Hours attended, and those still missing where they are wanted of the person."""
    goal = training.yearly_goal() if row.hours_wanted else 0
    return {
        "hours": row.training_hours,
        "missing": missing_hours(row.training_hours, goal),
    }


def _exported(line: dict[str, Any]) -> tuple[object, ...]:
    officer, paper = line["officer"], line["paper"]
    return (
        str(officer),
        str(officer.home),
        officer.get_rank_display(),
        officer.post,
        "是" if officer.on_establishment else "否",
        "；".join(f"{office.role_label}（{office.scope}）" for office in line["offices"]),
        paper.number,
        paper.text,
        paper.expires_on.isoformat() if paper.expires_on else "",
        float(line["hours"]),
        f"请假至 {line['away'].ends_on}" if line["away"] else "在岗",
        officer.phone,
    )
