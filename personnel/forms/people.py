"""The filter of the people list."""

from __future__ import annotations

from django import forms

from core.forms import PlainForm
from zones.models import Agency, Township


class PeopleFilter(PlainForm):
    q = forms.CharField(label="姓名", required=False)
    town = forms.ModelChoiceField(
        label="镇街",
        queryset=Township.objects.exclude(zone=None),
        required=False,
        empty_label="全部",
    )
    agency = forms.ModelChoiceField(
        label="部门", queryset=Agency.objects.all(), required=False, empty_label="全部"
    )
    paper = forms.ChoiceField(
        label="证件",
        required=False,
        choices=[("", "不限"), ("valid", "有效"), ("soon", "六十日内到期"), ("none", "无有效证件")],
    )
