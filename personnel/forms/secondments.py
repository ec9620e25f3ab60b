"""Posting, ending, extending; proposing an exchange and answering it; the filters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from core import access
from core.forms import DayInput, PlainForm
from core.models import User
from personnel.forms.appointments import PassingForm, PersonField, officers
from personnel.models import Officer, ReplacementProposal, Secondment
from personnel.services.secondments import Terms
from zones.models import Agency, Township

STATES = [("live", "下沉中"), ("future", "未到岗"), ("ended", "已结束"), ("all", "全部")]


def _postable(user: User) -> models.QuerySet[Officer]:
    """Field officers of the bureaus whose people this user posts."""
    grants = access.grants_of(user)
    rows = officers().filter(home_agency__isnull=False, is_field=True)
    if not grants.ids("manage_secondments", "district"):
        rows = rows.filter(home_agency__in=grants.ids("manage_secondments", "agency"))
    return rows.order_by("home_agency_id", "id")


def _towns() -> models.QuerySet[Township]:
    return Township.objects.exclude(zone=None).order_by("order")


class _Duties(PlainForm):
    post = forms.CharField(
        label="驻点、岗位", required=False, max_length=60, help_text="如：石亭街道综合执法队"
    )
    tasks = forms.MultipleChoiceField(
        label="下沉任务",
        choices=Secondment.Task.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="方案附件（二）列明的执法业务工作",
    )


class SecondForm(_Duties):
    """Who goes to which town, from when to when, for what, by which document."""

    officer = PersonField(
        label="下沉人员",
        empty_label="请选择",
        queryset=Officer.objects.none(),
        widget=forms.Select(attrs={"data-search": "1"}),
        help_text="本部门列为本领域行政执法人员、证件有效的人员",
    )
    township = forms.ModelChoiceField(
        label="下沉镇街", empty_label="请选择", queryset=Township.objects.none()
    )
    starts_on = forms.DateField(label="起", widget=DayInput())
    ends_on = forms.DateField(label="止（含当日，可空）", required=False, widget=DayInput())
    document = forms.CharField(label="下沉文号", max_length=120)
    field_order = ["officer", "township", "starts_on", "ends_on", "document", "post", "tasks"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "officer", _postable(user))
        _offer(self, "township", _towns())
        self.fields["starts_on"].initial = timezone.localdate

    def terms(self) -> Terms:
        return Terms(**{name: self.cleaned_data[name] for name in self.field_order or ()})


def _offer(form: forms.Form, name: str, rows: models.QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class EndForm(PassingForm):
    """Ending a posting early; who takes over the open cases."""


class ExtendForm(PlainForm):
    ends_on = forms.DateField(label="新的止期（含当日，可空）", required=False, widget=DayInput())
    document = forms.CharField(label="续期文号", max_length=120)


class ProposeForm(PlainForm):
    reasons = forms.CharField(
        label="调换理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明具体情况，部门据此答复",
    )
    wanted = forms.CharField(
        label="希望的专业或条件", required=False, max_length=200, help_text="如：熟悉违法建设查处"
    )


class AnswerForm(_Duties):
    """The bureau's answer: agree, with the successor's posting, or decline with reasons."""

    agrees = forms.ChoiceField(
        label="答复", choices=[("yes", "同意调换"), ("no", "不同意")], widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label="答复意见",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不同意的须写明理由",
    )
    officer = PersonField(
        label="接替人员",
        required=False,
        empty_label="请选择",
        queryset=Officer.objects.none(),
        widget=forms.Select(attrs={"data-search": "1"}),
        help_text="同意的必填；自今天起到岗，原人员同时撤回，其在办案件移交接替人员",
    )
    ends_on = forms.DateField(label="止（含当日，可空）", required=False, widget=DayInput())
    document = forms.CharField(
        label="下沉文号", required=False, max_length=120, help_text="同意的必填"
    )
    field_order = ["agrees", "answer", "officer", "document", "ends_on", "post", "tasks"]

    def __init__(self, *args: Any, user: User, old: Secondment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old = old
        own = _postable(user).filter(home_agency=old.agency).exclude(pk=old.officer_id)
        _offer(self, "officer", own)
        self.fields["tasks"].required = False
        self.fields["tasks"].initial = old.tasks
        self.fields["post"].initial = old.post

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("agrees") == "yes":
            words = {
                "officer": "请选择接替人员",
                "document": "请填写下沉文号",
                "tasks": "请选择任务",
            }
            for name, text in words.items():
                if not data.get(name):
                    self.add_error(name, text)
        elif data.get("agrees") == "no" and not data.get("answer"):
            self.add_error("answer", "不同意须写明理由")
        return data

    def terms(self) -> Terms:
        data = self.cleaned_data
        chosen = {name: data[name] for name in ("officer", "document", "ends_on", "post", "tasks")}
        return Terms(township=self.old.township, starts_on=timezone.localdate(), **chosen)


class SecondmentFilter(PlainForm):
    q = forms.CharField(label="姓名", required=False)
    agency = forms.ModelChoiceField(
        label="派出部门",
        queryset=Agency.objects.filter(kind=Agency.Kind.BUREAU),
        required=False,
        empty_label="全部",
    )
    town = forms.ModelChoiceField(
        label="下沉镇街",
        queryset=Township.objects.exclude(zone=None),
        required=False,
        empty_label="全部",
    )
    state = forms.ChoiceField(label="状态", required=False, choices=STATES)


class ProposalFilter(PlainForm):
    status = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), ("overdue", "逾期未答复"), *ReplacementProposal.Status.choices],
    )
    agency = forms.ModelChoiceField(
        label="派出部门",
        queryset=Agency.objects.filter(kind=Agency.Kind.BUREAU),
        required=False,
        empty_label="全部",
    )
    town = forms.ModelChoiceField(
        label="下沉镇街",
        queryset=Township.objects.exclude(zone=None),
        required=False,
        empty_label="全部",
    )
