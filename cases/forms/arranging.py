"""Forms of the chief's arrangement, of the units' answers, and of disputes over jurisdiction."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms.actions import CaseForm, long_field
from cases.forms.asking import AsksField, Unit, UnitField, bureaus
from cases.models import ArrangementUnit, Case, Dispute
from cases.rules.arranging import Mode
from cases.selectors import arranging as selectors
from cases.services import dispute as disputes
from core.forms import DayInput
from zones import selectors as district
from zones.models import Agency, Township


def _town_groups(case: Case, zones: set[int]) -> list[tuple[str, list[Unit], bool]]:
    places = {place.township_id for place in case.places.all()}
    towns = [town for town in district.all_towns() if town.zone_id in zones]
    here: list[Unit] = [town for town in towns if town.pk in places]
    others: list[Unit] = [town for town in towns if town.pk not in places]
    return [
        ("案发地镇街", here, True),
        ("片区其他镇街", others, False),
        ("区直部门", list(bureaus()), False),
    ]


class ArrangeForm(CaseForm):
    mode = forms.ChoiceField(
        label="安排方式",
        choices=[(mode.value, f"{mode.label}：{mode.meaning}") for mode in Mode],
        widget=forms.RadioSelect,
    )
    lead_town = forms.ModelChoiceField(
        label="牵头镇街",
        queryset=Township.objects.none(),
        required=False,
        help_text="案发地之一；研讨、协调期间由其先行办理",
    )
    lead_agency = forms.ModelChoiceField(
        label="转给部门",
        queryset=Agency.objects.filter(kind=Agency.Kind.BUREAU),
        required=False,
        help_text="“转区级部门办理”时选择，由现承办单位办理移送",
    )
    asks = AsksField(label="请哪些单位做什么", required=False)
    instruction = long_field("安排意见", 4, help_text="谁做什么、注意什么")
    finish_by = forms.DateField(label="完成时限", required=False, widget=DayInput())

    def prepare(self) -> None:
        places = [place.township_id for place in self.case.places.all()]
        lead, asks = self.fields["lead_town"], self.fields["asks"]
        assert isinstance(lead, forms.ModelChoiceField)
        assert isinstance(asks, AsksField)
        lead.queryset = Township.objects.filter(pk__in=places)
        lead.initial = self.case.township_id
        zones = {p.township.zone_id for p in self.case.places.all() if p.township.zone_id}
        asks.offer(_town_groups(self.case, zones))
        own = self.case.township_id
        asks.initial = [f"T{pk}:inspection" for pk in places if pk != own]
        self.fields["lead_agency"].initial = self.case.item.agency_id
        self.fields["mode"].initial = selectors.suggestion_of(self.case).mode.value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        bureau = data.get("mode") == Mode.BUREAU
        needed = "lead_agency" if bureau else "lead_town"
        if data.get("mode") and not data.get(needed) and needed not in self.errors:
            text = "请选择转给哪个部门" if bureau else "请选择牵头镇街"
            self.add_error(needed, text)
        return data

    def extra(self) -> dict[str, Any]:
        data = self.cleaned_data
        lead = data["lead_agency"] if data["mode"] == Mode.BUREAU else data["lead_town"]
        return {"lead": lead}


class SimpleJointForm(CaseForm):
    asks = AsksField(label="请哪些单位做什么")
    instruction = long_field("安排意见", 4, help_text="谁做什么、什么时间、注意什么")
    finish_by = forms.DateField(label="完成时限", required=False, widget=DayInput())

    def prepare(self) -> None:
        zone, asks = self.case.township.zone_id, self.fields["asks"]
        assert isinstance(asks, AsksField)
        groups = _town_groups(self.case, {zone} if zone else set())
        own = self.case.township
        asks.offer([(h, [u for u in units if u != own], True) for h, units, _ in groups])

    def extra(self) -> dict[str, Any]:
        return {"mode": Mode.JOINT.value, "lead": self.case.township}


class AcceptForm(CaseForm):
    note = forms.CharField(
        label="答复",
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="可写参加人员、联系人、车辆装备",
    )


class DeclineForm(CaseForm):
    reason = forms.CharField(
        label="不能参加的理由", max_length=280, widget=forms.Textarea(attrs={"rows": 3})
    )


class DoneForm(CaseForm):
    result = long_field("完成情况", 4, help_text="做了什么、取得什么材料、结果怎样")


class PartField(forms.ModelChoiceField["ArrangementUnit"]):
    def label_from_instance(self, obj: ArrangementUnit) -> str:
        why = obj.answer or f"期限 {obj.answer_due_on} 已过，未答复"
        return f"{obj}（{obj.asked_words}）：{why}"


class SecondForm(CaseForm):
    part = PartField(label="接替哪个单位", queryset=ArrangementUnit.objects.none())
    unit = UnitField(
        label="改请单位", required=False, help_text="不选表示不再改请，其余单位继续办理"
    )

    def prepare(self) -> None:
        part, unit = self.fields["part"], self.fields["unit"]
        assert isinstance(part, forms.ModelChoiceField)
        assert isinstance(unit, UnitField)
        free = selectors.free_parts(self.case)
        part.queryset = ArrangementUnit.objects.filter(
            pk__in=[row.pk for row in free]
        ).select_related("township", "agency")
        part.initial = free[0].pk if free else None
        taken = {row.unit for row in selectors.parts_of(self.case) if row.state != "released"}
        zones = {p.township.zone_id for p in self.case.places.all() if p.township.zone_id}
        towns = [town for town in district.all_towns() if town.zone_id in zones]
        units: list[Unit] = [*towns, *bureaus()]
        unit.offer([one for one in units if one not in taken], "不再改请")


class DisputeForm(CaseForm):
    kind = forms.ChoiceField(label="争议事项", choices=Dispute.Kind.choices)
    text = long_field("本单位意见和理由", 5, help_text="应由谁管辖（牵头）、事实和依据")


class ViewForm(CaseForm):
    text = long_field("本单位意见和理由", 5, help_text="应由谁管辖（牵头）、事实和依据")


class SettleForm(CaseForm):
    unit = UnitField(label="协商确定的单位")
    record = long_field("协商记录", 5, help_text="时间、参加人、各方意见、结果")

    def prepare(self) -> None:
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        unit.offer(disputes.concerned(self.case))


class ReferForm(CaseForm):
    record = long_field("协商记录", 5, help_text="时间、参加人、各方意见、不能一致的原因")
    reason = long_field("报请理由", 3, help_text="写入《指定管辖请示》")


class DesignateForm(CaseForm):
    unit = UnitField(label="指定的单位")
    document = forms.CharField(label="区政府文号", max_length=60, help_text="如：漳芗政〔2026〕8号")
    issued_on = forms.DateField(label="印发日期", widget=DayInput())
    reason = long_field("指定理由", 4, help_text="写入《指定管辖决定书》")

    def prepare(self) -> None:
        unit = self.fields["unit"]
        assert isinstance(unit, UnitField)
        concerned = disputes.concerned(self.case)
        unit.offer([*concerned, *(row for row in bureaus() if row not in concerned)])
