"""Writing a dispatch order, answering it, moving, cancelling and finishing it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from core.errors import RuleViolation
from core.forms import DayInput, MomentInput, OnceForm, PlainForm, VersionedForm
from core.models import User
from personnel import policy
from personnel.models import DispatchOrder
from personnel.rules import dispatch as rule
from personnel.selectors.dispatch import domains
from personnel.services.dispatch import Picks, Task
from zones.models import Township

TASK_FIELDS = (
    "township",
    "place",
    "purpose",
    "starts_at",
    "ends_at",
    "domain",
    "party",
    "officers_needed",
    "vehicles_needed",
    "cameras_needed",
    "detail",
)


def _towns(user: User) -> Any:
    zones = policy.preparing_zone_ids(user)
    return Township.objects.filter(zone__in=zones).select_related("zone").order_by("order")


def _check_times(form: forms.Form, data: dict[str, Any]) -> None:
    """The rule's word on the times, beside the field, before anything else is asked."""
    starts_at, ends_at = data.get("starts_at"), data.get("ends_at")
    if starts_at and ends_at:
        try:
            rule.check_times(starts_at, ends_at, timezone.now())
        except RuleViolation as violation:
            form.add_error(violation.field, violation.message)


class DispatchForm(OnceForm):
    """When, where, why, how many; whom and what is ticked beside it."""

    township = forms.ModelChoiceField(
        label="执法地",
        queryset=Township.objects.none(),
        empty_label="请选择",
        help_text="本片区的乡镇（街道）",
    )
    place = forms.CharField(label="集合地点", max_length=120)
    purpose = forms.CharField(label="事由", max_length=120, help_text="如：夜间餐饮油烟联合检查")
    starts_at = forms.DateTimeField(label="开始", widget=MomentInput())
    ends_at = forms.DateTimeField(label="结束", widget=MomentInput())
    domain = forms.ChoiceField(label="执法领域", help_text="人员的执法证须含这一领域")
    party = forms.CharField(
        label="检查对象", max_length=120, required=False, help_text="用于核对回避关系，可空"
    )
    officers_needed = forms.IntegerField(
        label="需执法人员", min_value=2, max_value=30, initial=2, help_text="不少于两人"
    )
    vehicles_needed = forms.IntegerField(label="需车辆", min_value=0, max_value=20, initial=0)
    cameras_needed = forms.IntegerField(label="需执法记录仪", min_value=0, max_value=20, initial=0)
    detail = forms.CharField(
        label="任务说明",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="分工、注意事项；会印在调度单上",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["township"].queryset = _towns(user)  # type: ignore[attr-defined]
        domain = self.fields["domain"]
        assert isinstance(domain, forms.ChoiceField)
        domain.choices = [("", "请选择"), *((name, name) for name in domains())]
        start, end = tomorrow_morning()
        self.fields["starts_at"].initial, self.fields["ends_at"].initial = start, end

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _check_times(self, data)
        return data

    def task(self) -> Task:
        return Task(**{name: self.cleaned_data[name] for name in TASK_FIELDS})

    def picks(self) -> Picks:
        return Picks(self._ticked("officers"), self._ticked("equipment"))

    def _ticked(self, name: str) -> list[int]:
        values: Iterable[str] = self.data.getlist(name)  # type: ignore[attr-defined]
        return [int(value) for value in values if value.isdecimal() and len(value) < 18]


def tomorrow_morning() -> tuple[datetime, datetime]:
    """What a new order begins with: tomorrow from nine to twelve."""
    day = timezone.localdate() + timedelta(days=1)
    start = timezone.make_aware(datetime.combine(day, time(9)))
    return start, start + timedelta(hours=3)


class AnswerForm(PlainForm):
    """The word of a called person; the reason only when declining."""

    reason = forms.CharField(
        label="不能参加的理由",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="谢绝时必填，片长和您所在单位会看到",
    )


class TimeForm(VersionedForm):
    """Another time for an issued order."""

    starts_at = forms.DateTimeField(label="开始", widget=MomentInput())
    ends_at = forms.DateTimeField(label="结束", widget=MomentInput())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _check_times(self, data)
        return data


class CancelForm(VersionedForm):
    reason = forms.CharField(
        label="撤销原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class FinishForm(VersionedForm):
    note = forms.CharField(
        label="完成情况",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：检查 6 户，当场改正 4 户，移交线索 1 条",
    )


class DispatchFilter(PlainForm):
    q = forms.CharField(label="关键词", required=False)
    status = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *DispatchOrder.Status.choices]
    )
    town = forms.ModelChoiceField(
        label="执法地",
        queryset=Township.objects.exclude(zone=None),
        required=False,
        empty_label="全部",
    )
    since = forms.DateField(label="起", required=False, widget=DayInput())
    until = forms.DateField(label="止", required=False, widget=DayInput())
    mine = forms.ChoiceField(
        label="范围", required=False, choices=[("", "全部"), ("1", "调用我的")]
    )
