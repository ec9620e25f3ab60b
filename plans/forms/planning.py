"""The plan of a joint operation: what for, when, where, which units; its time; calling it off."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils import timezone

from core.errors import RuleViolation
from core.forms import MomentInput, OnceForm, PlainForm, VersionedForm
from core.models import User
from plans.models import Operation
from plans.policy import operation as policies
from plans.rules import operation as rule
from plans.services.operations import Place, Plan
from zones.models import Agency, Township, Zone
from zones.selectors import all_agencies, all_towns

FIELDS = ("name", "objective", "basis", "zone", "muster", "starts_at", "ends_at")
BASIS = "如：《中华人民共和国食品安全法》第一百一十条"


def towns() -> list[Township]:
    return [town for town in all_towns() if town.zone_id]


def bureaus() -> list[Agency]:
    return [agency for agency in all_agencies() if agency.kind == Agency.Kind.BUREAU]


def _check_times(form: forms.Form, data: dict[str, Any]) -> None:
    starts_at, ends_at = data.get("starts_at"), data.get("ends_at")
    if starts_at and ends_at:
        try:
            rule.check_times(starts_at, ends_at, timezone.now())
        except RuleViolation as violation:
            form.add_error(violation.field, violation.message)


class PlanForm(OnceForm):
    """Everything but the places, which are rows of their own (`PlaceForm`)."""

    name = forms.CharField(label="名称", max_length=80, help_text="如：夜间餐饮油烟联合整治")
    zone = forms.ModelChoiceField(
        label="牵头片区", queryset=Zone.objects.all(), empty_label="请选择"
    )
    starts_at = forms.DateTimeField(label="开始", widget=MomentInput())
    ends_at = forms.DateTimeField(
        label="结束", widget=MomentInput(), help_text=f"一次不超过 {rule.MOST_DAYS} 天"
    )
    muster = forms.CharField(label="集合地点", max_length=120)
    objective = forms.CharField(
        label="目的和任务", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    basis = forms.CharField(
        label="法律依据",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=BASIS,
    )
    lead = forms.ChoiceField(label="牵头单位", help_text="负责现场组织和总结")
    towns = forms.MultipleChoiceField(
        label="参加的镇街", required=False, widget=forms.CheckboxSelectMultiple
    )
    agencies = forms.MultipleChoiceField(
        label="参加的区直部门", required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units: dict[str, Township | Agency] = {
            **{f"T{town.pk}": town for town in towns()},
            **{f"A{agency.pk}": agency for agency in bureaus()},
        }
        named = [(key, str(unit)) for key, unit in self._units.items()]
        of_towns = [row for row in named if row[0][0] == "T"]
        of_bureaus = [row for row in named if row[0][0] == "A"]
        self._offer("towns", of_towns)
        self._offer("agencies", of_bureaus)
        self._offer("lead", [("", "请选择"), ("镇街", of_towns), ("区直部门", of_bureaus)])
        self._offer_zones(user)
        start, end = tomorrow_morning()
        self.fields["starts_at"].initial, self.fields["ends_at"].initial = start, end

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _offer_zones(self, user: User) -> None:
        field = self.fields["zone"]
        assert isinstance(field, forms.ModelChoiceField)
        ids = policies.planning_zone_ids(user)
        if ids is None:
            return
        field.queryset = Zone.objects.filter(pk__in=ids)
        if len(ids) == 1:
            field.initial, field.empty_label = next(iter(ids)), None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _check_times(self, data)
        return data

    def plan(self, places: list[Place]) -> Plan:
        """The places' towns take part, ticked or not."""
        data = self.cleaned_data
        chosen = [self._units[key] for key in (*data["towns"], *data["agencies"])]
        return Plan(
            **{name: data[name] for name in FIELDS},
            lead=self._units[data["lead"]],
            units=[*chosen, *(place.township for place in places)],
            places=places,
        )


def tomorrow_morning() -> tuple[datetime, datetime]:
    """What a new plan begins with: tomorrow from nine to twelve."""
    day = timezone.localdate() + timedelta(days=1)
    start = timezone.make_aware(datetime.combine(day, time(9)))
    return start, start + timedelta(hours=3)


def initial_of(operation: Operation) -> dict[str, Any]:
    """A draft as the form shows it."""
    units = list(operation.units.all())
    keys = {
        row.pk: f"T{row.township_id}" if row.township_id else f"A{row.agency_id}" for row in units
    }
    return {
        **{name: getattr(operation, name) for name in FIELDS},
        "version": operation.version,
        "lead": next((keys[row.pk] for row in units if row.leads), ""),
        "towns": [keys[row.pk] for row in units if row.township_id],
        "agencies": [keys[row.pk] for row in units if row.agency_id],
    }


class PlaceForm(PlainForm):
    """One place gone to. An empty row is no place."""

    township = forms.ChoiceField(label="镇街", required=False)
    address = forms.CharField(label="地点", max_length=120, required=False)
    point = forms.CharField(
        label="坐标",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "24.513, 117.647", "inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["township"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *((str(town.pk), str(town)) for town in towns())]

    def clean_point(self) -> tuple[Decimal, Decimal] | None:
        words = self.cleaned_data["point"].replace("，", ",").replace(" ", ",")
        parts = [part for part in words.split(",") if part]
        if not parts:
            return None
        try:
            latitude, longitude = (round(Decimal(part), 6) for part in parts)
        except (ValueError, InvalidOperation):
            raise forms.ValidationError("请按“纬度, 经度”填写，如 24.513, 117.647") from None
        if not (20 <= latitude <= 30 and 110 <= longitude <= 125):
            raise forms.ValidationError("坐标不在本省附近，请核对纬度和经度是否颠倒")
        return latitude, longitude

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("township")) != bool(data.get("address")):
            name = "address" if data.get("township") else "township"
            self.add_error(name, "镇街和地点都要填；不去这里请都清空")
        return data

    def place(self) -> Place | None:
        data = self.cleaned_data
        if not data.get("township"):
            return None
        town = next(one for one in towns() if str(one.pk) == data["township"])
        latitude, longitude = data["point"] or (None, None)
        return Place(town, data["address"], latitude, longitude)


class _Places(forms.BaseFormSet):  # type: ignore[type-arg]
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """A row left as it was shown is a place all the same."""
        return {**super().get_form_kwargs(index), "empty_permitted": False}

    def clean(self) -> None:
        if any(self.errors):
            return
        if not self.places():
            raise forms.ValidationError("请至少填写一个行动地点")

    def places(self) -> list[Place]:
        return [place for form in self.forms if (place := form.place()) is not None]


PlaceFormSet = forms.formset_factory(PlaceForm, formset=_Places, extra=3, max_num=20)


def places_of(operation: Operation) -> list[dict[str, Any]]:
    """The draft's places as the rows show them."""
    return [
        {
            "township": str(row.township_id),
            "address": row.address,
            "point": f"{row.latitude}, {row.longitude}" if row.latitude is not None else "",
        }
        for row in operation.places.all()
    ]


class ChangeForm(VersionedForm):
    """Another time or meeting place for what is ordered."""

    starts_at = forms.DateTimeField(label="开始", widget=MomentInput())
    ends_at = forms.DateTimeField(label="结束", widget=MomentInput())
    muster = forms.CharField(label="集合地点", max_length=120)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _check_times(self, data)
        return data


class CancelForm(VersionedForm):
    reason = forms.CharField(
        label="取消原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
