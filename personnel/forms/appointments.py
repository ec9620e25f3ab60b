"""Appointing, acting, ending with a successor; the filter of the list of offices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from core.forms import DayInput, PlainForm
from core.models import User
from personnel import policy
from personnel.models import Appointment, Officer
from personnel.roles import LABELS, ROLES, Role, Scope
from personnel.selectors.appointments import STATES
from personnel.services.handover import Passing
from zones.models import Agency, District, Township, Zone

_SCOPE_LABELS = {
    Scope.ZONE: "片区",
    Scope.TOWNSHIP: "乡镇（街道）",
    Scope.AGENCY: "部门",
    Scope.DISTRICT: "全区",
}

_MODELS: dict[str, Any] = {
    "zone": Zone,
    "township": Township,
    "agency": Agency,
    "district": District,
}


def _choices(role: Role) -> list[tuple[str, str]]:
    rows: dict[Scope, Any] = {
        Scope.ZONE: Zone.objects.all(),
        Scope.TOWNSHIP: Township.objects.exclude(zone=None),
        Scope.AGENCY: Agency.objects.all(),
        Scope.DISTRICT: District.objects.all(),
    }
    kind = ROLES[role].scope
    return [(f"{kind.value}:{row.pk}", str(row)) for row in rows[kind]]


class PersonField(forms.ModelChoiceField["Officer"]):
    def label_from_instance(self, obj: Officer) -> str:
        return f"{obj}（{obj.home}）"


class AppointForm(PlainForm):
    """Who, to which office, where, from when, by which document."""

    officer = PersonField(
        label="人员",
        empty_label="请选择",
        queryset=Officer.objects.filter(user__is_active=True).select_related(
            "user", "home_township", "home_agency"
        ),
        widget=forms.Select(attrs={"data-search": "1"}),
    )
    role = forms.ChoiceField(label="职务")
    scope = forms.ChoiceField(label="任职范围", help_text="范围须与职务相符，如片长对应片区")
    starts_on = forms.DateField(label="起", widget=DayInput())
    ends_on = forms.DateField(label="止（含当日，可空）", required=False, widget=DayInput())
    document = forms.CharField(label="任职文号", max_length=120)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = list(Role) if policy.manages_appointments(user) else []
        apart = (Role.COORDINATOR, Role.SECONDED_OFFICER)  # by the chief; by a posting
        roles = [role for role in roles if role not in apart]
        if policy.chief_zone_ids(user):
            roles.append(Role.COORDINATOR)
        role_field, scope_field = self.fields["role"], self.fields["scope"]
        assert isinstance(role_field, forms.ChoiceField)
        assert isinstance(scope_field, forms.ChoiceField)
        role_field.choices = [(role.value, LABELS[role.value]) for role in roles]
        kinds = {ROLES[role].scope: role for role in roles}
        scope_field.choices = [
            (_SCOPE_LABELS[kind], _choices(role)) for kind, role in kinds.items()
        ]
        self.fields["starts_on"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        role, scope = data.get("role"), data.get("scope")
        if role and scope:
            kind, pk = scope.split(":")
            wanted = ROLES[Role(role)].scope
            if kind != wanted.value:
                self.add_error(
                    "scope", f"{LABELS[role]}的任职范围应为{_SCOPE_LABELS[wanted]}，请重新选择"
                )
            else:
                data["scope_object"] = _MODELS[kind].objects.get(pk=pk)
        return data


def officers() -> models.QuerySet[Officer]:
    """Active people, for choosing one."""
    return Officer.objects.filter(user__is_active=True).select_related(
        "user", "home_township", "home_agency"
    )


class ActingForm(PlainForm):
    """Who acts for the holder, on which days of leave, by which document."""

    officer = PersonField(
        label="代理人",
        empty_label="请选择",
        queryset=Officer.objects.none(),
        widget=forms.Select(attrs={"data-search": "1"}),
    )
    starts_on = forms.DateField(label="代理起", widget=DayInput())
    ends_on = forms.DateField(
        label="代理止（含当日）", widget=DayInput(), help_text="限于原任职人已登记的请假期间"
    )
    document = forms.CharField(label="代理文号", max_length=120)

    def __init__(self, *args: Any, held: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["officer"]
        assert isinstance(field, PersonField)
        field.queryset = near(officers().exclude(pk=held.officer_id), held.scope)


def near(rows: models.QuerySet[Officer], scope: models.Model) -> models.QuerySet[Officer]:
    """The unit's own people first; a zone's chief bureau stands for the zone."""
    unit = scope.chief_agency if isinstance(scope, Zone) else scope
    name = {Township: "home_township", Agency: "home_agency"}.get(type(unit))
    if name is None:
        return rows.order_by("id")
    own = models.Case(models.When(**{name: unit}, then=0), default=1)
    return rows.order_by(own, "id")


class PassingForm(PlainForm):
    """Why the office ends and who takes over its work."""

    reason = forms.CharField(label="终止原因", max_length=120)
    successor = PersonField(
        label="接任人",
        required=False,
        empty_label="无",
        queryset=Officer.objects.none(),
        widget=forms.Select(attrs={"data-search": "1"}),
    )
    note = forms.CharField(
        label="交接说明",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    vacant = forms.BooleanField(label="暂无接任人，未办结的工作由本单位另行安排", required=False)

    def __init__(self, *args: Any, row: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        assert isinstance(field, PersonField)
        field.queryset = near(officers().exclude(pk=row.officer_id), row.scope)

    def passing(self) -> Passing:
        data = self.cleaned_data
        return Passing(
            successor=data["successor"],
            document=data.get("document", ""),
            note=data["note"],
            vacant=data["vacant"],
        )


class DismissForm(PassingForm):
    """Ending an office; the successor may be appointed to it in the same step."""

    document = forms.CharField(
        label="接任人任职文号",
        required=False,
        max_length=120,
        help_text="填写则接任人自今天起任同一职务；已另行任命的不填",
    )
    field_order = ["reason", "successor", "document", "note", "vacant"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("document") and not data.get("successor"):
            self.add_error("successor", "填写了任职文号，请选择接任人")
        return data


class AppointmentFilter(PlainForm):
    q = forms.CharField(label="姓名", required=False)
    role = forms.ChoiceField(label="职务", required=False)
    town = forms.ModelChoiceField(
        label="镇街",
        queryset=Township.objects.exclude(zone=None),
        required=False,
        empty_label="全部",
    )
    agency = forms.ModelChoiceField(
        label="部门", queryset=Agency.objects.all(), required=False, empty_label="全部"
    )
    when = forms.ChoiceField(label="任职状态", required=False, choices=list(STATES.items()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *LABELS.items()]
