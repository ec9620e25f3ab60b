"""The catalogue: the list, one item with its versions, revising and withdrawing it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.errors import RuleViolation
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from core.sheets import download
from zones import policy, selectors
from zones.forms.catalogue import ApplicableForm, ItemFilter, ReviseForm, WithdrawForm
from zones.models import EnforcementItem
from zones.resources import ItemResource, workbook
from zones.rules.applicable import Applicable, Wording, applicable
from zones.selectors import catalogue as questions
from zones.services import catalogue


def items(request: UserRequest) -> HttpResponse:
    """Enforcement items with the towns that hold them on the chosen day."""
    form = ItemFilter(request.GET)
    form.is_valid()
    day = form.cleaned_data.get("on") or timezone.localdate()
    rows = questions.listed_items(form.cleaned_data, day)
    page = ListPage(rows, page_number(request.GET.get("page")))
    held = selectors.holders_on(page.rows, day)
    wordings = questions.versions_on(page.rows, day)
    lines = [(row, wordings.get(row.pk), held.get(row.pk, [])) for row in page.rows]
    context = {
        "form": form,
        "page": page,
        "lines": lines,
        "day": day,
        "manages": policy.manages_catalogue(request.user),
    }
    return render_page(request, "zones/items.html", "zones/_items.html", context)


def export_items(request: UserRequest) -> HttpResponse:
    """The filtered list as a workbook that can be imported again."""
    form = ItemFilter(request.GET)
    form.is_valid()
    day = form.cleaned_data.get("on") or timezone.localdate()
    rows = questions.versions_to_export(questions.listed_items(form.cleaned_data, day), day)
    resource = ItemResource()
    data = workbook("执法事项", list(resource.columns.values()), resource.rows_of(rows))
    return download(data, f"执法事项-{day}.xlsx")


def item(request: UserRequest, pk: int) -> HttpResponse:
    """One item: its wordings, who has held it, and which wording applies to an act."""
    found = get_object_or_404(EnforcementItem.objects.select_related("agency"), pk=pk)
    day = timezone.localdate()
    lines = questions.version_lines(found, day)
    form = ApplicableForm(request.GET if "acted" in request.GET else None)
    current = next((line for line in lines if line.state == "现行"), None)
    context = {
        "item": found,
        "day": day,
        "lines": lines,
        "shown": current.version if current else (lines[0].version if lines else None),
        "current": current,
        "delegations": questions.delegation_lines(found, day),
        "trail": questions.item_trail(found),
        "manages": policy.manages_catalogue(request.user),
        "form": form,
        "answer": _answer(form, questions.wordings_of(lines)),
    }
    return render_page(
        request, "zones/catalogue/item.html", "zones/catalogue/_applicable.html", context
    )


def _answer(form: ApplicableForm, wordings: list[Wording]) -> Applicable | None:
    if not form.is_bound or not form.is_valid():
        return None
    chosen = form.cleaned_data
    try:
        return applicable(
            wordings,
            acted_on=chosen["acted"],
            decided_on=chosen["decided"],
            continuing=chosen["continuing"],
        )
    except RuleViolation as violation:
        form.add_error("decided", violation.message)
        return None


def _managed(request: UserRequest, pk: int) -> EnforcementItem:
    if not policy.manages_catalogue(request.user):
        raise PermissionDenied("事项目录由区委编办维护")
    return get_object_or_404(EnforcementItem.objects.select_related("agency"), pk=pk)


def revise(request: UserRequest, pk: int) -> HttpResponse:
    """A new wording of the item from a day."""
    found = _managed(request, pk)
    latest = found.versions.select_related("agency").order_by("valid_from").last()
    if latest is None or found.withdrawn_on:
        return redirect("item", pk=pk)
    form = ReviseForm(request.POST or None, item=found, latest=latest)
    if request.method == "POST" and form.is_valid():
        chosen: dict[str, Any] = form.cleaned_data
        done = attempt(
            request,
            lambda: catalogue.revise(
                item=found,
                wording={name: chosen[name] for name in questions.WORDING_LABELS},
                domain=chosen["domain"],
                note=chosen["note"],
                valid_from=chosen["valid_from"],
                document=chosen["document"],
                source=chosen["source"],
                seen=chosen["version"],
                by=request.user,
            ),
            success=lambda made: f"已修订：{made.code} {made.name}",
            form=form,
        )
        if done is not None:
            return redirect("item", pk=pk)
    return render(
        request, "zones/catalogue/revise.html", {"item": found, "form": form, "latest": latest}
    )


def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take the item out of the catalogue from a day."""
    found = _managed(request, pk)
    if found.withdrawn_on:
        return redirect("item", pk=pk)
    day = timezone.localdate()
    form = WithdrawForm(request.POST or None, initial={"on": day})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: catalogue.withdraw(item=found, by=request.user, **form.cleaned_data),
            success=lambda made: f"已退出目录：{made.code} {made.name}",
            form=form,
        )
        if done is not None:
            return redirect("item", pk=pk)
    context = {"item": found, "form": form, "towns": questions.held_now(found, day)}
    return render(request, "zones/catalogue/withdraw.html", context)
