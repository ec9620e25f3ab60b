"""One small form per action. Every form carries the version of the case that was on screen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from cases.models import Arrangement, Case, Delivery, InvestigationRecord
from cases.models.decision import PENALTIES
from cases.selectors.facts import draft_of
from cases.selectors.law import law_of
from cases.services.handling import Intended
from core.forms import DayInput, MomentInput, VersionedForm
from personnel import selectors as people
from personnel.models import Officer
from zones.models import Agency, Township, Zone


class CaseForm(VersionedForm):
    """Base: knows the case, so that choices and initial values fit it."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["version"].initial = case.version
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and initial values from the case."""


def _long(label: str, rows: int = 4, *, required: bool = True, help_text: str = "") -> Any:
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


class TransferForm(ReasonForm):
    receiver = forms.CharField(label="移送给", max_length=60, help_text="如：漳州市公安局芗城分局")
    field_order = ("receiver", "reason")


class OfficerField(forms.ModelMultipleChoiceField["Officer"]):
    def label_from_instance(self, obj: Officer) -> str:
        papers = [c for c in obj.certificates.all() if c.status == "valid"]
        number = papers[0].number if papers else "无有效证件"
        return f"{obj}（{obj.home}，证号 {number}）"


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
    opinion = _long(
        "立案理由", 3, required=False, help_text="承办人意见；不填则以简要案情为准，由负责人审批"
    )


class RecordForm(CaseForm):
    kind = forms.ChoiceField(label="种类", choices=InvestigationRecord.Kind.choices)
    held_at = forms.DateTimeField(label="时间", widget=MomentInput())
    place = forms.CharField(label="地点", max_length=120)
    subject = forms.CharField(label="被检查（询问）人", max_length=60, required=False)
    content = _long("记录内容", 6)
    officers = OfficerField(
        label="执法人员", queryset=Officer.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    certificates_shown = forms.BooleanField(label="已向当事人出示执法证件", required=False)

    def prepare(self) -> None:
        field = self.fields["officers"]
        assert isinstance(field, forms.ModelChoiceField)
        handlers = self.case.handlers.filter(removed_at=None)
        field.queryset = (
            Officer.objects.filter(pk__in=handlers.values("officer_id"))
            .select_related("user", "home_township", "home_agency")
            .prefetch_related("certificates")
        )
        field.initial = [handler.officer_id for handler in handlers]
        self.fields["held_at"].initial = timezone.localtime().replace(second=0, microsecond=0)
        self.fields["place"].initial = self.case.place
        self.fields["subject"].initial = self.case.party_name


class ConcludeForm(CaseForm):
    findings = _long("调查结论", help_text="事实、证据、定性和处理建议")


class IntendedForm(CaseForm):
    """The decision as intended; also used to change it."""

    penalty = forms.ChoiceField(label="拟处罚种类", choices=PENALTIES)
    amount = forms.DecimalField(
        label="罚款金额（元）", max_digits=12, decimal_places=2, min_value=0, required=False
    )
    facts = _long("违法事实和证据")
    basis = _long("处罚依据", 2)
    discretion = _long("裁量理由", 2)
    performance = _long("履行方式和期限", 2)
    applied_version = forms.ChoiceField(label="适用的规定（从旧兼从轻）", required=False)

    def prepare(self) -> None:
        self._offer_law()
        draft = draft_of(self.case)
        if draft is not None:
            for name in ("penalty", "amount", "facts", "basis", "discretion", "performance"):
                self.fields[name].initial = getattr(draft, name)
            return
        self.fields["penalty"].initial = "fine"
        self.fields["basis"].initial = self.case.item.legal_basis
        self.fields["performance"].initial = (
            "自收到处罚决定书之日起十五日内到指定银行或者通过电子支付系统缴纳罚款"
            "（《行政处罚法》第六十七条）。"
        )

    def _offer_law(self) -> None:
        """Where the law changed after the act, a person confirms which wording is the lighter."""
        law = law_of(self.case, timezone.localdate())
        if not law.needs_choice:
            del self.fields["applied_version"]
            return
        field = self.fields["applied_version"]
        assert isinstance(field, forms.ChoiceField)
        field.help_text = f"{law.reason}（{law.basis}）"
        field.choices = [
            ("", "请比较后选择较轻的一个"),
            *(
                (
                    wording.key,
                    f"{'行为时' if index == 0 else '现行'}：{wording.legal_basis}"
                    f"（{wording.penalty or '幅度以条文为准'}）",
                )
                for index, wording in enumerate(law.wordings)
            ),
        ]
        draft = draft_of(self.case)
        field.initial = draft.applied_version_id if draft else None

    def intended(self) -> Intended:
        data = self.cleaned_data
        chosen = data.get("applied_version")
        return Intended(
            facts=data["facts"],
            basis=data["basis"],
            discretion=data["discretion"],
            penalty=data["penalty"],
            amount=data["amount"] or Decimal(0),
            performance=data["performance"],
            applied_version_id=int(chosen) if chosen else None,
        )


class NotifyForm(IntendedForm):
    served_on = forms.DateField(label="告知书送达日期", widget=DayInput())

    def prepare(self) -> None:
        super().prepare()
        self.fields["served_on"].initial = timezone.localdate


class StatementForm(CaseForm):
    statement = _long("陈述申辩意见", required=False)
    answer = _long("复核意见", required=False, help_text="采纳与否及理由")
    waived = forms.BooleanField(label="当事人书面放弃陈述申辩", required=False)


class NoteForm(CaseForm):
    note = _long("送审说明", 3, required=False)


class ServeForm(CaseForm):
    method = forms.ChoiceField(label="送达方式", choices=Delivery.Method.choices)
    served_on = forms.DateField(label="送达日期", widget=DayInput())
    receiver = forms.CharField(label="签收人", max_length=60, required=False)
    proof = forms.CharField(
        label="送达回证与证明",
        max_length=280,
        help_text="如：当事人签收；拒收的写明见证人和拍照录像",
    )

    def prepare(self) -> None:
        self.fields["served_on"].initial = timezone.localdate
        self.fields["receiver"].initial = self.case.party_name[:60]


class CloseForm(CaseForm):
    outcome = forms.CharField(
        label="履行情况", max_length=280, widget=forms.Textarea(attrs={"rows": 3})
    )


class EscalateForm(CaseForm):
    reasons = forms.MultipleChoiceField(
        label="上报原因",
        choices=[("major", "重大案件"), ("complex", "复杂疑难")],
        widget=forms.CheckboxSelectMultiple,
    )
    note = _long("说明", 3)


class ArrangeForm(CaseForm):
    mode = forms.ChoiceField(
        label="安排方式", choices=Arrangement.Mode.choices, initial=Arrangement.Mode.JOINT
    )
    lead_town = forms.ModelChoiceField(label="牵头镇街", queryset=Township.objects.none())
    towns = forms.ModelMultipleChoiceField(
        label="参与镇街",
        queryset=Township.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agencies = forms.ModelMultipleChoiceField(
        label="参与部门",
        queryset=Agency.objects.filter(kind=Agency.Kind.BUREAU),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    instruction = _long("安排意见", 4, help_text="谁做什么、注意什么")
    finish_by = forms.DateField(label="完成时限", required=False, widget=DayInput())

    def prepare(self) -> None:
        places = [place.township_id for place in self.case.places.all()]
        lead, towns = self.fields["lead_town"], self.fields["towns"]
        assert isinstance(lead, forms.ModelChoiceField)
        assert isinstance(towns, forms.ModelMultipleChoiceField)
        lead.queryset = Township.objects.filter(pk__in=places)
        lead.initial = self.case.township_id
        zones = {p.township.zone_id for p in self.case.places.all() if p.township.zone_id}
        towns.queryset = Township.objects.filter(zone_id__in=zones)
        towns.initial = places


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
