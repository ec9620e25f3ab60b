"""Certificates and recusals of a person, and the list of certificates by their end."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from core import sheets, uploads
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from personnel import policy
from personnel.forms.papers import (
    CertificateFilter,
    CertificateForm,
    ReasonForm,
    RecusalForm,
    ScanForm,
)
from personnel.models import Certificate, Recusal
from personnel.rules.eligibility import CertificateStatus
from personnel.selectors import papers as selectors
from personnel.selectors.officers import get_visible_officer
from personnel.services import certificates as service
from personnel.services import recusals
from personnel.views._form import FormPage, of

EXPORT_LIMIT = 5000
HEAD = (
    "姓名",
    "单位",
    "证号",
    "执法领域",
    "发证机关",
    "有效期起",
    "有效期止",
    "状态",
    "剩余",
    "原因",
)
WIDTHS = (10, 18, 16, 30, 24, 12, 12, 12, 14, 30)
ACTIONS = {
    "suspend": (CertificateStatus.SUSPENDED, "暂扣"),
    "restore": (CertificateStatus.VALID, "恢复"),
    "revoke": (CertificateStatus.REVOKED, "注销"),
}


_EFFECT = {
    CertificateStatus.SUSPENDED: "暂扣期间不得执法，在办案件须另行指派人员；之后可以恢复。",
    CertificateStatus.VALID: "恢复后即可在有效期内执法。",
    CertificateStatus.REVOKED: "注销后不能恢复；重新取得资格的，登记新证件。",
}


def certificates(request: UserRequest) -> HttpResponse:
    """Certificates of the people I may look at; the first to end comes first."""
    form, rows = _found(request)
    page = ListPage(rows, page_number(request.GET.get("page")))
    today = timezone.localdate()
    context = {
        "form": form,
        "page": page,
        "lines": [selectors.line_of(row, today) for row in page.rows],
        "filtered": any(form.cleaned_data.values()),
    }
    return render_page(
        request, "personnel/papers/list.html", "personnel/papers/_list.html", context
    )


def export(request: UserRequest) -> HttpResponse:
    """What the list shows, as a workbook."""
    _, rows = _found(request)
    today = timezone.localdate()
    lines = [selectors.line_of(row, today) for row in rows[:EXPORT_LIMIT]]
    found = [
        (
            str(line.row.officer),
            str(line.row.officer.home),
            line.row.number,
            "、".join(line.row.domains) or "综合执法",
            line.row.issuer,
            line.row.valid_from.isoformat(),
            line.row.expires_on.isoformat(),
            line.label,
            line.left_text,
            line.row.status_reason,
        )
        for line in lines
    ]
    data = sheets.workbook(HEAD, found, title=f"行政执法证（{today}）", widths=WIDTHS)
    return sheets.download(data, "行政执法证.xlsx")


def _found(request: UserRequest) -> tuple[CertificateFilter, models.QuerySet[Certificate]]:
    if not policy.sees_people(request.user):
        raise PermissionDenied("您的职务不含查看人员")
    form = CertificateFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = selectors.visible_certificates(request.user)
    if words := chosen.get("q"):
        named = models.Q(officer__user__name__icontains=words)
        rows = rows.filter(named | models.Q(number__icontains=words))
    if chosen.get("state"):
        rows = rows.filter(selectors.standing_is(chosen["state"], timezone.localdate()))
    if chosen.get("town"):
        rows = rows.filter(officer__home_township=chosen["town"])
    if chosen.get("agency"):
        rows = rows.filter(officer__home_agency=chosen["agency"])
    revoked = models.Q(status=Certificate.Status.REVOKED)
    return form, rows.annotate(over=revoked).order_by("over", "expires_on", "pk")


def register(request: UserRequest, pk: int) -> HttpResponse:
    """A first or a renewed certificate for this person."""
    policy.require_certificates(request.user)
    officer = get_visible_officer(user=request.user, pk=pk)
    form = CertificateForm(request.POST or None, request.FILES or None, officer=officer)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.register(
                officer_id=pk,
                paper=form.paper(),
                exam_note=form.cleaned_data["exam_note"],
                scan=form.cleaned_data["scan"],
                by=request.user,
            ),
            success=lambda row: f"已登记行政执法证 {row.number}",
            form=form,
        )
        if made is not None:
            return redirect(officer)
    passed = selectors.passed_on(officer)
    return FormPage(
        title="登记行政执法证",
        submit="登记",
        icon="patch-check",
        back=of(officer),
        draft=f"certificate-{pk}",
        note=f"{officer}已于 {passed} 考试合格。换发的新证件另行登记，原证件保留备查。"
        if passed
        else f"{officer}没有考试合格的记录。只有此前或其他机关已核发的证件可以登记，"
        "并须在“考试情况说明”中写明（方案附件（六））。",
        note_tone="info" if passed else "warning",
    ).render(request, form)


def add_scan(request: UserRequest, pk: int) -> HttpResponse:
    """A scan for a certificate that has none, or a better one."""
    policy.require_certificates(request.user)
    row = selectors.get_visible_certificate(user=request.user, pk=pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: service.add_scan(
                certificate_id=pk, scan=form.cleaned_data["scan"], by=request.user
            ),
            success="扫描件已保存",
            form=form,
        )
        if done is not None:
            return redirect(row.officer)
    return FormPage(
        title="证件扫描件", submit="上传", icon="file-earmark-arrow-up", back=of(row.officer)
    ).render(request, form)


def scan(request: UserRequest, pk: int) -> HttpResponseBase:
    """The scan itself, for those who may look at the person."""
    row = selectors.get_visible_certificate(user=request.user, pk=pk)
    known = request.headers.get("If-None-Match", "")
    name = f"{row.officer}行政执法证{row.number}"
    return uploads.served(row.scan, name, unchanged_since=known)


def change_status(request: UserRequest, pk: int, action: str) -> HttpResponse:
    """Suspend, restore or revoke, with the reason."""
    policy.require_certificates(request.user)
    row = selectors.get_visible_certificate(user=request.user, pk=pk)
    if action not in ACTIONS:
        raise Http404("没有这个操作")
    status, word = ACTIONS[action]
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: service.change_status(
                certificate_id=pk,
                status=status,
                reason=form.cleaned_data["reason"],
                by=request.user,
            ),
            success=f"已{word}证件 {row.number}",
            form=form,
        )
        if done is not None:
            return redirect(row.officer)
    return FormPage(
        title=f"{word}证件",
        submit=word,
        icon="patch-exclamation",
        back=of(row.officer),
        note=f"{row.officer}，证号 {row.number}，有效期至 {row.expires_on}，"
        f"当前{row.get_status_display()}。{_EFFECT[status]}",
        note_tone="info" if status is CertificateStatus.VALID else "warning",
        confirm=f"确定{word}{row.officer}的行政执法证 {row.number} 吗？",
        danger=status is not CertificateStatus.VALID,
    ).render(request, form)


def record_recusal(request: UserRequest, pk: int) -> HttpResponse:
    """Declare a relation to a party."""
    officer = get_visible_officer(user=request.user, pk=pk)
    if not policy.is_self(request.user, officer):
        policy.require_maintaining(request.user, officer.home)
    form = RecusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: recusals.record(officer_id=pk, by=request.user, **form.cleaned_data),
            success=lambda row: f"已登记：{officer}回避{row.party}",
            form=form,
        )
        if done is not None:
            return redirect(officer)
    return FormPage(
        title="登记回避关系",
        submit="登记",
        icon="slash-circle",
        back=of(officer),
        draft=f"recusal-{pk}",
        note=f"登记后，{officer}不能承办该当事人的案件，也不会被调度到涉及该当事人的行动"
        "（《行政处罚法》第四十三条）。",
    ).render(request, form)


def lift_recusal(request: UserRequest, pk: int) -> HttpResponse:
    """The relation is no more."""
    row = get_object_or_404(Recusal.objects.select_related("officer__user"), pk=pk)
    officer = get_visible_officer(user=request.user, pk=row.officer_id)
    if policy.is_self(request.user, officer):
        raise PermissionDenied("本人的回避关系由单位联络人、副片长或区司法局核实后解除")
    policy.require_maintaining(request.user, officer.home)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(
            request,
            lambda: recusals.lift(recusal_id=pk, reason=reason, by=request.user),
            success=f"已解除{officer}对{row.party}的回避关系",
            form=form,
        )
        if done is not None:
            return redirect(officer)
    return FormPage(
        title="解除回避关系",
        submit="解除",
        icon="slash-circle",
        back=of(officer),
        note=f"{officer}回避“{row.party}”：{row.ground}（{row.recorded_on} 登记）。"
        "请核实利害关系确已消除。",
        note_tone="warning",
    ).render(request, form)
