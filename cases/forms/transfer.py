"""The form of a transfer: what is handed to whom, why, and what goes along."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms.actions import CaseForm, long_field
from cases.forms.report import ItemField
from cases.models import Evidence, Exhibit, Paper
from cases.rules.exhibits import IN_HAND
from cases.rules.transfer import KIND_CHOICES, TransferKind, kinds_of
from cases.services._transfer import title_of
from cases.services.transfer import Piece, Wanted
from zones.models import Agency, EnforcementItem, Township
from zones.selectors.district import all_agencies, all_towns

_MATERIALS = "案件登记材料（复印件）"


class TransferForm(CaseForm):
    kind = forms.ChoiceField(label="移送种类", choices=[])
    unit = forms.ChoiceField(
        label="接收单位（平台内）",
        required=False,
        widget=forms.Select(attrs={"data-search": "1"}),
        help_text="移送镇街、区级部门时选择；须为依照管辖规则有权的单位",
    )
    organ = forms.CharField(
        label="接收机关（平台以外）",
        required=False,
        max_length=60,
        help_text="移送市级机关、其他行政机关时填写；公安机关、纪委监委不填则为芗城区对应机关",
    )
    item = ItemField(
        label="查明应适用的执法事项",
        required=False,
        queryset=EnforcementItem.objects.order_by("code"),
        empty_label="与登记的事项相同",
        widget=forms.Select(attrs={"data-search": "1"}),
        help_text="调查发现事项登记有误的选择；接收后按此办理",
    )
    reason = long_field(
        "移送理由", 4, help_text="涉嫌犯罪的写明案件情况调查报告：查明的事实、涉嫌的罪名和追诉标准"
    )
    pieces = forms.MultipleChoiceField(
        label="移交的文书、证据、物品", required=False, widget=forms.CheckboxSelectMultiple
    )
    originals = forms.MultipleChoiceField(
        label="其中移交原件、原物的",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="未勾选的移交复印件；原物交接自动记入保管链",
    )
    materials = forms.CharField(
        label="其他材料",
        required=False,
        max_length=2000,
        initial=_MATERIALS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一行一件",
    )

    def prepare(self) -> None:
        kinds = {kind.value for kind in kinds_of(self.case.workflow_version)}
        self._choices("kind", [pair for pair in KIND_CHOICES if pair[0] in kinds])
        self.units: dict[str, Township | Agency] = {
            **{f"T{town.pk}": town for town in all_towns()},
            **{f"A{one.pk}": one for one in all_agencies() if one.kind == Agency.Kind.BUREAU},
        }
        offered = [(k, str(u)) for k, u in self.units.items() if u != self.case.unit]
        towns = [pair for pair in offered if pair[0].startswith("T")]
        bureaus = [pair for pair in offered if pair[0].startswith("A")]
        self._choices("unit", [("", "请选择"), ("镇街", towns), ("区级部门", bureaus)])
        self.rows = _rows_of(self)
        self._choices("pieces", [(key, title_of(row)) for key, row in self.rows.items()])
        physical = [(k, str(r)) for k, r in self.rows.items() if not isinstance(r, Paper)]
        self._choices("originals", physical)
        self.fields["pieces"].initial = list(self.rows)
        for name, found in (("pieces", self.rows), ("originals", physical)):
            if not found:
                del self.fields[name]
        self._suggest()

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _suggest(self) -> None:
        """The city where the power lies there; the bureau the chief handed the work to."""
        if self.case.authority_kind == "city":
            self.fields["kind"].initial = TransferKind.CITY.value
            self.fields["organ"].initial = TransferKind.CITY.rule.organ
        given = next(
            (a for a in self.case.arrangements.all() if a.mode == "bureau" and a.lead_agency), None
        )
        if given is not None and given.lead_agency != self.case.unit:
            self.fields["kind"].initial = TransferKind.BUREAU.value
            self.fields["unit"].initial = f"A{given.lead_agency_id}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = data.get("kind", "")
        if chosen not in list(TransferKind):
            return data
        kind, unit = TransferKind(chosen), self.units.get(data.get("unit", ""))
        if kind.rule.inside:
            wanted = Township if kind is TransferKind.TOWN else Agency
            if not isinstance(unit, wanted):
                self.add_error("unit", f"“{kind.rule.label}”请在接收单位中选择对应的单位")
        elif not data.get("organ"):
            data["organ"] = kind.rule.organ
            if not kind.rule.organ:
                self.add_error("organ", "请写明移送给哪个机关")
        return data

    def extra(self) -> dict[str, Any]:
        data = self.cleaned_data
        originals = set(data.get("originals", []))
        keys = [key for key in self.rows if key in {*data.get("pieces", []), *originals}]
        inside = TransferKind(data["kind"]).rule.inside
        wanted = Wanted(
            kind=data["kind"],
            reason=data["reason"],
            unit=self.units.get(data["unit"]) if inside else None,
            organ="" if inside else data["organ"],
            item=data["item"],
            pieces=[Piece(self.rows[key], key in originals) for key in keys],
            materials=data["materials"].splitlines(),
        )
        return {"wanted": wanted}


def _rows_of(form: TransferForm) -> dict[str, Paper | Evidence | Exhibit]:
    """Papers that count, evidence in use, things in hand."""
    case = form.case
    papers = {f"P{r.pk}": r for r in case.papers.all() if r.status == Paper.Status.ISSUED}
    proofs = {f"E{r.pk}": r for r in case.evidence.all() if r.set_aside_at is None}
    things = {f"X{r.pk}": r for r in case.exhibits.all() if r.state in IN_HAND}
    return {**papers, **proofs, **things}
