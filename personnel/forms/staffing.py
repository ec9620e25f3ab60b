"""The filter of the staffing board."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import PlainForm
from personnel.rules.staffing import CHECKS
from zones.models import Zone


class FindingFilter(PlainForm):
    check = forms.ChoiceField(label="检查项", required=False)
    zone = forms.ModelChoiceField(
        label="片区", queryset=Zone.objects.all(), required=False, empty_label="全部"
    )
    grave = forms.ChoiceField(
        label="程度", required=False, choices=[("", "不限"), ("1", "须立即解决"), ("0", "提醒")]
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "未解决"), ("cleared", "已解决")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["check"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *((c.value, rule.label) for c, rule in CHECKS.items())]
