"""The answer to a request."""

from __future__ import annotations

from django import forms

from core.forms import VersionedForm


class AnswerForm(VersionedForm):
    """Approve or send back, with an opinion."""

    answer = forms.ChoiceField(
        label="审批结论",
        choices=[("approve", "批准"), ("return", "退回")],
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label="审批意见",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="退回时必须写明需要补正什么",
    )
