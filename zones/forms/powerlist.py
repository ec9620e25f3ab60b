"""Filters of the power lists and the matrix, and the form that publishes a list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import DayInput, PlainForm, VersionedForm
from zones.models import Agency, EnforcementItem


class RowsFilter(PlainForm):
    """Words and domain; enough for a list that is frozen."""

    q = forms.CharField(label="关键词", required=False, max_length=60)
    domain = forms.ChoiceField(label="领域", required=False)

    def __init__(self, *args: Any, domains: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["domain"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *((name, name) for name in domains)]
        self.is_valid()

    def chosen(self, name: str) -> Any:
        """The value of a filter; one that can't be read counts as not set."""
        return self.cleaned_data.get(name)


class PowerFilter(RowsFilter):
    """What a town holds: on which day."""

    on = forms.DateField(label="查询日期", required=False, widget=DayInput())

    @property
    def day(self) -> date:
        chosen: date | None = self.chosen("on")
        return chosen or timezone.localdate()


class MatrixFilter(PowerFilter):
    """Items side by side for all towns."""

    bureau = forms.ModelChoiceField(
        label="原实施部门",
        queryset=Agency.objects.filter(items__isnull=False).distinct().order_by("id"),
        required=False,
        empty_label="全部",
    )
    differs = forms.ChoiceField(
        label="差异",
        required=False,
        choices=[("", "全部事项"), ("1", "只看各镇街不一致的")],
    )
    field_order = ["q", "domain", "bureau", "on", "differs"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        domains = EnforcementItem.objects.order_by("domain").values_list("domain", flat=True)
        super().__init__(*args, domains=domains.distinct(), **kwargs)


class PublishForm(VersionedForm):
    """The version the publisher compared with travels along; 0 before the first."""
