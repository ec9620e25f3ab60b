"""Steps of a study meeting: agenda, materials, answer, opinion, who came, conclusion, minutes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.study import long_field, offer
from cases.models import Evidence, Paper, StudyItem, StudyMeeting
from cases.rules.study import Effect
from cases.selectors import study_minutes
from cases.services import study_agenda
from cases.services.study_outcome import Conclusion
from core import uploads
from core.forms import DayInput, FilesField, MomentInput, PlainForm
from core.models import User


class AgendaForm(PlainForm):
    case_number = forms.CharField(label="案号", max_length=30)
    question = long_field("研讨问题", help_text="需要会上回答的问题，如法律适用、证据、并案")


class AnswerForm(PlainForm):
    reason = forms.CharField(
        label="不能参加的原因",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不能参加时必填，召集人会看到",
    )


class OpinionForm(PlainForm):
    text = long_field("您的意见", 4, help_text="会前、会上均可发表，纪要签发以前可以修改")
    dissents = forms.BooleanField(
        label="保留不同意见，原文记入纪要",
        required=False,
        help_text="与研讨结论或者多数意见不一致时勾选",
    )


class _Kept(forms.ModelMultipleChoiceField[Paper]):
    def label_from_instance(self, obj: Paper) -> str:
        return f"{obj.title}{f' {obj.number}' if obj.number else ''}（{obj.get_status_display()}）"


class _Pieces(forms.ModelMultipleChoiceField[Evidence]):
    def label_from_instance(self, obj: Evidence) -> str:
        return f"{obj.get_kind_display()}：{obj.title}"


class MaterialsForm(PlainForm):
    papers = _Kept(
        label="本案文书",
        queryset=Paper.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="勾选的，参会人员可以查阅，副卷材料的查阅留痕",
    )
    pieces = _Pieces(
        label="本案证据",
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="勾选的，参会人员可以查阅原件，每次查阅留痕",
    )
    further = FilesField(
        label="补充文件",
        required=False,
        help_text=f"如法规、类案；每个不超过 {uploads.megabytes(study_agenda.LARGEST_FILE)}，"
        f"最多 {study_agenda.MOST_FILES} 个",
        allow_empty_file=True,  # refused with words by the service
    )

    def __init__(self, *args: Any, item: StudyItem, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = study_agenda.papers_offered(user, item.case)
        pieces = study_agenda.pieces_offered(user, item.case)
        for name, rows, model, chosen in (
            ("papers", papers, Paper, item.papers.all()),
            ("pieces", pieces, Evidence, item.evidence.all()),
        ):
            _offer_or_drop(self, name, rows, model, chosen)


def _offer_or_drop(
    form: forms.Form, name: str, rows: Iterable[Any], model: Any, chosen: Iterable[Any]
) -> None:
    ids = [row.pk for row in rows]
    if not ids:
        del form.fields[name]
        return
    offer(form, name, model.objects.filter(pk__in=ids))
    form.initial[name] = [row.pk for row in chosen if row.pk in ids]


class HoldForm(PlainForm):
    held_at = forms.DateTimeField(label="实际召开时间", widget=MomentInput())
    present = forms.MultipleChoiceField(
        label="到会人员", widget=forms.CheckboxSelectMultiple, help_text="未勾选的记为未到会"
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: StudyMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(meeting.participants.all())
        field = self.fields["present"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(row.pk), f"{row}，{row.get_answer_display()}") for row in rows]
        now = timezone.localtime().replace(second=0, microsecond=0)
        self.initial = {
            "held_at": min(now, timezone.localtime(meeting.starts_at)),
            "present": [str(row.pk) for row in rows if row.answer == row.Answer.ACCEPTED],
            "revision": meeting.revision,
        }
        if meeting.called_at and self.initial["held_at"] < meeting.called_at:
            self.initial["held_at"] = now


class CancelForm(PlainForm):
    reason = forms.CharField(
        label="取消原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ConclusionForm(PlainForm):
    effect = forms.ChoiceField(
        label="结论效力",
        choices=[(effect.value, effect.label) for effect in Effect],
        widget=forms.RadioSelect,
        help_text="交办落实：由承办单位按时限落实并报告；参考意见：供办案人参考",
    )
    conclusion = long_field("研讨结论", 5)
    finish_by = forms.DateField(
        label="完成时限", required=False, widget=DayInput(), help_text="交办落实的填写"
    )

    def __init__(self, *args: Any, item: StudyItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "effect": item.effect,
            "conclusion": item.conclusion,
            "finish_by": item.finish_by,
        }

    def made(self) -> Conclusion:
        data = self.cleaned_data
        return Conclusion(data["effect"], data["conclusion"], data["finish_by"])


class MinutesForm(PlainForm):
    """One text for the meeting and one for each case: a case never gets another's."""

    general = long_field("会议情况", 5, help_text="不写具体案情；各案的内容写在各案部分")
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: StudyMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "general": study_minutes.general_text(meeting),
            "revision": meeting.revision,
        }
        self.ids = [item.pk for item in meeting.items.all()]
        for item in meeting.items.all():
            field = forms.CharField(
                label=f"{item.case.number} {item.case.title}",
                widget=forms.Textarea(attrs={"rows": 12, "class": "form-control"}),
                max_length=20_000,
            )
            self.fields[f"part_{item.pk}"] = field
            self.initial[f"part_{item.pk}"] = study_minutes.item_text(item)

    def parts(self) -> dict[int, str]:
        return {pk: self.cleaned_data[f"part_{pk}"] for pk in self.ids}


class DoneForm(PlainForm):
    text = long_field("落实情况", 4, help_text="写明做了什么、结果如何；主持人会看到")
