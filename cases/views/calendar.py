"""工作日历: the loaded years, and loading a year's notice with its preview."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.forms.calendar import NoticeForm
from cases.selectors.year_sheet import year_sheet
from cases.services import holiday_notices as service
from cases.services.missing_notice import missing_year
from core import calendars
from core.http import UserRequest, attempt
from core.models import CalendarDay, CalendarYear, Job
from core.paging import RowsPage, page_number
from core.rules.statutory_days import statutory_days
from core.sheets import download, workbook

_HEAD = ("案号", "案由", "期限", "原届满日", "现届满日", "变动天数", "仍为暂定")
_WIDTHS = (24, 40, 24, 14, 14, 10, 10)


def calendar(request: UserRequest) -> HttpResponse:
    """The years and their notices; one year as twelve sheets."""
    years = list(CalendarYear.objects.all())
    loaded = [row.year for row in years]
    today = timezone.localdate()
    known = calendars.work_calendar()
    offered = sorted({*loaded, today.year, today.year + 1})
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in offered else today.year
    days = CalendarDay.objects.filter(day__year=year)
    context = {
        "years": years,
        "offered": offered,
        "year": year,
        "row": next((row for row in years if row.year == year), None),
        "sheets": year_sheet(year, known),
        "days": days,
        "off": sum(not day.is_workday for day in days),
        "worked": sum(day.is_workday for day in days),
        "statutory": sorted(statutory_days(year).items()),
        "missing": missing_year(today),
        "may_load": service.may_load(request.user),
        "loads": Job.objects.filter(kind=service.LOAD, state=Job.State.DONE).select_related(
            "created_by"
        )[:8]
        if service.may_load(request.user)
        else [],
    }
    return render(request, "cases/calendar/page.html", context)


def load(request: UserRequest) -> HttpResponse:
    """Give a year's notice; the worker works out what it would change."""
    service.require_loading(request.user)
    initial = {"year": request.GET["year"]} if request.GET.get("year", "").isdecimal() else None
    form = NoticeForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        job = attempt(
            request,
            lambda: service.submit(notice=form.notice(), by=request.user),
            success="已读取，正在推算会变动的期限",
            form=form,
        )
        if job is not None:
            return redirect("job", pk=job.pk)
    return render(request, "cases/calendar/load.html", {"form": form})


def template(request: UserRequest) -> HttpResponse:
    """An empty workbook with two lines as an example."""
    service.require_loading(request.user)
    year = timezone.localdate().year + 1
    rows = [[f"{year}-01-01", "放假", "元旦"], [f"{year}-10-10", "调休上班", "国庆节"]]
    data = workbook(["日期", "类型", "节日"], rows, sheet="放假通知", widths=(14, 12, 12))
    return download(data, "放假通知.xlsx")


def preview(request: UserRequest, pk: int) -> HttpResponse:
    """What the notice would change, before anything is written."""
    service.require_loading(request.user)
    job = get_object_or_404(service.previews(request.user), pk=pk, state=Job.State.DONE)
    moved = job.result["moved"]
    context = {
        "job": job,
        "notice": job.params,
        "result": job.result,
        "page": RowsPage(moved, page_number(request.GET.get("page"))),
        "loading": service.loading_of(job.pk),
    }
    return render(request, "cases/calendar/preview.html", context)


@require_POST
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Load what was previewed."""
    service.require_loading(request.user)
    get_object_or_404(service.previews(request.user), pk=pk)
    job = attempt(
        request,
        lambda: service.confirm(preview_id=pk, by=request.user),
        success="已确认，正在载入并重新推算",
    )
    return redirect("workdays_preview", pk=pk) if job is None else redirect("job", pk=job.pk)


def _load_job(request: UserRequest, pk: int) -> Job:
    service.require_loading(request.user)
    job = Job.objects.filter(pk=pk, kind=service.LOAD, state=Job.State.DONE).first()
    if job is None:
        raise Http404("没有这次载入，或者尚未完成")
    return job


def result(request: UserRequest, pk: int) -> HttpResponse:
    """The terms that a loaded notice moved."""
    job = _load_job(request, pk)
    rows: list[dict[str, Any]] = job.result["moved"]
    context = {
        "job": job,
        "result": job.result,
        "page": RowsPage(rows, page_number(request.GET.get("page"))),
    }
    return render(request, "cases/calendar/result.html", context)


def export(request: UserRequest, pk: int) -> HttpResponse:
    """The moved terms as a workbook."""
    job = _load_job(request, pk)
    rows = [
        (
            row["number"],
            row["title"],
            row["label"],
            row["before"],
            row["after"],
            row["days"],
            "是" if row["provisional"] else "",
        )
        for row in job.result["moved"]
    ]
    data = workbook(_HEAD, rows, sheet="变动的期限", widths=_WIDTHS)
    return download(data, f"{job.result['year']}年放假通知变动的期限.xlsx")
