"""Forms about who handles a case: recusal and replacement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.actions import CaseForm, OneOfficerField
from cases.services.handlers import RecusalRequest
from personnel import selectors as people
from personnel.models import Officer

_GROUNDS = (
    "与案件有直接利害关系",
    "有其他关系可能影响公正执法",
)
_ASKERS = ("当事人申请", "执法人员自行申请", "机关发现")


def _reason(help_text: str = "") -> Any:
    return forms.CharField(
        label="理由",
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


def _handlers(form: CaseForm, name: str) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    current = form.case.handlers.filter(removed_at=None).values("officer_id")
    field.queryset = Officer.objects.filter(pk__in=current).select_related(
        "user", "home_township", "home_agency"
    )


class RecusalRequestForm(CaseForm):
    officer = OneOfficerField(
        label="申请谁回避", queryset=Officer.objects.none(), empty_label="请选择"
    )
    asked_by = forms.ChoiceField(label="由谁提出", choices=[(text, text) for text in _ASKERS])
    ground = forms.ChoiceField(label="情形", choices=[(text, text) for text in _GROUNDS])
    reason = _reason("写明具体关系；当事人提出的，写明提出的时间和方式")

    def prepare(self) -> None:
        _handlers(self, "officer")

    def extra(self) -> dict[str, Any]:
        names = ("officer", "asked_by", "ground", "reason")
        return {"request": RecusalRequest(**{name: self.cleaned_data[name] for name in names})}


class ReplaceHandlerForm(CaseForm):
    leaving = OneOfficerField(
        label="换下",
        queryset=Officer.objects.none(),
        required=False,
        empty_label="不换下，补足一人",
    )
    successor = OneOfficerField(label="接办", queryset=Officer.objects.none(), empty_label="请选择")
    reason = _reason()

    def prepare(self) -> None:
        _handlers(self, "leaving")
        field = self.fields["successor"]
        assert isinstance(field, forms.ModelChoiceField)
        current = self.case.handlers.filter(removed_at=None).values("officer_id")
        able = people.handlers_of_unit(self.case.unit, timezone.localdate())
        field.queryset = able.exclude(pk__in=current)
