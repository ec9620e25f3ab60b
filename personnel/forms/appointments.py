"""Appointing and dismissing; the filter of the list of offices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.forms import DayInput, PlainForm
from core.models import User
from personnel import policy
from personnel.models import Officer
from personnel.roles import LABELS, ROLES, Role, Scope
from zones.models import Agency, District, Township, Zone

_SCOPE_LABELS = {
    Scope.ZONE: "片区",
    Scope.TOWNSHIP: "乡镇（街道）",
    Scope.AGENCY: "部门",
    Scope.DISTRICT: "全区",
}


def _choices(role: Role) -> list[tuple[str, str]]:
    models: dict[Scope, Any] = {
        Scope.ZONE: Zone.objects.all(),
        Scope.TOWNSHIP: Township.objects.exclude(zone=None),
        Scope.AGENCY: Agency.objects.all(),
        Scope.DISTRICT: District.objects.all(),
    }
    kind = ROLES[role].scope
    return [(f"{kind.value}:{row.pk}", str(row)) for row in models[kind]]


class PersonField(forms.ModelChoiceField["Officer"]):
    def label_from_instance(self, obj: Officer) -> str:
        return f"{obj}（{obj.home}）"


class AppointForm(PlainForm):
    """Who, to which office, where, from when, by which document."""

    officer = PersonField(
        label="人员",
        empty_label="请选择",
        queryset=Officer.objects.select_related("user", "home_township", "home_agency"),
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
        roles = [role for role in roles if role is not Role.COORDINATOR]
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
                models: dict[str, Any] = {
                    "zone": Zone,
                    "township": Township,
                    "agency": Agency,
                    "district": District,
                }
                data["scope_object"] = models[kind].objects.get(pk=pk)
        return data


class DismissForm(PlainForm):
    reason = forms.CharField(label="终止原因", max_length=120)


class AppointmentFilter(PlainForm):
    role = forms.ChoiceField(label="职务", required=False)
    when = forms.ChoiceField(
        label="任职状态",
        required=False,
        choices=[("live", "在任"), ("ended", "已终止"), ("all", "全部")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *LABELS.items()]
