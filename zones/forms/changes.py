"""Proposing an adjustment, choosing its lines, reviewing it, looking up the past."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core import access
from core.forms import DayInput, OnceForm, PlainForm, VersionedForm
from core.models import User
from zones.models import Agency, ChangeLine, ChangeSet, EnforcementItem, Township
from zones.services.changes import Proposal

Unit = Township | Agency | None


def units_of(user: User) -> dict[str, Unit]:
    """The units for which this person proposes, by key."""
    grants = access.grants_of(user)
    found: dict[str, Unit] = {}
    if grants.ids("propose_changes", "district"):
        found["district"] = None
    for town in Township.objects.filter(pk__in=grants.ids("propose_changes", "township")):
        found[f"T{town.pk}"] = town
    for agency in Agency.objects.filter(pk__in=grants.ids("propose_changes", "agency")):
        found[f"A{agency.pk}"] = agency
    return found


class _Words(PlainForm):
    title = forms.CharField(label="名称", max_length=120, help_text="如：天宝镇承接农业农村事项")
    document = forms.CharField(
        label="依据文件", max_length=120, help_text="文号或承接确认书，将记入每条赋权"
    )
    effective_on = forms.DateField(
        label="生效日期", widget=DayInput(), help_text="不得早于今天；此前已立案的案件不受影响"
    )
    reason = forms.CharField(
        label="调整理由", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

    def proposal(self) -> Proposal:
        names = ("title", "reason", "document", "effective_on")
        return Proposal(**{name: self.cleaned_data[name] for name in names})


class NewChangeForm(_Words, OnceForm):
    """A new draft, for one of the units the person proposes for."""

    unit = forms.ChoiceField(label="提出单位")
    field_order = ["unit", "title", "document", "effective_on", "reason"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units_of(user)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, str(unit or "区委编办")) for key, unit in self.units.items()]
        self.fields["effective_on"].initial = timezone.localdate

    def unit_chosen(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]


class EditChangeForm(_Words, VersionedForm):
    """The words of a draft; remembers which version was seen."""


class ItemsField(forms.ModelMultipleChoiceField["EnforcementItem"]):
    def label_from_instance(self, obj: EnforcementItem) -> str:
        return f"{obj.code} {obj.name}（{obj.domain}）"


class LinesForm(PlainForm):
    """Several items, or all of a domain, with several towns at once."""

    kind = forms.ChoiceField(label="种类", choices=ChangeLine.Kind.choices)
    domain = forms.ChoiceField(label="按领域添加", required=False)
    items = ItemsField(
        label="按事项添加",
        queryset=EnforcementItem.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-search": "1"}),
        help_text="可选多项，可与领域同时选",
    )
    towns = forms.ModelMultipleChoiceField(
        label="乡镇（街道）",
        queryset=Township.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="上收市级针对整个事项，不选镇街",
    )

    def __init__(self, *args: Any, change: ChangeSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = EnforcementItem.objects.filter(withdrawn_on=None).order_by("code")
        towns = Township.objects.exclude(zone=None).order_by("order")
        kind, domain = self.fields["kind"], self.fields["domain"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(domain, forms.ChoiceField)
        if change.proposing_agency_id:
            self.rows = self.rows.filter(agency=change.proposing_agency_id)
        if change.proposing_township_id:
            towns = towns.filter(pk=change.proposing_township_id)
            self.fields["towns"].initial = [change.proposing_township_id]
            kind.choices = [c for c in ChangeLine.Kind.choices if c[0] != ChangeLine.Kind.CITY]
        self.fields["items"].queryset = self.rows  # type: ignore[attr-defined]
        self.fields["towns"].queryset = towns  # type: ignore[attr-defined]
        names = self.rows.order_by("domain").values_list("domain", flat=True).distinct()
        domain.choices = [("", "不按领域"), *((name, name) for name in names)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("domain") and not data.get("items"):
            self.add_error("items", "请选择事项，或者选择一个领域")
        if data.get("kind") != ChangeLine.Kind.CITY and not data.get("towns"):
            self.add_error("towns", "请选择乡镇（街道）")
        return data

    def item_ids(self) -> set[int]:
        chosen = {item.pk for item in self.cleaned_data["items"]}
        if self.cleaned_data["domain"]:
            rows = self.rows.filter(domain=self.cleaned_data["domain"])
            chosen |= set(rows.values_list("pk", flat=True))
        return chosen

    def town_ids(self) -> set[int]:
        return {town.pk for town in self.cleaned_data["towns"]}


class WordForm(PlainForm):
    """An organ's word; the reason is required when it refuses."""

    agrees = forms.ChoiceField(
        label="审核意见", choices=[("yes", "同意"), ("no", "不同意")], widget=forms.RadioSelect
    )
    opinion = forms.CharField(
        label="理由",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不同意的必填，提出单位据此修改",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("agrees") == "no" and not data.get("opinion"):
            self.add_error("opinion", "不同意须写明理由")
        return data


class ChangeFilter(PlainForm):
    q = forms.CharField(label="关键词", required=False)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *ChangeSet.State.choices]
    )
    town = forms.ModelChoiceField(
        label="涉及镇街",
        queryset=Township.objects.exclude(zone=None),
        required=False,
        empty_label="全部",
    )


class HistoryForm(PlainForm):
    """What did a town hold on a day, and how does another day differ."""

    town = forms.ModelChoiceField(
        label="乡镇（街道）", queryset=Township.objects.exclude(zone=None), required=False
    )
    on = forms.DateField(label="查询日期", required=False, widget=DayInput())
    against = forms.DateField(label="对比日期", required=False, widget=DayInput())
