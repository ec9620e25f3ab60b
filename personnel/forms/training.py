"""Exams, courses, and the lists of who took part."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from core.forms import DayInput, PlainForm, VersionedForm
from core.models import User
from personnel import policy
from personnel.models import Attendance, ExamResult, Officer, Training
from personnel.services.exams import Sitting
from personnel.services.training import Course
from zones.models import Agency, Township, Zone


class ExamForm(PlainForm):
    name = forms.CharField(label="考试名称", max_length=80, initial="行政执法资格考试")
    held_on = forms.DateField(label="考试日期", widget=DayInput())
    pass_mark = forms.IntegerField(label="合格分数", min_value=1, max_value=100, initial=60)
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="地点、批次等")

    def sitting(self) -> Sitting:
        return Sitting(**self.cleaned_data)


class TrainingForm(PlainForm):
    title = forms.CharField(label="课程", max_length=100)
    kind = forms.ChoiceField(label="类别", choices=Training.Kind.choices)
    held_on = forms.DateField(label="日期", widget=DayInput())
    hours = forms.DecimalField(
        label="学时",
        max_digits=4,
        decimal_places=1,
        initial=Decimal(4),
        help_text="45 分钟计一学时",
    )
    organiser = forms.CharField(label="主办单位", max_length=60)
    zone = forms.ModelChoiceField(
        label="范围", queryset=Zone.objects.all(), required=False, empty_label="全区"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = timezone.localdate
        zones = policy.training_zones(user)
        if zones is not None:
            field = self.fields["zone"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Zone.objects.filter(pk__in=zones)
            field.required, field.empty_label = True, None

    def course(self) -> Course:
        return Course(**self.cleaned_data)


class SeveralPeopleField(forms.ModelMultipleChoiceField["Officer"]):
    def label_from_instance(self, obj: Officer) -> str:
        return f"{obj}（{obj.home}）"


class PeopleForm(PlainForm):
    """Whom to put on a list: everybody of some units, single people, or both."""

    units = forms.MultipleChoiceField(
        label="整个单位",
        required=False,
        widget=forms.SelectMultiple(attrs={"data-search": "1"}),
        help_text="所选单位的全部在册人员",
    )
    people = SeveralPeopleField(
        label="个别人员",
        queryset=Officer.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-search": "1"}),
    )

    def __init__(self, *args: Any, rows: models.QuerySet[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        chosen = self.fields["people"]
        assert isinstance(chosen, SeveralPeopleField)
        chosen.queryset = rows
        units = self.fields["units"]
        assert isinstance(units, forms.MultipleChoiceField)
        towns = Township.objects.filter(pk__in=rows.order_by().values("home_township"))
        agencies = Agency.objects.filter(pk__in=rows.order_by().values("home_agency"))
        units.choices = [
            *((f"T{town.pk}", str(town)) for town in towns.order_by("order")),
            *((f"A{agency.pk}", str(agency)) for agency in agencies.order_by("pk")),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("units") and not data.get("people") and not self.errors:
            self.add_error("people", "请选择单位或者人员")
        return data

    def officer_ids(self) -> set[int]:
        chosen = {officer.pk for officer in self.cleaned_data["people"]}
        keys = self.cleaned_data["units"]
        towns = [key[1:] for key in keys if key.startswith("T")]
        agencies = [key[1:] for key in keys if key.startswith("A")]
        whole = self.rows.filter(
            models.Q(home_township__in=towns) | models.Q(home_agency__in=agencies)
        )
        return chosen | set(whole.order_by().values_list("pk", flat=True))


class _SheetForm(VersionedForm):
    """One number a person, all in one form; remembers which state of the list was seen."""

    def values(self) -> dict[int, Any]:
        return {
            int(name.removeprefix("row-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("row-")
        }

    def add(self, officer: Officer, field: forms.Field) -> None:
        field.widget.attrs |= {"class": "form-control", "aria-label": f"{officer}的{field.label}"}
        self.fields[f"row-{officer.pk}"] = field


class ScoresForm(_SheetForm):
    def __init__(self, *args: Any, results: Iterable[ExamResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for result in results:
            field = forms.IntegerField(
                label="成绩",
                min_value=0,
                max_value=100,
                required=False,
                initial=result.score,
            )
            self.add(result.officer, field)


class HoursForm(_SheetForm):
    def __init__(
        self, *args: Any, attendances: Iterable[Attendance], most: Decimal, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for row in attendances:
            field = forms.DecimalField(
                label="学时",
                min_value=0,
                max_value=most,
                step_size=0.5,
                decimal_places=1,
                initial=row.hours,
            )
            self.add(row.officer, field)


class ExamFilter(PlainForm):
    q = forms.CharField(label="考试名称", required=False)
    year = forms.IntegerField(label="年份", required=False, min_value=2000, max_value=2100)


class TrainingFilter(PlainForm):
    q = forms.CharField(label="课程", required=False)
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部"), *Training.Kind.choices]
    )
    year = forms.IntegerField(label="年份", required=False, min_value=2000, max_value=2100)
    zone = forms.ModelChoiceField(
        label="片区", queryset=Zone.objects.all(), required=False, empty_label="全部"
    )
