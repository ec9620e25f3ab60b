"""Asking for money, granting it, and the filter of the year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.forms import PlainForm, VersionedForm
from core.models import User
from personnel.forms.equipment import Unit, choose, units_for
from personnel.models import BudgetLine
from personnel.services.equipment import BudgetRequest


def money(label: str) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=12, decimal_places=2)


def years() -> list[int]:
    this = timezone.localdate().year
    return [this - 1, this, this + 1]


class YearFilter(PlainForm):
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "year", [("", f"{self.this_year()} 年（本年）"), *self._others()])

    @staticmethod
    def this_year() -> int:
        return timezone.localdate().year

    def _others(self) -> list[tuple[str, str]]:
        kept = set(BudgetLine.objects.order_by().values_list("year", flat=True).distinct())
        found = sorted((kept | set(years())) - {self.this_year()}, reverse=True)
        return [(str(year), f"{year} 年") for year in found]

    def chosen(self) -> int:
        return (self.cleaned_data.get("year") if self.is_valid() else None) or self.this_year()


class RequestForm(PlainForm):
    """A unit's request for one kind of expense in a year."""

    unit = forms.ChoiceField(label="单位")
    year = forms.TypedChoiceField(label="年度", coerce=int)
    kind = forms.ChoiceField(label="科目", choices=BudgetLine.Kind.choices)
    requested = money("申请金额（元）")
    note = forms.CharField(label="用途说明", max_length=200, help_text="如：更新执法记录仪 6 台")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units_for(user, "manage_equipment")
        choose(self, "unit", [(key, str(unit)) for key, unit in self.units.items()])
        choose(self, "year", [(str(year), f"{year} 年") for year in reversed(years())])
        self.fields["year"].initial = timezone.localdate().year + 1

    def unit_chosen(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]

    def words(self) -> BudgetRequest:
        names = BudgetRequest.__dataclass_fields__
        return BudgetRequest(**{name: self.cleaned_data[name] for name in names})


class AmendForm(VersionedForm):
    requested = money("申请金额（元）")
    note = forms.CharField(label="用途说明", max_length=200)


class GrantForm(VersionedForm):
    granted = money("安排金额（元）")
