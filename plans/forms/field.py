"""On the spot: checking in, a finding, a unit's result; and the report."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from core.forms import DayInput, FilesField, OnceForm, PlainForm, VersionedForm
from plans.models import Finding, Operation
from plans.services.field import MOST_PHOTOS, Point, Seen


class CheckInForm(PlainForm):
    """The position comes from the phone, where its owner allows it."""

    latitude = forms.DecimalField(
        min_value=-90, max_value=90, required=False, widget=forms.HiddenInput
    )
    longitude = forms.DecimalField(
        min_value=-180, max_value=180, required=False, widget=forms.HiddenInput
    )
    accuracy = forms.FloatField(
        min_value=0, max_value=1_000_000, required=False, widget=forms.HiddenInput
    )
    note = forms.CharField(
        label="说明", max_length=120, required=False, help_text="如：道路中断，绕行迟到；可不填"
    )

    def point(self) -> Point | None:
        data = self.cleaned_data
        latitude, longitude = data.get("latitude"), data.get("longitude")
        if latitude is None or longitude is None:
            return None
        accuracy = data.get("accuracy")
        return Point(
            round(Decimal(latitude), 6),
            round(Decimal(longitude), 6),
            None if accuracy is None else round(accuracy),
        )


class FindingForm(OnceForm):
    """What was found at one place."""

    place = forms.TypedChoiceField(label="行动地点", coerce=int)
    subject = forms.CharField(
        label="检查对象", max_length=120, help_text="单位名称、店名或者具体位置"
    )
    outcome = forms.ChoiceField(
        label="检查结果", choices=Finding.Outcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label="情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    correct_by = forms.DateField(
        label="改正期限", required=False, widget=DayInput(), help_text="责令改正时填写"
    )
    photos = FilesField(
        label="现场照片",
        required=False,
        help_text=f"可一次选多张，最多 {MOST_PHOTOS} 张，每张不超过 20 MB",
        widget_attrs={"accept": "image/*"},
    )

    def __init__(self, *args: Any, operation: Operation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.pk, str(row)) for row in operation.places.all()]

    def seen(self) -> Seen:
        data = self.cleaned_data
        due = data["correct_by"] if data["outcome"] == Finding.Outcome.CORRECT else None
        return Seen(data["place"], data["subject"], data["outcome"], data["text"], due)


class ResultForm(PlainForm):
    result = forms.CharField(
        label="本单位完成情况",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="如：出动 3 人，检查 6 户，当场改正 4 户，移交线索 1 条",
    )


class ReportForm(VersionedForm):
    body = forms.CharField(
        label="总结正文",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text="每行一段；行首“# ”是小标题，“||甲|乙|”是表格的一行",
    )


class SendForm(PlainForm):
    duty = forms.CharField(label="分工", max_length=60, required=False)
