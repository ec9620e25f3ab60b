"""Opening a roster, naming a unit's people, reviewing, filtering."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.forms import PlainForm, VersionedForm
from personnel.models import Roster
from personnel.rules.roster import Kind
from personnel.selectors import rosters as selectors
from personnel.selectors.rosters import Candidate, Pool
from zones.models import Agency, Zone

PREFIX = "member_"


class OpenForm(PlainForm):
    """Which bureaus are asked; the zone's towns always are."""

    agencies = forms.ModelMultipleChoiceField(
        label="请哪些部门提交人员",
        queryset=Agency.objects.filter(kind=Agency.Kind.BUREAU),
        widget=forms.CheckboxSelectMultiple,
        help_text="已勾选片长单位和有人员下沉到本片区的部门；本片区各镇街自动列入",
        error_messages={"required": "请至少选择一个部门"},
    )
    note = forms.CharField(
        label="说明", max_length=200, required=False, help_text="本版为何编制，如：人员调整"
    )

    def __init__(self, *args: Any, zone: Zone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["agencies"].initial = [row.pk for row in selectors.bureaus_for(zone, today)]


class UnitForm(VersionedForm):
    """One choice for each person who fits: not named, or in one of the fitting categories."""

    def __init__(self, *args: Any, pool: Pool, named: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pool = pool
        for candidate in pool.candidates:
            person = candidate.person
            choices = [("", "不列入"), *((p.kind.value, p.kind.label) for p in candidate.places)]
            field = forms.ChoiceField(
                label=person.name,
                choices=choices,
                required=False,
                initial=named.get(person.id, ""),
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )
            self.fields[f"{PREFIX}{person.id}"] = field

    @property
    def lines(self) -> list[tuple[Candidate, forms.BoundField]]:
        """Each candidate with the control of their category."""
        return [(c, self[f"{PREFIX}{c.person.id}"]) for c in self.pool.candidates]

    def chosen(self) -> dict[int, Kind]:
        return {
            int(name.removeprefix(PREFIX)): Kind(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(PREFIX) and value
        }


class ReasonForm(PlainForm):
    reason = forms.CharField(label="须修改什么", max_length=200, required=False)


class ReviewForm(VersionedForm):
    """司法局's word on a roster; a return must say why."""

    decision = forms.ChoiceField(
        label="审核意见",
        choices=[("publish", "通过并公布"), ("return", "退回片区修改")],
        widget=forms.RadioSelect,
    )
    remarks = forms.CharField(
        label="审核说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="退回的必填，片区据此修改",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == "return" and not data.get("remarks"):
            self.add_error("remarks", "退回须写明理由")
        return data


class RosterFilter(PlainForm):
    zone = forms.ModelChoiceField(
        label="片区", queryset=Zone.objects.all(), required=False, empty_label="全部"
    )
    status = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *Roster.Status.choices]
    )
