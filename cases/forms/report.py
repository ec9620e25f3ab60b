"""The report form: filed at the roadside on a phone, or at the counter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from cases.models import Case, Party
from cases.rules.circumstances import AT_REGISTERING, LABELS
from cases.services.intake import Report
from core import access
from core.forms import DayInput, OnceForm
from core.models import User
from zones.models import EnforcementItem, Township, Village

UNKEPT = {"data-no-draft": True, "autocomplete": "off"}  # who reported stays in no browser


class VillageField(forms.ModelChoiceField["Village"]):
    """Villages carry their town, so that the browser shows only those of the chosen town."""

    def label_from_instance(self, obj: Village) -> str:
        return f"{obj.township.name} · {obj.name}"


class ItemField(forms.ModelChoiceField["EnforcementItem"]):
    def label_from_instance(self, obj: EnforcementItem) -> str:
        return f"{obj.name}（{obj.domain}）"


def offer_towns(field: forms.Field, user: User) -> models.QuerySet[Township]:
    """The towns the user may register cases for, which are returned; an only one is chosen."""
    ids = access.grants_of(user).ids("register_cases", "township")
    assert isinstance(field, forms.ModelChoiceField)
    towns = Township.objects.filter(pk__in=ids)
    field.queryset = towns
    if len(ids) == 1:
        field.initial, field.empty_label = next(iter(ids)), None
    return towns


class ReportForm(OnceForm):
    """What is known when a matter is reported."""

    source = forms.ChoiceField(label="案件来源", choices=Case.Source.choices, initial="inspection")
    title = forms.CharField(label="案由", max_length=120, help_text="如：占用城市道路堆放物料")
    item = ItemField(
        label="执法事项",
        queryset=EnforcementItem.objects.order_by("code"),
        empty_label="请选择",
        widget=forms.Select(attrs={"data-search": "1"}),
        help_text="可输入关键词查找",
    )
    township = forms.ModelChoiceField(
        label="案发镇街（登记单位）", queryset=Township.objects.none()
    )
    village = VillageField(
        label="村（社区）",
        queryset=Village.objects.select_related("township"),
        required=False,
        empty_label="不填",
        widget=forms.Select(attrs={"data-search": "1"}),
    )
    other_towns = forms.ModelMultipleChoiceField(
        label="还涉及哪些镇街",
        queryset=Township.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="跨乡镇（街道）的案件受理后自动上报片长",
    )
    place = forms.CharField(label="案发地点", max_length=120)
    occurred_on = forms.DateField(label="发生日期", widget=DayInput())
    continuing = forms.BooleanField(
        label="违法行为仍在连续或者继续",
        required=False,
        help_text="追究时效自行为终了之日起算（《行政处罚法》第三十六条第二款）",
    )
    description = forms.CharField(
        label="简要案情", widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
    party_kind = forms.ChoiceField(label="当事人类别", choices=Party.Kind.choices)
    party_name = forms.CharField(label="当事人姓名（名称）", max_length=120)
    party_identifier = forms.CharField(
        label="证件号或统一社会信用代码", max_length=20, required=False
    )
    party_representative = forms.CharField(
        label="法定代表人（经营者）", max_length=40, required=False
    )
    party_phone = forms.CharField(label="当事人电话", max_length=20, required=False)
    party_address = forms.CharField(label="当事人住址（住所）", max_length=120, required=False)
    reporter_name = forms.CharField(
        label="举报人", max_length=40, required=False, widget=forms.TextInput(UNKEPT)
    )
    reporter_phone = forms.CharField(
        label="举报人电话",
        max_length=20,
        required=False,
        help_text="仅承办人员可见，查看须留痕",
        widget=forms.TextInput(UNKEPT),
    )
    is_major = forms.BooleanField(label="重大案件", required=False)
    is_complex = forms.BooleanField(label="复杂疑难", required=False)
    circumstances = forms.MultipleChoiceField(
        label="重大、复杂的情形",
        choices=[(one.value, LABELS[one]) for one in AT_REGISTERING],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="勾选后，案件受理时自动上报片长",
    )
    accept = forms.BooleanField(
        label="登记后立即受理", required=False, initial=True, help_text="巡查发现的案件可一并受理"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_towns(self.fields["township"], user)
        self.fields["occurred_on"].initial = timezone.localdate

    def report(self) -> Report:
        """The cleaned form as the service takes it."""
        data = dict(self.cleaned_data)
        for name in ("submission_key", "accept"):
            data.pop(name, None)  # no `accept` where a complaint is taken up with it
        return Report(**data)
