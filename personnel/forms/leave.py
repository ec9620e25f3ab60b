"""Recording leave; which month and unit the calendar shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.forms import DayInput, PlainForm
from personnel.models import Leave
from personnel.services.leave import Absence
from zones.models import Agency, Township


class MonthInput(forms.DateInput):
    input_type = "month"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m")


class LeaveForm(PlainForm):
    kind = forms.ChoiceField(
        label="事由",
        choices=Leave.Kind.choices,
        help_text="病假即使已有安排也可登记，系统通知安排人另行派人",
    )
    starts_on = forms.DateField(label="起", widget=DayInput())
    ends_on = forms.DateField(label="止（含当日）", widget=DayInput())
    note = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        help_text="只有本人和登记人看得到，不必写病情",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = timezone.localdate
        self.fields["ends_on"].initial = timezone.localdate

    def absence(self) -> Absence:
        return Absence(**self.cleaned_data)


class LeaveFilter(PlainForm):
    month = forms.DateField(
        label="月份",
        required=False,
        input_formats=["%Y-%m"],
        widget=MonthInput(),
    )
    town = forms.ModelChoiceField(
        label="镇街",
        queryset=Township.objects.exclude(zone=None),
        required=False,
        empty_label="全部",
    )
    agency = forms.ModelChoiceField(
        label="部门", queryset=Agency.objects.all(), required=False, empty_label="全部"
    )
