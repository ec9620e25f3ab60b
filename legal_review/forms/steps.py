"""One small form a step of a round."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.rules.review_materials import MATERIALS
from cases.selectors.review_materials import materials_of
from core.forms import PlainForm
from legal_review.models import Review
from legal_review.rules.checklist import OpinionKind


def _long(label: str, rows: int = 4, *, required: bool = True, help_text: str = "") -> Any:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        required=required,
        max_length=6000,
        help_text=help_text,
    )


class StepForm(PlainForm):
    """Base: knows the round, so that choices fit it. By itself: only a button to press."""

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.review = review
        self.prepare()

    def prepare(self) -> None:
        """Fill choices from the round."""


class FirstLookForm(StepForm):
    outcome = forms.ChoiceField(
        label="初审结果",
        widget=forms.RadioSelect,
        choices=[
            ("forward", "材料齐全，转片区审核"),
            (OpinionKind.SUPPLEMENT.value, "退回：补充调查或者补正材料"),
            (OpinionKind.CORRECT.value, "退回：纠正文书或者程序"),
        ],
    )
    note = _long("初审意见", required=False, help_text="退回的须写明具体问题和处理要求")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        returned = data.get("outcome") not in (None, "forward")
        if returned and not (data.get("note") or "").strip():
            self.add_error("note", "退回的须写明具体问题和处理要求")
        return data


class CountersignForm(StepForm):
    answer = forms.ChoiceField(
        label="复核",
        widget=forms.RadioSelect,
        choices=[("agree", "同意审核意见"), ("differ", "不同意，报区司法局裁定")],
    )
    text = _long("复核意见", required=False, help_text="不同意的须写明理由")


class RulingForm(StepForm):
    answer = forms.ChoiceField(
        label="裁定",
        widget=forms.RadioSelect,
        choices=[("pass", "审核通过"), ("return", "退回承办单位")],
    )
    text = _long("裁定理由")


class AskMaterialForm(StepForm):
    missing = _long("缺少的材料", 3, help_text="一行一项，一次说全")
    note = _long("说明", 2, required=False)

    def prepare(self) -> None:
        labels = "、".join(row.label for row in MATERIALS[:-1])
        self.fields["missing"].widget.attrs["placeholder"] = f"如：{labels}"[:60]


class SupplyForm(StepForm):
    confirmed = forms.MultipleChoiceField(
        label="由承办人确认", required=False, widget=forms.CheckboxSelectMultiple
    )
    note = _long("补充了哪些材料", 3, help_text="逐项对应退补的材料，写明存放在案卷何处")

    def prepare(self) -> None:
        field = self.fields["confirmed"]
        assert isinstance(field, forms.MultipleChoiceField)
        rows = [row for row in materials_of(self.review.case) if row.asks_a_person]
        field.choices = [(row.material.code, row.material.label) for row in rows]
        field.initial = [row["code"] for row in self.review.materials if row["how"] == "hand"]


class ReasonForm(StepForm):
    reason = _long("理由", 3)


class DissentForm(StepForm):
    view = _long("机关意见和理由", 5, help_text="审核意见自动附在旁边，两种意见一并留存")
