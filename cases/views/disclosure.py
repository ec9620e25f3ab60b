"""Decisions made public: what everybody reads, and what staff see of their own cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.forms.disclosure import DisclosureFilter, PublicFilter
from cases.models import CaseTerm, Disclosure
from cases.rules.terms import Term
from cases.selectors import disclosure as questions
from core import sheets
from core.http import UserRequest, render_page
from core.paging import ListPage, page_number

EXPORT_LIMIT = 10_000
_DUE = {
    "late": (Term.PUBLICATION.value, Term.PUBLICATION_OTHER.value),
    "withdraw": (Term.WITHDRAWAL.value,),
}


@login_not_required
def decisions(request: HttpRequest) -> HttpResponse:
    """The decisions shown today; the whole question is in the address."""
    shown = questions.public_decisions()
    form = PublicFilter(request.GET, organs=questions.organs_of(shown))
    rows = _searched(shown, form) if form.is_valid() else shown.none()
    context = {
        "form": form,
        "page": ListPage(rows, page_number(request.GET.get("page"))),
        "demo": settings.DEMO,
    }
    return render(request, "cases/public/decisions.html", context)


def _searched(rows: models.QuerySet[Disclosure], form: PublicFilter) -> models.QuerySet[Disclosure]:
    data = form.cleaned_data
    for word in data["q"].split()[:5]:
        rows = rows.filter(
            models.Q(title_shown__contains=word) | models.Q(case__decision__number__contains=word)
        )
    if data["organ"]:
        rows = rows.filter(case__decision__authority_name=data["organ"])
    if data["since"]:
        rows = rows.filter(case__decision__decided_on__gte=data["since"])
    if data["until"]:
        rows = rows.filter(case__decision__decided_on__lte=data["until"])
    return rows


@login_not_required
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision as published; of a withdrawn one only that it was withdrawn, and why."""
    row = questions.public_decisions().filter(pk=pk).first()
    if row is None:
        raise Http404("没有这份处罚决定，或者公示期已满、已经下架")
    context = {
        "row": row,
        "decision": row.case.decision,
        "withdrawn": row.withdrawn_at is not None,
        "demo": settings.DEMO,
    }
    return render(request, "cases/public/decision.html", context)


def _found(request: UserRequest) -> tuple[DisclosureFilter, models.QuerySet[Disclosure]]:
    form = DisclosureFilter(request.GET)
    rows = questions.visible_disclosures(user=request.user)
    if not form.is_valid():
        return form, rows
    data = form.cleaned_data
    for word in data["q"].split()[:5]:
        rows = rows.filter(
            models.Q(case__number__contains=word)
            | models.Q(case__title__contains=word)
            | models.Q(case__decision__number__contains=word)
        )
    if data["state"]:
        rows = questions.in_state(rows, data["state"])
    if data["due"]:
        running = CaseTerm.objects.filter(
            case=models.OuterRef("case"), closed_on=None, term__in=_DUE[data["due"]]
        )
        if data["due"] == "late":
            running = running.filter(due_on__lt=timezone.localdate())
        rows = rows.filter(models.Exists(running))
    return form, rows


def disclosures(request: UserRequest) -> HttpResponse:
    """Publications of the cases visible to me, with their terms."""
    form, rows = _found(request)
    context = {
        "form": form,
        "page": ListPage(rows, page_number(request.GET.get("page"))),
        "today": timezone.localdate(),
    }
    return render_page(
        request, "cases/disclosure/list.html", "cases/disclosure/_list.html", context
    )


_HEAD = (
    "案号",
    "文号",
    "处罚机关",
    "案由",
    "公示的当事人",
    "决定日期",
    "公开期限",
    "状态",
    "公开日期",
    "公示期至",
    "撤回日期",
    "理由",
)


def _lines(rows: Iterable[Disclosure]) -> Iterable[list[Any]]:
    for row in rows:
        made = row.case.decision
        yield [
            row.case.number,
            made.number,
            made.authority_name,
            row.title_shown or row.case.title,
            row.party_shown,
            made.decided_on,
            row.due_on,
            row.state.label,
            row.published_at and timezone.localdate(row.published_at),
            row.shown_until,
            row.withdrawn_at and timezone.localdate(row.withdrawn_at),
            row.withdrawn_why or row.reason,
        ]


def export(request: UserRequest) -> HttpResponse:
    """The filtered list as a workbook."""
    _, rows = _found(request)
    widths = (18, 26, 24, 32, 24, 12, 12, 10, 12, 12, 12, 40)
    data = sheets.workbook(_HEAD, _lines(rows[:EXPORT_LIMIT]), sheet="公示", widths=widths)
    return sheets.download(data, f"处罚决定公示{timezone.localdate():%Y%m%d}.xlsx")
