"""The opinion form, the assignment form, and the queue's filter."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import PlainForm
from legal_review.models import Review
from legal_review.rules.checklist import POINTS, OpinionKind, Point
from legal_review.selectors import possible_reviewers
from personnel.models import Officer
from zones.models import Zone

_JUDGEMENTS = [("ok", "合格"), ("bad", "不合格"), ("", "未判定")]


class OpinionForm(PlainForm):
    """Seven points, one opinion, and what is to be done."""

    kind = forms.ChoiceField(
        label="审核意见", choices=[("", "请选择"), *((k.value, k.label) for k in OpinionKind)]
    )
    text = forms.CharField(
        label="具体意见",
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=6000,
        help_text="除“同意”外，须写明具体问题和处理要求",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for point, words in POINTS.items():
            self.fields[f"point_{point.value}"] = forms.ChoiceField(
                label=f"{words.label}：{words.question}",
                choices=_JUDGEMENTS,
                required=False,
                initial="",
                widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            )
            self.fields[f"note_{point.value}"] = forms.CharField(
                label=f"{words.label}：说明",
                required=False,
                max_length=500,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )

    @property
    def point_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each point's judgement with its note."""
        return [(self[f"point_{point.value}"], self[f"note_{point.value}"]) for point in POINTS]

    def point_notes(self) -> dict[Point, str]:
        """What was written beside each point."""
        return {point: self.cleaned_data[f"note_{point.value}"] for point in POINTS}

    def opinion(self) -> tuple[OpinionKind, dict[Point, bool], str]:
        """(kind, judged points, text) as the service takes them."""
        data = self.cleaned_data
        points = {
            point: data[f"point_{point.value}"] == "ok"
            for point in POINTS
            if data[f"point_{point.value}"]
        }
        return OpinionKind(data["kind"]), points, data["text"]


class AssignForm(PlainForm):
    officer = forms.ChoiceField(label="改派给")

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = possible_reviewers(review)  # least loaded first
        self._by_id = {str(officer.pk): officer for officer in able}
        field = self.fields["officer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *((pk, str(o)) for pk, o in self._by_id.items())]

    def clean_officer(self) -> Officer:
        return self._by_id[self.cleaned_data["officer"]]


class QueueFilter(PlainForm):
    """What the queue shows; nothing chosen: what is open, by due date."""

    status = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("open", "审核中"), ("passed", "通过"), ("returned", "退回"), ("all", "全部")],
    )
    stage = forms.ChoiceField(
        label="环节", required=False, choices=[("", "全部"), *Review.Stage.choices[:-1]]
    )
    zone = forms.ModelChoiceField(
        label="片区", queryset=Zone.objects.all(), required=False, empty_label="全部"
    )
    mine = forms.BooleanField(label="只看分派给我的", required=False)
