"""The record of a person, its photo, and the filter of the people list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.validators import RegexValidator

from core import access
from core.forms import PlainForm, VersionedForm
from core.models import User
from personnel.models import Officer
from personnel.roles import LABELS
from personnel.rules.offices import Rank
from personnel.services.officers import Person
from zones.models import Agency, Township

Unit = Township | Agency
_PHONE = RegexValidator(r"^[0-9+\-（）() ]{5,20}$", "请填写电话号码，如 0596-2345678")


def maintained_units(user: User) -> dict[str, Unit]:
    """The units whose records this person keeps, by key."""
    grants = access.grants_of(user)
    towns, agencies = Township.objects.order_by("order"), Agency.objects.order_by("pk")
    if not grants.ids("maintain_people", "district"):
        towns = towns.filter(pk__in=grants.ids("maintain_people", "township"))
        agencies = agencies.filter(pk__in=grants.ids("maintain_people", "agency"))
    found: dict[str, Unit] = {f"T{town.pk}": town for town in towns}
    return found | {f"A{agency.pk}": agency for agency in agencies}


class _PersonForm(PlainForm):
    name = forms.CharField(label="姓名", max_length=40)
    home = forms.ChoiceField(label="所在单位", help_text="编制所在单位；下沉、派驻不改变")
    rank = forms.ChoiceField(
        label="职级",
        choices=[(rank.value, rank.label) for rank in Rank],
        initial=Rank.SECTION_MEMBER.value,
    )
    post = forms.CharField(
        label="行政职务", max_length=40, required=False, help_text="如：综合执法队副队长"
    )
    phone = forms.CharField(label="联系电话", max_length=20, required=False, validators=[_PHONE])
    legal_qualification = forms.CharField(
        label="法律职业资格证号", max_length=40, required=False, help_text="初任法制审核人员须有"
    )
    on_establishment = forms.BooleanField(
        label="在编在岗", required=False, initial=True, help_text="编外人员不得持证执法"
    )
    is_field = forms.BooleanField(
        label="本领域行政执法人员",
        required=False,
        help_text="区直部门：计入下沉比例的分母（方案附件（二））",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = maintained_units(user)
        field = self.fields["home"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, str(unit)) for key, unit in self.units.items()]
        if len(self.units) > 1:
            field.choices = [("", "请选择"), *field.choices]

    def person(self) -> Person:
        data = self.cleaned_data
        names = ("name", "rank", "post", "on_establishment", "is_field", "phone")
        return Person(
            **{name: data[name] for name in names},
            legal_qualification=data["legal_qualification"],
            home=self.units[data["home"]],
        )


class NewPersonForm(_PersonForm):
    username = forms.CharField(
        label="登录名",
        max_length=40,
        validators=[ASCIIUsernameValidator(message="只用英文字母、数字和 @ . + - _")],
        help_text="英文字母和数字，建议用工号；初始密码由系统管理员设置",
    )
    field_order = ["name", "username", "home"]


class EditPersonForm(_PersonForm, VersionedForm):
    """Remembers which version of the record was seen."""

    @staticmethod
    def initial_of(officer: Officer, version: int) -> dict[str, object]:
        home = officer.home
        names = ("rank", "post", "on_establishment", "is_field", "phone", "legal_qualification")
        return {
            **{name: getattr(officer, name) for name in names},
            "name": officer.user.name,
            "home": f"{'T' if isinstance(home, Township) else 'A'}{home.pk}",
            "version": version,
        }


class PhotoForm(PlainForm):
    photo = forms.FileField(
        label="照片",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text="JPG、PNG 或 WebP，不超过 10 MB；拍摄地点等信息会被去除",
        error_messages={"required": "请选择照片"},
    )


class PeopleFilter(PlainForm):
    q = forms.CharField(label="姓名", required=False)
    town = forms.ModelChoiceField(
        label="镇街",
        queryset=Township.objects.exclude(zone=None),
        required=False,
        empty_label="全部",
    )
    agency = forms.ModelChoiceField(
        label="部门", queryset=Agency.objects.all(), required=False, empty_label="全部"
    )
    role = forms.ChoiceField(
        label="在任职务", required=False, choices=[("", "不限"), *LABELS.items()]
    )
    paper = forms.ChoiceField(
        label="证件",
        required=False,
        choices=[
            ("", "不限"),
            ("valid", "有效"),
            ("soon", "六十日内到期"),
            ("suspended", "暂扣"),
            ("none", "无有效证件"),
        ],
    )
    leave = forms.ChoiceField(
        label="今天", required=False, choices=[("", "不限"), ("away", "请假"), ("here", "在岗")]
    )
    hours = forms.ChoiceField(
        label="今年学时",
        required=False,
        choices=[("", "不限"), ("short", "未满"), ("full", "已满")],
    )
