"""Study meetings: drawing up, agenda, materials, answers, opinions, conclusions, minutes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from cases.models import Evidence, Paper, StudyItem, StudyMeeting
from cases.policy import study as policy
from cases.rules.study import Effect, StudyState
from cases.selectors import study_minutes
from cases.services import study_agenda
from cases.services.study import Plan
from cases.services.study_outcome import Conclusion
from core import uploads
from core.forms import DayInput, FilesField, MomentInput, OnceForm, PlainForm
from core.models import User
from personnel import selectors as people
from personnel.models import Officer
from zones.models import Zone

PLAN = (
    "zones", "title", "starts_at", "ends_at", "place", "chair", "recorder", "participants", "note",
)  # fmt: skip
_SEARCH = {"data-search": "1"}


class _OneOfficer(forms.ModelChoiceField[Officer]):
    def label_from_instance(self, obj: Officer) -> str:
        return f"{obj}（{obj.home}）"


class _Officers(forms.ModelMultipleChoiceField[Officer]):
    def label_from_instance(self, obj: Officer) -> str:
        return f"{obj.home}：{obj}"


def _long(label: str, rows: int = 3, *, required: bool = True, help_text: str = "") -> Any:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        required=required,
        max_length=6000,
        help_text=help_text,
    )


class StudyForm(OnceForm):
    """When, where, by whom, with whom; a new one with its first case."""

    title = forms.CharField(label="会议名称", max_length=80)
    zones = forms.ModelMultipleChoiceField(
        label="片区",
        queryset=Zone.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text="选两个以上的是跨片区研讨，由指导单位召集",
    )
    starts_at = forms.DateTimeField(label="开始时间", widget=MomentInput())
    ends_at = forms.DateTimeField(label="结束时间", widget=MomentInput())
    place = forms.CharField(label="地点", max_length=120)
    chair = _OneOfficer(
        label="主持人",
        queryset=Officer.objects.none(),
        widget=forms.Select(attrs=_SEARCH),
        empty_label="请选择",
        help_text="片长或者片长指定的人；只有案发地片长主持才能交办落实",
    )
    recorder = _OneOfficer(
        label="记录人",
        queryset=Officer.objects.none(),
        widget=forms.Select(attrs=_SEARCH),
        empty_label="请选择",
    )
    participants = _Officers(
        label="参会人员",
        queryset=Officer.objects.none(),
        widget=forms.SelectMultiple(attrs=_SEARCH),
        help_text="按单位或姓名查找；本案办案人自动列为参会。召集后，参会人员可以查阅议程上的案件",
    )
    case_number = forms.CharField(
        label="案号", max_length=30, required=False, help_text="首个议题；其余的保存后再列入"
    )
    question = _long("研讨问题", required=False, help_text="需要会上回答的问题，如法律适用、并案")
    note = _long("会前说明", 2, required=False, help_text="如：请会前阅卷并先发表书面意见")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, meeting: StudyMeeting | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = (
            Officer.objects.filter(user__is_active=True)
            .select_related("user", "home_township", "home_agency")
            .order_by("home_township__order", "home_agency_id", "pk")
        )
        for name in ("chair", "recorder", "participants"):
            _offer(self, name, officers)
        offered = policy.zones_offered(user)
        _offer(self, "zones", Zone.objects.filter(pk__in=[zone.pk for zone in offered]))
        if meeting is not None:
            self._fill(meeting)
        elif len(offered) == 1:
            self._propose(offered[0], user)
        if meeting is None:
            start = timezone.make_aware(
                datetime.combine(timezone.localdate() + timedelta(days=3), time(9))
            )
            self.initial.setdefault("starts_at", start)
            self.initial.setdefault("ends_at", start + timedelta(hours=2))

    def _fill(self, meeting: StudyMeeting) -> None:
        del self.fields["case_number"], self.fields["question"]
        known = {name: getattr(meeting, name) for name in PLAN if name not in ("participants",)}
        known["zones"] = list(meeting.zones.all())
        known["participants"] = [row.officer_id for row in meeting.participants.all()]
        self.initial = {**known, "revision": meeting.revision}

    def _propose(self, zone: Zone, user: User) -> None:
        chief = people.chiefs_by_zone(timezone.localdate()).get(zone.pk)
        self.initial.setdefault("title", f"{zone}疑难案件研讨会")
        self.initial.setdefault("zones", [zone])
        self.initial.setdefault("chair", getattr(chief, "officer", None))
        if chief != user:
            self.initial.setdefault("recorder", getattr(user, "officer", None))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("case_number") and not data.get("question"):
            self.add_error("question", "请写明要研讨的问题")
        return data

    def plan(self) -> Plan:
        return Plan(**{name: self.cleaned_data[name] for name in PLAN})


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class AgendaForm(PlainForm):
    case_number = forms.CharField(label="案号", max_length=30)
    question = _long("研讨问题", help_text="需要会上回答的问题，如法律适用、证据、并案")


class AnswerForm(PlainForm):
    reason = forms.CharField(
        label="不能参加的原因",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不能参加时必填，召集人会看到",
    )


class OpinionForm(PlainForm):
    text = _long("您的意见", 4, help_text="会前、会上均可发表，纪要签发以前可以修改")
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
    _offer(form, name, model.objects.filter(pk__in=ids))
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
    conclusion = _long("研讨结论", 5)
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

    general = _long("会议情况", 5, help_text="不写具体案情；各案的内容写在各案部分")
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
    text = _long("落实情况", 4, help_text="写明做了什么、结果如何；主持人会看到")


class StudyFilter(PlainForm):
    q = forms.CharField(
        label="关键词",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "会议名称、案号、案由"}),
    )
    zone = forms.ModelChoiceField(
        label="片区", queryset=Zone.objects.all(), required=False, empty_label="全部"
    )
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), *((state.value, state.label) for state in StudyState)],
    )
    since = forms.DateField(label="起", required=False, widget=DayInput())
    until = forms.DateField(label="止", required=False, widget=DayInput())
    mine = forms.ChoiceField(
        label="范围", required=False, choices=[("", "全部"), ("1", "我参加的")]
    )
