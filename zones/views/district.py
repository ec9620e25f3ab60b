"""The district as it is laid out, and what has been delegated to whom."""

from __future__ import annotations

from django import forms
from django.db import models
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.forms import DayInput, PlainForm
from core.http import UserRequest, render_page
from core.paging import ListPage, page_number
from zones import selectors
from zones.models import Agency, EnforcementItem, PolicyDocument, Township


class ItemFilter(PlainForm):
    """What the power list shows: held by whom, on which day."""

    q = forms.CharField(label="关键词", required=False)
    domain = forms.ChoiceField(label="领域", required=False)
    town = forms.ModelChoiceField(
        label="承接镇街",
        queryset=Township.objects.exclude(zone=None),
        required=False,
        empty_label="全部",
    )
    on = forms.DateField(label="查询日期", required=False, widget=DayInput())

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        domains = EnforcementItem.objects.order_by("domain").values_list("domain", flat=True)
        field = self.fields["domain"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *((name, name) for name in domains.distinct())]


def items(request: UserRequest) -> HttpResponse:
    """Enforcement items with the towns that hold them on the chosen day."""
    form = ItemFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    day = chosen.get("on") or timezone.localdate()
    rows = EnforcementItem.objects.select_related("agency")
    if chosen.get("q"):
        words = chosen["q"]
        rows = rows.filter(
            models.Q(name__icontains=words)
            | models.Q(legal_basis__icontains=words)
            | models.Q(code__icontains=words)
        )
    if chosen.get("domain"):
        rows = rows.filter(domain=chosen["domain"])
    if chosen.get("town"):
        rows = rows.filter(pk__in=selectors.items_held_by(chosen["town"], day).values("pk"))
    page = ListPage(rows.order_by("code"), page_number(request.GET.get("page")))
    held = selectors.holders_on(page.rows, day)
    lines = [(row, held.get(row.pk, [])) for row in page.rows]
    context = {"form": form, "page": page, "lines": lines, "day": day}
    return render_page(request, "zones/items.html", "zones/_items.html", context)


def district(request: UserRequest) -> HttpResponse:
    """Zones, towns, bureaus and the documents the arrangement rests on."""
    context = {
        "zones": selectors.zones_with_towns(),
        "agencies": Agency.objects.order_by("id"),
        "documents": PolicyDocument.objects.all(),
        "farms": Township.objects.filter(zone=None),
    }
    return render(request, "zones/district.html", context)
