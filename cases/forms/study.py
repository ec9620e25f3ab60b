"""Study meetings: drawing one up, and the filters of their list."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from cases.models import StudyMeeting
from cases.policy import study as policy
from cases.rules.study import StudyState
from cases.services.study import Plan
from core.forms import DayInput, MomentInput, OnceForm, PlainForm
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


def long_field(label: str, rows: int = 3, *, required: bool = True, help_text: str = "") -> Any:
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
    question = long_field(
        "研讨问题", required=False, help_text="需要会上回答的问题，如法律适用、并案"
    )
    note = long_field("会前说明", 2, required=False, help_text="如：请会前阅卷并先发表书面意见")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, meeting: StudyMeeting | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = (
            Officer.objects.filter(user__is_active=True)
            .select_related("user", "home_township", "home_agency")
            .order_by("home_township__order", "home_agency_id", "pk")
        )
        for name in ("chair", "recorder", "participants"):
            offer(self, name, officers)
        offered = policy.zones_offered(user)
        offer(self, "zones", Zone.objects.filter(pk__in=[zone.pk for zone in offered]))
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


def offer(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


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
