"""One small form per action. Every form carries the version of the case that was on screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from cases.models import Case
from cases.rules.circumstances import COMPLEX, FOUND_ONLY, LABELS, MAJOR
from cases.selectors.circumstances import circumstances_of
from core.forms import VersionedForm
from personnel import selectors as people
from personnel.models import Officer
from zones.models import Township, Zone


class CaseForm(VersionedForm):
    """Base: knows the case, so that choices and initial values fit it."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["version"].initial = case.version
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and initial values from the case."""

    def extra(self) -> dict[str, Any]:
        """What the service wants that is put together from several fields; by its argument."""
        return {}


def long_field(label: str, rows: int = 4, *, required: bool = True, help_text: str = "") -> Any:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        required=required,
        max_length=6000,
        help_text=help_text,
    )


class PlainStep(CaseForm):
    """A step that needs nothing but the press of a button."""


class ReasonForm(CaseForm):
    reason = forms.CharField(label="理由", max_length=280, widget=forms.Textarea(attrs={"rows": 3}))


class OfficerField(forms.ModelMultipleChoiceField["Officer"]):
    def label_from_instance(self, obj: Officer) -> str:
        papers = [c for c in obj.certificates.all() if c.status == "valid"]
        number = papers[0].number if papers else "无有效证件"
        return f"{obj}（{obj.home}，证号 {number}）"


def offer_handlers(field: forms.Field, case: Case) -> None:
    """The handlers of the case, all of them chosen."""
    assert isinstance(field, forms.ModelChoiceField)
    handlers = case.handlers.filter(removed_at=None)
    field.queryset = (
        Officer.objects.filter(pk__in=handlers.values("officer_id"))
        .select_related("user", "home_township", "home_agency")
        .prefetch_related("certificates")
    )
    field.initial = [handler.officer_id for handler in handlers]


class OneOfficerField(forms.ModelChoiceField["Officer"]):
    def label_from_instance(self, obj: Officer) -> str:
        return f"{obj}（{obj.home}）"


class FileForm(CaseForm):
    lead = OneOfficerField(label="主办", queryset=Officer.objects.none(), empty_label="请选择")
    others = OfficerField(
        label="协办",
        queryset=Officer.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="主办、协办合计不少于两人，均须持有有效执法证（《行政处罚法》第四十二条）",
    )

    def prepare(self) -> None:
        officers = people.handlers_of_unit(self.case.unit, timezone.localdate())
        for name in ("lead", "others"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = officers

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        lead, others = data.get("lead"), data.get("others")
        if lead and others and lead in others:
            self.add_error("others", "协办不能与主办为同一人，请重新选择协办")
        return data


class ProposeFilingForm(FileForm):
    opinion = long_field(
        "立案理由", 3, required=False, help_text="承办人意见；不填则以简要案情为准，由负责人审批"
    )


class StatementForm(CaseForm):
    statement = long_field("陈述申辩意见", required=False)
    answer = long_field("复核意见", required=False, help_text="采纳与否及理由")
    waived = forms.BooleanField(label="当事人书面放弃陈述申辩", required=False)
    hearing_waived = forms.BooleanField(
        label="当事人书面放弃听证",
        required=False,
        help_text="与放弃陈述申辩分开书面表示；没有放弃的，等要求听证的期限届满",
    )

    def prepare(self) -> None:
        notice = getattr(self.case, "prior_notice", None)
        if notice is None or not notice.hearing_told:
            del self.fields["hearing_waived"]


class CloseForm(CaseForm):
    outcome = forms.CharField(
        label="履行情况", max_length=280, widget=forms.Textarea(attrs={"rows": 3})
    )


class EscalateForm(CaseForm):
    reasons = forms.MultipleChoiceField(
        label="上报原因",
        choices=[(code, label) for code, label in LABELS.items() if code not in FOUND_ONLY],
        widget=forms.CheckboxSelectMultiple,
        help_text="系统已认定的情形已经勾选，可以补充",
    )
    note = long_field("说明", 3)

    def prepare(self) -> None:
        judged = {MAJOR: self.case.is_major, COMPLEX: self.case.is_complex}
        known = [code for code, there in judged.items() if there]
        self.fields["reasons"].initial = [*known, *circumstances_of(self.case)]


class LeadZoneForm(CaseForm):
    zone = forms.ModelChoiceField(label="牵头片区", queryset=Zone.objects.none())

    def prepare(self) -> None:
        zones = {p.township.zone_id for p in self.case.places.all() if p.township.zone_id}
        field = self.fields["zone"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Zone.objects.filter(pk__in=zones)


class PlacesForm(CaseForm):
    towns = forms.ModelMultipleChoiceField(
        label="涉及的镇街",
        queryset=Township.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text="已登记的镇街不能移除；新增后重新判定执法主体，跨镇的自动上报片长",
    )

    def prepare(self) -> None:
        self.fields["towns"].initial = [place.township_id for place in self.case.places.all()]
