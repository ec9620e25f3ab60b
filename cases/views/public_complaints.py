"""Reporting and following without a login: nothing personal is shown, no session is begun."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from cases.forms.public_complaints import FollowForm, PublicReportForm
from cases.models import Complaint
from cases.rules import complaints as rule
from cases.rules import follow_code
from cases.selectors import complaints as selectors
from cases.services import complaints as service
from core import throttling, uploads
from core.errors import RuleViolation

REPORT_RATE = "10/h"  # many people share one address of a mobile network
FOLLOW_RATE = "30/h"
WRONG_RATE = "1000/h"  # wrong codes from everywhere
LARGEST_REQUEST = service.LARGEST_TOTAL + uploads.MEGABYTE  # the words beside the files
_UNKNOWN = "没有查到。请核对查询码；刚提交的请稍候再查"


@login_not_required
@csrf_exempt  # checked below, once the size is known: the check reads the whole body
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """Report something; the answer shows the code, once."""
    if request.method == "POST" and _size_of(request) > LARGEST_REQUEST:
        form = PublicReportForm()
        most = uploads.megabytes(service.LARGEST_TOTAL)
        context = {"form": form, "too_large": most}
        return render(request, "cases/public/report.html", context, status=413)
    return _report(request)


def _size_of(request: HttpRequest) -> int:
    raw = request.headers.get("content-length") or "0"
    return int(raw) if raw.isdecimal() else 0


@csrf_protect
def _report(request: HttpRequest) -> HttpResponse:
    form = PublicReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        receipt = _receive(request, form)
        if receipt is not None:
            context = {"complaint": receipt.complaint, "code": follow_code.shown(receipt.code)}
            return render(request, "cases/public/received.html", context)
    return render(request, "cases/public/report.html", {"form": form, "too_large": ""})


def _receive(request: HttpRequest, form: PublicReportForm) -> service.Receipt | None:
    """None: refused, and the form says why."""
    seconds = throttling.wait_for(request, "complaint.report", REPORT_RATE)
    if seconds:
        text = (
            f"从您的网络提交的次数太多，请过 {throttling.in_words(seconds)}再提交，或者拨打 12345"
        )
        form.add_error(None, text)
        return None
    try:
        return service.receive(
            told=form.told(),
            key=form.cleaned_data["submission_key"],
            files=form.cleaned_data["attachments"],
        )
    except RuleViolation as violation:
        form.add_error(violation.field or None, violation.message)
        return None


@login_not_required
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """How a report stands, by its code. Asked by POST: a code belongs in no address or log."""
    form = FollowForm(request.POST or None)
    row = None
    if request.method == "POST" and form.is_valid():
        row = _find(request, form)
    context = {
        "form": form,
        "complaint": row,
        "words": rule.public_words(selectors.outcome_of(row)) if row else "",
    }
    return render(request, "cases/public/follow.html", context)


def _find(request: HttpRequest, form: FollowForm) -> Complaint | None:
    """The complaint of the code. Of a wrong one nothing is said but that it was not found."""
    seconds = throttling.wait_for(request, "complaint.follow", FOLLOW_RATE)
    wanted = follow_code.kept(form.cleaned_data["code"])
    row = None if seconds else selectors.followed_by(wanted)
    if row is not None and constant_time_compare(row.follow_code_hash, wanted):
        return row
    seconds = seconds or throttling.wait_for(
        request, "complaint.wrong_code", WRONG_RATE, everybody=True
    )
    late = f"查询的次数太多，请过 {throttling.in_words(seconds)}再查" if seconds else ""
    form.add_error("code", late or _UNKNOWN)
    return None
