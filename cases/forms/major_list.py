"""A line of 重大执法决定法制审核目录, and the filter of the list."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.models import MajorDecision
from cases.rules.gravity import PenaltyKind
from cases.services.gravity import Line
from core.forms import DayInput, PlainForm
from zones.models import EnforcementItem
from zones.selectors import catalogue

_NAMES = (
    "title",
    "basis",
    "document",
    "starts_on",
    "ends_on",
    "domain",
    "item",
    "party",
    "penalties",
    "amount_from",
)


class MajorListFilter(PlainForm):
    when = forms.ChoiceField(
        label="效力", required=False, choices=[("live", "现行有效"), ("all", "全部")]
    )


class ItemField(forms.ModelChoiceField["EnforcementItem"]):
    def label_from_instance(self, obj: EnforcementItem) -> str:
        return f"{obj.code} {obj.name}"


class MajorDecisionForm(PlainForm):
    """Every condition that is filled in must hold; one left open holds for every case."""

    title = forms.CharField(label="事项", max_length=120)
    basis = forms.CharField(label="依据", max_length=200)
    document = forms.CharField(
        label="目录文号", max_length=60, help_text="公布目录的文件，如：芗司〔2026〕12号"
    )
    starts_on = forms.DateField(label="施行日期", widget=DayInput)
    ends_on = forms.DateField(
        label="失效日期（含当日）", widget=DayInput, required=False, help_text="不填为长期有效"
    )
    domain = forms.ChoiceField(label="执法领域", required=False)
    item = ItemField(
        label="执法事项",
        queryset=EnforcementItem.objects.none(),
        required=False,
        empty_label="不限",
        widget=forms.Select(attrs={"data-search": True}),
    )
    party = forms.ChoiceField(
        label="当事人", required=False, choices=MajorDecision.PartyKind.choices
    )
    penalties = forms.MultipleChoiceField(
        label="处罚种类",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, kind.label) for kind in PenaltyKind],
        help_text="都不勾选为不限",
    )
    amount_from = forms.DecimalField(
        label="罚款或者没收达到（元）",
        min_value=1,
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text="含本数；不填为不限",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: MajorDecision | None = None, **kwargs: Any) -> None:
        if row is not None:
            known = {name: getattr(row, name) for name in (*_NAMES, "revision")}
            kwargs["initial"] = {**known, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        domain, item = self.fields["domain"], self.fields["item"]
        assert isinstance(domain, forms.ChoiceField)
        assert isinstance(item, forms.ModelChoiceField)
        domain.choices = [("", "不限"), *((name, name) for name in catalogue.domains())]
        item.queryset = EnforcementItem.objects.order_by("code")

    def line(self) -> Line:
        """What was written, as the service takes it."""
        return Line(**{name: self.cleaned_data[name] for name in _NAMES})
