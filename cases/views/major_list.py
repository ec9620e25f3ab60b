"""重大执法决定法制审核目录: everybody who sees cases reads it, 区司法局 keeps it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.forms.major_list import MajorDecisionForm, MajorListFilter
from cases.models import MajorDecision
from cases.policy import major_list as policy
from cases.rules.gravity import PenaltyKind
from cases.selectors.major_list import catalogue
from cases.services import gravity
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number


def major_list(request: UserRequest) -> HttpResponse:
    """The lines in force today, or all."""
    form = MajorListFilter(request.GET)
    form.is_valid()
    today = timezone.localdate()
    rows = catalogue(None if form.cleaned_data.get("when") == "all" else today)
    page = ListPage(rows, page_number(request.GET.get("page")))
    lines = [(row, _words(row), _standing(row)) for row in page.rows]
    context = {
        "form": form,
        "page": page,
        "lines": lines,
        "keeps": policy.keeps_major_list(request.user),
    }
    return render_page(request, "cases/major/list.html", "cases/major/_list.html", context)


def _words(row: MajorDecision) -> str:
    """The conditions of a line in words."""
    found = [row.domain, f"{row.item.code} {row.item.name}" if row.item else ""]
    found.append(row.get_party_display() if row.party else "")
    found.append("、".join(PenaltyKind(kind).label for kind in row.penalties))
    found.append(f"{row.amount_from:,.2f} 元以上" if row.amount_from else "")
    return "；".join(word for word in found if word) or "所有处罚决定"


def _standing(row: MajorDecision) -> tuple[str, str]:
    today = timezone.localdate()
    if row.starts_on > today:
        return "尚未施行", "info"
    return ("已失效", "neutral") if row.ends_on and row.ends_on < today else ("有效", "success")


def major_line(request: UserRequest, pk: int | None = None) -> HttpResponse:
    """Write a new line, or change one."""
    policy.require_major_list(request.user)
    row = get_object_or_404(MajorDecision, pk=pk) if pk is not None else None
    form = MajorDecisionForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: gravity.keep_line(
                line=form.line(),
                pk=row.pk if row else None,
                revision=form.cleaned_data["revision"] if row else None,
                by=request.user,
            ),
            success="目录已更新，未作出决定的案件正在重新判定",
            form=form,
        )
        if done is not None:
            return redirect("major_list")
    return render(request, "cases/major/form.html", {"form": form, "row": row})
