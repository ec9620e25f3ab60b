"""先行登记保存, 查封扣押, and the things held."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms.actions import CaseForm
from cases.forms.goods import GoodsField
from cases.models import Exhibit, InvestigationRecord, Measure, Preservation
from cases.rules.exhibits import DISPOSALS
from cases.rules.measures import MOST_EXTENSION_DAYS, Power
from cases.rules.preservation import IN_TIME
from core.forms import DayInput, MomentInput, PlainForm, SignatureField


def _reason(label: str, help_text: str = "", *, required: bool = True, most: int = 200) -> Any:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class PreserveForm(CaseForm):
    reason = _reason("保存理由", "证据可能灭失或者以后难以取得的情形（《行政处罚法》第五十六条）")
    things = GoodsField(label="物品清单", help_text="一行一件（种）；数量不填为 1，单位不填为件")
    place = forms.CharField(
        label="保存地点", max_length=120, help_text="就地保存的写明就地；异地保存的写明地点"
    )
    keeper = forms.CharField(label="保管人", max_length=60)

    def prepare(self) -> None:
        self.fields["place"].initial = self.case.place
        self.fields["keeper"].initial = self.case.party_name[:60]


class PreservationField(forms.ModelChoiceField[Preservation]):
    def label_from_instance(self, obj: Preservation) -> str:
        goods = "、".join(str(thing) for thing in obj.exhibits.all())
        return f"{obj.preserved_on} 保存：{goods}（{obj.due_on} 前处理）"


class SettleForm(CaseForm):
    preservation = PreservationField(
        label="保存的物品", queryset=Preservation.objects.none(), empty_label=None
    )
    outcome = forms.ChoiceField(
        label="处理决定",
        choices=[(key, label) for key, label in Preservation.Outcome.choices if key in IN_TIME],
        widget=forms.RadioSelect,
        help_text="没收是行政处罚，须在处罚决定中作出，这里不能选",
    )
    note = _reason("处理说明", "送检的写明机构，移送的写明接收机关和文书", required=False)

    def prepare(self) -> None:
        field = self.fields["preservation"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = self.case.preservations.filter(outcome="").exclude(preserved_on=None)
        field.queryset = rows.prefetch_related("exhibits")


class MeasureForm(CaseForm):
    kind = forms.ChoiceField(label="种类", choices=Measure.Kind.choices, widget=forms.RadioSelect)
    power = forms.ChoiceField(
        label="本机关的强制措施权从哪里来",
        choices=[(power.value, power.label) for power in Power],
        widget=forms.RadioSelect,
        help_text="行政强制措施权不得委托；乡镇（街道）须有行使相对集中行政处罚权的决定"
        "（《行政强制法》第十七条）",
    )
    power_document = forms.CharField(
        label="授权文件和文号",
        max_length=200,
        required=False,
        help_text="行使相对集中行政处罚权的必填，并须包含这项强制措施",
    )
    legal_basis = forms.CharField(
        label="规定可以查封、扣押的法律、法规",
        max_length=200,
        help_text="写明名称和条款；规章不得设定强制措施",
    )
    reason = _reason("理由", "制止违法行为、防止证据损毁、避免危害发生、控制危险扩大的必要")
    things = GoodsField(label="场所、设施、财物清单", help_text="一行一件（种）")
    place = forms.CharField(label="实施和存放地点", max_length=120)
    keeper = forms.CharField(
        label="保管人",
        max_length=60,
        help_text="保管费用由行政机关承担（《行政强制法》第二十六条）",
    )
    belongs_to_offence = forms.BooleanField(
        label="只涉及与违法行为有关的场所、设施或者财物", required=False
    )
    no_daily_necessities = forms.BooleanField(
        label="不含公民个人及其所扶养家属的生活必需品", required=False
    )
    not_seized_by_others = forms.BooleanField(label="没有被其他国家机关依法查封", required=False)
    emergency = forms.BooleanField(
        label="情况紧急，已经当场实施",
        required=False,
        help_text="须在二十四小时内向负责人报告并补办批准手续（《行政强制法》第十九条）",
    )
    carried_out_at = forms.DateTimeField(
        label="当场实施的时间", required=False, widget=MomentInput(), help_text="只在当场实施时填写"
    )

    def prepare(self) -> None:
        self.fields["place"].initial = self.case.place


class MeasureField(forms.ModelChoiceField[Measure]):
    def label_from_instance(self, obj: Measure) -> str:
        goods = "、".join(str(thing) for thing in obj.exhibits.all())
        return f"{obj.get_kind_display()}：{goods}（期限至 {obj.last_day}）"


class _OfMeasure(CaseForm):
    measure = MeasureField(label="措施", queryset=Measure.objects.none(), empty_label=None)

    def prepare(self) -> None:
        field = self.fields["measure"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = self.case.measures.filter(outcome="").exclude(carried_out_at=None)
        field.queryset = rows.prefetch_related("exhibits")


class ExtendMeasureForm(_OfMeasure):
    days = forms.IntegerField(
        label="延长天数",
        min_value=1,
        max_value=MOST_EXTENSION_DAYS,
        initial=MOST_EXTENSION_DAYS,
        help_text="只能延长一次，不超过三十日",
    )
    reason = _reason("延长理由", "情况复杂的具体情形", most=280)


class LiftMeasureForm(_OfMeasure):
    outcome = forms.ChoiceField(
        label="处理", choices=Measure.Outcome.choices, widget=forms.RadioSelect
    )
    note = _reason("处理说明", "销毁的写明规定和经过，移送的写明接收机关", required=False)


class TestingForm(PlainForm):
    starts_on = forms.DateField(label="检测鉴定起", widget=DayInput())
    ends_on = forms.DateField(label="检测鉴定止", widget=DayInput())
    told_on = forms.DateField(label="书面告知当事人之日", widget=DayInput())


class SampledForm(PlainForm):
    record = forms.ModelChoiceField(
        label="抽样取证记录", queryset=InvestigationRecord.objects.none(), empty_label=None
    )
    things = GoodsField(label="抽样物品清单", help_text="一行一件（种）")
    place = forms.CharField(label="存放地点", max_length=120)
    keeper = forms.CharField(label="保管人", max_length=60)

    def __init__(self, *args: Any, records: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["record"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = records


class HandoverForm(PlainForm):
    """Base of everything by which a thing changes hands."""

    to_whom = forms.CharField(label="接收人", max_length=60)
    place = forms.CharField(label="存放地点", max_length=120)
    signature = SignatureField(label="接收人签名")

    def __init__(self, *args: Any, exhibit: Exhibit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exhibit = exhibit
        self.fields["place"].initial = exhibit.kept_at


class MoveForm(HandoverForm):
    why = forms.CharField(label="交接事由", max_length=100)
    field_order = ("why", "to_whom", "place", "signature")


class TestForm(HandoverForm):
    agency = forms.CharField(label="检测鉴定机构", max_length=80)
    field_order = ("agency", "to_whom", "place", "signature")


class ResultForm(HandoverForm):
    result = _reason("检测鉴定结果", "写明报告名称、编号和结论", most=300)
    field_order = ("result", "to_whom", "place", "signature")


class DisposeForm(HandoverForm):
    outcome = forms.ChoiceField(label="处置", widget=forms.RadioSelect)
    document = forms.CharField(
        label="处置文书、单据和编号",
        max_length=120,
        help_text="退还清单、销毁记录、拍卖成交确认书、移送清单等",
    )
    field_order = ("outcome", "document", "to_whom", "place", "signature")

    def __init__(self, *args: Any, exhibit: Exhibit, **kwargs: Any) -> None:
        super().__init__(*args, exhibit=exhibit, **kwargs)
        open_ways = DISPOSALS.get(exhibit.state, ())
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(k, v) for k, v in Exhibit.State.choices if k in open_ways]
        self.fields["to_whom"].initial = exhibit.case.party_name[:60]


class ExhibitFilter(PlainForm):
    q = forms.CharField(
        label="关键词",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "物品、案号、当事人、保管人"}),
    )
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "在手"), ("all", "全部"), *Exhibit.State.choices],
    )
    due = forms.ChoiceField(
        label="期限",
        required=False,
        choices=[("", "全部"), ("late", "已逾期"), ("soon", "七日内到期")],
    )
