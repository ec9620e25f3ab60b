"""Sending a case into legal review: what is in the file, and what a person vouches for."""

from __future__ import annotations

from django import forms

from cases.forms.actions import CaseForm
from cases.rules.marks import Mark
from cases.rules.review_materials import Checked
from cases.selectors.facts import review_reasons
from cases.selectors.review_materials import materials_of


class MarkForm(CaseForm):
    """Circumstances that ask for legal review; those found before are ticked."""

    kinds = forms.MultipleChoiceField(
        label="本案具有的情形",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(mark.value, f"{mark.label}（{mark.basis}）") for mark in Mark],
        help_text="勾选的情形须经法制审核；不再具有的，取消勾选并写明理由",
    )
    reason = forms.CharField(
        label="认定理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def prepare(self) -> None:
        marks = self.case.marks.all()
        self.fields["kinds"].initial = [row.kind for row in marks if row.lifted_at is None]


class ReviewRequestForm(CaseForm):
    """The material the platform sees is listed; what it can't see is confirmed here."""

    confirmed = forms.MultipleChoiceField(
        label="由承办人确认",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不齐的材料会在提交时逐项指出，审核期限从材料齐备之日起算",
    )
    note = forms.CharField(
        label="说明",
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    materials: tuple[Checked, ...]

    def prepare(self) -> None:
        self.materials = materials_of(self.case)
        field = self.fields["confirmed"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (row.material.code, _words(row)) for row in self.materials if row.asks_a_person
        ]
        if not review_reasons(self.case):
            self.fields["note"].label = "自行提请审核的理由"
            self.fields["note"].required = True


def _words(row: Checked) -> str:
    return {
        "appraisal": "本案不需要检测、鉴定、评估",
        "recordings": "查封扣押的音像记录已另行随案移交",
    }.get(row.material.code, row.material.label)
