"""What the list of operations and their calendar are narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import DayInput, PlainForm
from plans.rules.operation import LABELS
from zones.models import Zone
from zones.selectors import all_towns


class OperationFilter(PlainForm):
    q = forms.CharField(label="关键词", required=False)
    state = forms.ChoiceField(label="状态", required=False)
    zone = forms.ModelChoiceField(
        label="片区", queryset=Zone.objects.all(), required=False, empty_label="全部"
    )
    town = forms.ChoiceField(label="参加镇街", required=False)
    since = forms.DateField(label="起", required=False, widget=DayInput())
    until = forms.DateField(label="止", required=False, widget=DayInput())
    mine = forms.ChoiceField(
        label="范围", required=False, choices=[("", "全部"), ("1", "安排我参加的")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state, town = self.fields["state"], self.fields["town"]
        assert isinstance(state, forms.ChoiceField)
        assert isinstance(town, forms.ChoiceField)
        state.choices = [("", "全部"), *((s.value, label) for s, label in LABELS.items())]
        town.choices = [
            ("", "全部"),
            *((str(one.pk), one.name) for one in all_towns() if one.zone_id),
        ]
