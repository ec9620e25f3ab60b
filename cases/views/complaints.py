"""Complaints for those who deal with them: list, export, new, page, files, who complained."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases import policy
from cases.actions import complaints as actions
from cases.filters import ComplaintFilter
from cases.forms.complaints import ComplaintForm, WhyForm
from cases.models import Complaint
from cases.rules import follow_code
from cases.selectors import complaints as selectors
from cases.selectors import duplicates, get_visible_case
from cases.services import complaints as service
from cases.services import reporters
from core import access, audit, calendars, sheets, uploads
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from zones.models import Township
from zones.selectors import put_places

EXPORT_LIMIT = 5000
_HEAD = (
    "编号",
    "来源",
    "来源编号",
    "收到时间",
    "镇街",
    "地点",
    "反映内容",
    "被反映人",
    "联系方式",
    "要求保密",
    "要求答复",
    "状态",
    "承办单位",
    "受理期限",
    "答复期限",
    "案号",
    "答复时间",
)
_WIDTHS = (18, 11, 16, 17, 12, 26, 50, 22, 10, 10, 10, 12, 16, 12, 12, 20, 17)


def _found(request: UserRequest) -> ComplaintFilter:
    rows = selectors.visible_complaints(user=request.user)
    return ComplaintFilter(request.GET, queryset=rows, request=request)


def complaint_list(request: UserRequest) -> HttpResponse:
    """Complaints I may see, latest first."""
    found = _found(request)
    rows = found.qs.defer("content_print", "place_print", "party_print")
    page = ListPage(rows, page_number(request.GET.get("page")))
    put_places(page.rows, "township", "transferred_township", "transferred_agency")
    selectors.put_due(page.rows, calendars.work_calendar())
    chosen = found.form.cleaned_data if found.form.is_valid() else {}
    context = {
        "filter": found,
        "page": page,
        "filtered": any(chosen.values()),
        "may_take": access.grants_of(request.user).any("register_cases"),
    }
    return render_page(
        request, "cases/complaints/list.html", "cases/complaints/_list.html", context
    )


def export(request: UserRequest) -> HttpResponse:
    """What the list shows, as a workbook; never who complained."""
    rows = _found(request).qs.select_related(
        "township", "transferred_township", "transferred_agency", "case"
    )
    data = sheets.workbook(
        _HEAD, [_line(row) for row in rows[:EXPORT_LIMIT]], title="投诉举报", widths=_WIDTHS
    )
    return sheets.download(data, f"投诉举报-{timezone.localdate():%Y%m%d}.xlsx")


def _line(row: Complaint) -> tuple[object, ...]:
    return (
        row.number,
        row.get_channel_display(),
        row.source_number,
        f"{timezone.localtime(row.received_at):%Y-%m-%d %H:%M}",
        row.township.name,
        row.place,
        row.content,
        row.party_name,
        "已留" if row.has_contact else "匿名",
        "是" if row.confidential else "否",
        "是" if row.wants_answer else "否",
        row.get_status_display(),
        str(row.holder),
        row.ack_due_on.isoformat(),
        row.answer_due_on.isoformat(),
        row.case.number if row.case else "",
        f"{timezone.localtime(row.answered_at):%Y-%m-%d %H:%M}" if row.answered_at else "",
    )


def new_complaint(request: UserRequest) -> HttpResponse:
    """Take a complaint down."""
    if not access.grants_of(request.user).ids("register_cases", "township"):
        policy.require_registering(request.user, Township.objects.order_by("order")[0])
    form = ComplaintForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.receive(
                told=form.told(),
                key=form.cleaned_data["submission_key"],
                files=form.cleaned_data["attachments"],
                by=request.user,
            ),
            success=_told_code,
            form=form,
        )
        if made is not None:
            return redirect(made.complaint)
    return render(request, "cases/complaints/new.html", {"form": form})


def _told_code(made: service.Receipt) -> str:
    code = follow_code.shown(made.code)
    return f"已登记 {made.complaint.number}。查询码 {code}，请告知投诉举报人，只显示这一次"


def complaint_page(request: UserRequest, pk: int) -> HttpResponse:
    """One complaint: what it says, how it stands, what it may repeat, what can be done."""
    row = selectors.get_visible_complaint(user=request.user, pk=pk)
    return _page(request, row, WhyForm(), reporter=False)


def _page(
    request: UserRequest, row: Complaint, why: WhyForm, *, reporter: bool, status: int = 200
) -> HttpResponse:
    visible = selectors.visible_complaints(user=request.user)
    sees = policy.sees_complainant(request.user, row)
    trail = audit.trail_of(row)
    selectors.put_due([row], calendars.work_calendar())
    context = {
        "complaint": row,
        "steps": [
            {
                "key": key,
                "label": actions.LABELS[key],
                "icon": actions.STEPS[key].icon if key in actions.STEPS else "folder-plus",
                "url": reverse("complaint_action", args=[row.pk, key]),
            }
            for key in actions.available(request.user, row)
        ],
        "files": row.files.all(),
        "reads_files": policy.reads_complaint_files(request.user, row),
        "repeats": row.repeats.select_related("township"),
        "duplicates": duplicates.duplicates_of(row, visible),
        "same_reporter": duplicates.repeats_of(row, visible) if sees else [],
        "cases": duplicates.cases_alike(row, request.user) if row.case is None else [],
        "sees_reporter": sees,
        "reporter_shown": reporter,
        "why": why,
        "trail": selectors.told(trail),
    }
    return render(request, "cases/complaints/page.html", context, status=status)


@require_POST
def reporter(request: UserRequest, pk: int) -> HttpResponse:
    """The page once more, with the reporter's name and phone in plain text."""
    row = selectors.get_visible_complaint(user=request.user, pk=pk)
    policy.require_complainant(request.user, row)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, reporter=False)
    reporters.look_at_complainant(
        complaint_id=row.pk, why=form.cleaned_data["why"], by=request.user
    )
    messages.info(request, "已留下查看记录")
    response = _page(request, row, WhyForm(), reporter=True)
    response["Cache-Control"] = "no-store"
    return response


def file(request: UserRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """One of the files sent with a complaint."""
    row = selectors.get_visible_complaint(user=request.user, pk=pk)
    policy.require_complaint_files(request.user, row)
    kept = get_object_or_404(row.files, pk=file_pk)
    known = request.headers.get("if-none-match", "")
    name = kept.name.rsplit(".", 1)[0]
    return uploads.served(kept.file, name, unchanged_since=known)


def case_reporter(request: UserRequest, pk: int) -> HttpResponse:
    """The reporter kept on a case: asked for with a reason, shown once."""
    case = get_visible_case(user=request.user, pk=pk)
    policy.require_reporter(request.user, case)
    form, shown = WhyForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        reporters.look_at_reporter(case_id=case.pk, why=form.cleaned_data["why"], by=request.user)
        shown = True
    response = render(request, "cases/reporter.html", {"case": case, "form": form, "shown": shown})
    response["Cache-Control"] = "no-store"
    return response
