"""Archiving a case, and searching the archive."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms.actions import CaseForm
from cases.models import Archive
from cases.selectors.archive import retention_of
from core.forms import PlainForm


class ArchiveForm(CaseForm):
    retention = forms.ChoiceField(
        label="保管期限", choices=Archive.Retention.choices, widget=forms.RadioSelect
    )

    def prepare(self) -> None:
        proposed, why = retention_of(self.case)
        self.fields["retention"].initial = proposed
        label = Archive.Retention(proposed).label
        self.fields["retention"].help_text = f"建议{label}（{why}；保管期限待区司法局确认）"


class ArchiveFilter(PlainForm):
    """Which files are looked for; `state` waiting: closed and not yet archived."""

    q = forms.CharField(label="关键词", required=False, max_length=60)
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "已归档"), ("waiting", "待归档"), ("late", "逾期未归档")],
    )
    year = forms.ChoiceField(label="年度", required=False)
    retention = forms.ChoiceField(
        label="保管期限", required=False, choices=[("", "全部"), *Archive.Retention.choices]
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *((str(year), f"{year} 年") for year in years)]
