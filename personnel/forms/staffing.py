"""The filter of the staffing board."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models

from core.forms import PlainForm
from personnel.models import Finding
from personnel.rules.staffing import CHECKS, VACANCIES

VACANT = "vacant"


class FindingFilter(PlainForm):
    """By check, zone, unit, gravity and state; `names` is key → (name, zone) of what is seen."""

    check = forms.ChoiceField(label="检查项", required=False)
    zone = forms.ChoiceField(label="片区", required=False)
    unit = forms.ChoiceField(label="单位", required=False)
    grave = forms.ChoiceField(
        label="程度", required=False, choices=[("", "不限"), ("1", "须立即解决"), ("0", "提醒")]
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "未解决"), ("cleared", "已解决")]
    )

    def __init__(self, *args: Any, names: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        checks = [(check.value, rule.label) for check, rule in CHECKS.items()]
        self._choose("check", [(VACANT, "各类职务空缺"), *checks])
        zones = [(key, name) for key, (name, _) in names.items() if key.startswith("Z")]
        self._choose("zone", zones)
        self._choose("unit", [(k, n) for k, (n, _) in names.items() if not k.startswith("Z")])
        self.is_valid()

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *choices]

    def chosen(self, name: str) -> str:
        """The value of a filter; one that can't be read counts as not set."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def cleared(self) -> bool:
        return self.chosen("state") == "cleared"

    def narrow(self, rows: models.QuerySet[Finding]) -> models.QuerySet[Finding]:
        """The findings that the filter leaves."""
        check, grave = self.chosen("check"), self.chosen("grave")
        if check == VACANT:
            rows = rows.filter(code__in=[c.value for c in VACANCIES])
        elif check:
            rows = rows.filter(code=check)
        if grave:
            wanted = [c.value for c, rule in CHECKS.items() if rule.grave == (grave == "1")]
            rows = rows.filter(code__in=wanted)
        if zone := self.chosen("zone"):
            name = self.names[zone][0]
            rows = rows.filter(scope__in=[k for k, (_, of) in self.names.items() if of == name])
        if unit := self.chosen("unit"):
            rows = rows.filter(scope=unit)
        return rows
