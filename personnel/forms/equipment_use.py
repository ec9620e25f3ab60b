"""Lending, taking back, inspecting and booking a piece."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.forms import DayInput, MomentInput, PlainForm, SignatureField
from core.models import User
from personnel.forms.equipment import PersonField
from personnel.models import Engagement, Equipment, Officer
from personnel.selectors import engagements
from personnel.selectors import equipment as selectors
from personnel.services.equipment import Inspection, LoanTerms


class BookingField(forms.ModelChoiceField["Engagement"]):
    def label_from_instance(self, obj: Engagement) -> str:
        span = engagements.span_words(obj.during.lower, obj.during.upper)
        return f"{span} {obj.label}（{obj.held_by}）"


class LendForm(PlainForm):
    """Who takes the piece, for what, until when; the receiver signs."""

    officer = PersonField(
        label="领用人",
        queryset=Officer.objects.none(),
        empty_label="请选择",
        widget=forms.Select(attrs={"data-search": "1"}),
    )
    under = BookingField(
        label="依据预约",
        queryset=Engagement.objects.none(),
        required=False,
        empty_label="没有预约，临时领用",
        help_text="按预约、调度领用的请选中，可以领给外单位人员",
    )
    purpose = forms.CharField(label="用途", max_length=120)
    due_at = forms.DateTimeField(label="应还时间", widget=MomentInput())
    signature = SignatureField(label="领用人签名")

    def __init__(self, *args: Any, piece: Equipment, user: User, manages: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        now, today = timezone.now(), timezone.localdate()
        people, under = self.fields["officer"], self.fields["under"]
        assert isinstance(people, forms.ModelChoiceField)
        assert isinstance(under, forms.ModelChoiceField)
        rows = engagements.live(now, now + timedelta(days=1)).filter(equipment=piece)
        under.queryset = rows
        if not manages:
            people.queryset = selectors.people_of(piece.unit, today).filter(user=user)
            people.initial = people.queryset.first()
        elif rows.exists():
            homes = ("user", "home_township", "home_agency")
            active = Officer.objects.filter(user__is_active=True)
            people.queryset = active.select_related(*homes).order_by("user__name", "pk")
        else:
            people.queryset = selectors.people_of(piece.unit, today)
        if not rows.exists():
            del self.fields["under"]
        closing = timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0)
        late = closing <= now + timedelta(hours=1)
        self.fields["due_at"].initial = closing + timedelta(days=1) if late else closing

    def terms(self) -> LoanTerms:
        names = ("officer", "purpose", "due_at", "signature")
        return LoanTerms(
            **{name: self.cleaned_data[name] for name in names},
            under=self.cleaned_data.get("under"),
        )


class ReturnForm(PlainForm):
    """How the piece came back; who receives it signs."""

    condition = forms.ChoiceField(
        label="归还时状况",
        choices=[("fine", "完好"), ("faulty", "有故障或损坏")],
        initial="fine",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="情况说明",
        required=False,
        max_length=200,
        help_text="有故障的必填，将转为待修并通知装备管理人",
    )
    signature = SignatureField(label="接收人签名")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("condition") == "faulty" and not data.get("note", "").strip():
            self.add_error("note", "有故障的须写明情况")
        return data


class InspectForm(PlainForm):
    """What came of an inspection or calibration."""

    inspected_on = forms.DateField(label="检验（校准）日期", widget=DayInput())
    outcome = forms.ChoiceField(
        label="结论",
        choices=[("passed", "合格"), ("failed", "不合格")],
        widget=forms.RadioSelect,
    )
    next_due_on = forms.DateField(label="下次检验日期", required=False, widget=DayInput())
    note = forms.CharField(
        label="说明", max_length=200, required=False, help_text="不合格的须写明原因"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inspected_on"].initial = timezone.localdate

    def result(self) -> Inspection:
        data = self.cleaned_data
        return Inspection(
            inspected_on=data["inspected_on"],
            passed=data["outcome"] == "passed",
            next_due_on=data["next_due_on"],
            note=data["note"],
        )


class BookForm(PlainForm):
    """When, what for, where."""

    starts_at = forms.DateTimeField(label="开始", widget=MomentInput())
    ends_at = forms.DateTimeField(label="结束", widget=MomentInput())
    label = forms.CharField(label="事由", max_length=120, help_text="如：沿街市容巡查")
    place = forms.CharField(label="地点", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_at"), data.get("ends_at")
        if first and last and last <= first:
            self.add_error("ends_at", "结束时间须晚于开始时间")
        return data

    def during(self) -> DateTimeTZRange:
        return DateTimeTZRange(self.cleaned_data["starts_at"], self.cleaned_data["ends_at"])


def at_nine(day: date) -> tuple[datetime, datetime]:
    """A morning of that day, as a first proposal for a booking."""
    first = timezone.make_aware(datetime.combine(day, time(9)))
    return first, first + timedelta(hours=3)
