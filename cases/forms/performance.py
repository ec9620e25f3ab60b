"""Forms of instalments, demand, execution, reconsideration and litigation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.actions import CaseForm, long_field
from cases.models import Demand, Enforcement, Remedy
from cases.rules import instalments
from cases.rules.execution import GROUNDS
from cases.rules.paper_kinds_jurisdiction import DISTRICT_GOVERNMENT
from cases.rules.surcharge import Owed
from cases.selectors.paper_values import DISTRICT_COURT
from cases.selectors.performance import performance_of
from cases.selectors.standing import draft_of
from cases.services.demand import unanswered
from cases.services.enforcement import Plan as Execution
from cases.services.enforcement import Progress
from cases.services.instalments import Plan
from cases.services.remedies import Ended, Filed
from core.forms import REQUIRED, DayInput, MomentInput


def _sum(label: str, **kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=12, decimal_places=2, min_value=Decimal(0), **kwargs
    )


class InstalmentForm(CaseForm):
    """One row puts the whole off (暂缓), several make parts (分期)."""

    applied_on = forms.DateField(label="当事人申请日期", widget=DayInput())
    reason = long_field("申请理由", 3, help_text="当事人确有经济困难的情况和证明材料")

    def prepare(self) -> None:
        for number in range(1, instalments.MOST + 1):
            self.fields[f"due_on_{number}"] = forms.DateField(
                label=f"第 {number} 期应缴日期",
                required=number == 1,
                widget=DayInput(),
                error_messages={"required": REQUIRED},
            )
            self.fields[f"amount_{number}"] = _sum(
                f"第 {number} 期金额（元）",
                required=number == 1,
                error_messages={"required": REQUIRED},
            )
        self.fields["applied_on"].initial = timezone.localdate
        owed = performance_of(self.case, timezone.localdate())
        if owed is not None:
            first = self.fields["amount_1"]
            first.initial = owed.owed
            first.help_text = f"各期合计应为尚未缴纳的 {owed.owed:.2f} 元；只填一期即为暂缓"

    def extra(self) -> dict[str, Any]:
        data, parts = self.cleaned_data, []
        for number in range(1, instalments.MOST + 1):
            day, amount = data.pop(f"due_on_{number}", None), data.pop(f"amount_{number}", None)
            if day and amount is not None:
                parts.append(Owed(day, amount))
        return {"plan": Plan(data["applied_on"], data["reason"], parts)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(2, instalments.MOST + 1):
            day, amount = data.get(f"due_on_{number}"), data.get(f"amount_{number}")
            if bool(day) != (amount is not None):
                missing = f"amount_{number}" if day else f"due_on_{number}"
                self.add_error(missing, "日期和金额须一并填写")
        return data


class DemandForm(CaseForm):
    purpose = forms.ChoiceField(label="催告的目的", choices=Demand.Purpose.choices)
    content = long_field("应当履行的义务", 4, help_text="金钱给付的写明金额和给付方式")

    def prepare(self) -> None:
        self.fields["content"].initial = "".join(self._owed())

    def _owed(self) -> list[str]:
        found, today = [], timezone.localdate()
        money, draft = performance_of(self.case, today), draft_of(self.case)
        if money is not None and money.owed:
            found.append(f"缴纳罚款人民币 {money.owed:.2f} 元")
            if money.added_owed:
                found.append(f"、加处罚款人民币 {money.added_owed:.2f} 元（计至 {today}）")
            found.append("。")
        if draft is not None and draft.correction:
            found.append(f"{draft.correction.rstrip('。')}。")
        return found


class DemandField(forms.ModelChoiceField["Demand"]):
    def label_from_instance(self, obj: Demand) -> str:
        return f"{obj.get_purpose_display()}的催告（{obj.served_on} 送达）"


class DemandAnswerForm(CaseForm):
    demand = DemandField(label="催告", queryset=Demand.objects.none(), empty_label=None)
    statement = long_field("当事人的陈述、申辩", 3)
    answer = long_field("复核意见", 3, help_text="提出的事实、理由或者证据成立的，应当采纳")

    def prepare(self) -> None:
        field = self.fields["demand"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = unanswered(self.case)
        field.queryset = Demand.objects.filter(pk__in=[row.pk for row in rows]).order_by("-pk")


class EnforceForm(CaseForm):
    kind = forms.ChoiceField(label="执行方式", choices=Enforcement.Kind.choices)
    content = long_field("执行内容", 3, help_text="申请执行的标的和数额，或者要执行的行为")
    court = forms.CharField(
        label="人民法院",
        max_length=60,
        required=False,
        widget=forms.TextInput({"data-when": "kind:court"}),
    )
    legal_basis = forms.CharField(
        label="强制执行权的法律依据",
        max_length=180,
        required=False,
        widget=forms.TextInput({"data-when": "kind:own"}),
        help_text="只能由法律设定，如《城乡规划法》第六十五条、第六十八条",
    )
    announced_on = forms.DateField(
        label="拆除公告日期", required=False, widget=DayInput(attrs={"data-when": "kind:own"})
    )
    comply_by = forms.DateField(
        label="公告限期自行拆除之日",
        required=False,
        widget=DayInput(attrs={"data-when": "kind:own"}),
        help_text="拆除违法建筑物的须公告限期自行拆除（《行政强制法》第四十四条）",
    )
    ground = forms.ChoiceField(
        label="代履行的情形",
        required=False,
        choices=[("", "请选择"), *GROUNDS.items()],
        widget=forms.Select({"data-when": "kind:substitute"}),
    )
    executor = forms.CharField(
        label="代履行人",
        max_length=60,
        required=False,
        widget=forms.TextInput({"data-when": "kind:substitute"}),
    )
    cost = _sum(
        "费用预算（元）", required=False, widget=forms.NumberInput({"data-when": "kind:substitute"})
    )
    reason = long_field("理由", 3, help_text="当事人的履行情况、催告情况和陈述申辩的复核结果")

    def prepare(self) -> None:
        self.fields["court"].initial = DISTRICT_COURT
        money = performance_of(self.case, timezone.localdate())
        if money is not None and money.owed:
            added = f"及加处罚款 {money.added_owed:.2f} 元" if money.added_owed else ""
            self.fields["content"].initial = f"罚款 {money.owed:.2f} 元{added}"

    def extra(self) -> dict[str, Any]:
        names = "kind content reason court legal_basis announced_on comply_by ground executor cost"
        return {"plan": Execution(**{name: self.cleaned_data[name] for name in names.split()})}


class ExecutionField(forms.ModelChoiceField["Enforcement"]):
    def label_from_instance(self, obj: Enforcement) -> str:
        return f"{obj.get_kind_display()}（{obj.applied_on}）"


class ProgressForm(CaseForm):
    enforcement = ExecutionField(
        label="执行", queryset=Enforcement.objects.none(), empty_label=None
    )
    accepted_on = forms.DateField(label="法院受理日期", required=False, widget=DayInput())
    ruled_on = forms.DateField(label="法院裁定日期", required=False, widget=DayInput())
    carried_out_at = forms.DateTimeField(
        label="实施时间",
        required=False,
        widget=MomentInput(),
        help_text="不得在夜间或者法定节假日实施（《行政强制法》第四十三条）",
    )
    urgent_why = forms.CharField(label="夜间、节假日实施的紧急情况", max_length=180, required=False)
    cost = _sum("费用（元）", required=False)
    result = forms.ChoiceField(
        label="结果", required=False, choices=[("", "尚无结果"), *Enforcement.Result.choices]
    )
    result_on = forms.DateField(label="结果日期", required=False, widget=DayInput())
    note = forms.CharField(
        label="说明", max_length=280, required=False, widget=forms.Textarea({"rows": 3})
    )

    def prepare(self) -> None:
        field = self.fields["enforcement"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.case.enforcements.filter(result="")
        kinds = {row.kind for row in self.case.enforcements.all() if not row.result}
        hidden = ("accepted_on", "ruled_on") if "court" not in kinds else ()
        if kinds == {"court"}:
            hidden = ("carried_out_at", "urgent_why")
        for name in hidden:
            self.fields[name].disabled = True
            self.fields[name].widget = forms.HiddenInput()

    def extra(self) -> dict[str, Any]:
        names = "accepted_on ruled_on carried_out_at urgent_why cost result result_on note"
        return {"progress": Progress(**{name: self.cleaned_data[name] for name in names.split()})}


class RemedyForm(CaseForm):
    kind = forms.ChoiceField(label="途径", choices=Remedy.Kind.choices)
    organ = forms.CharField(
        label="复议机关、法院",
        max_length=60,
        help_text=f"复议一般为{DISTRICT_GOVERNMENT}，诉讼为有管辖权的人民法院",
    )
    filed_on = forms.DateField(label="申请（起诉）日期", widget=DayInput())
    number = forms.CharField(label="受理文号、案号", max_length=60, required=False)
    stays_execution = forms.BooleanField(
        label="已决定（裁定）停止执行",
        required=False,
        help_text="复议、诉讼期间处罚不停止执行，法律另有规定的除外；加处罚款在此期间不计算（第七十三条）",
    )

    def prepare(self) -> None:
        self.fields["organ"].initial = DISTRICT_GOVERNMENT
        self.fields["filed_on"].initial = timezone.localdate

    def extra(self) -> dict[str, Any]:
        names = "kind organ filed_on number stays_execution"
        return {"filed": Filed(**{name: self.cleaned_data[name] for name in names.split()})}


class RemedyField(forms.ModelChoiceField["Remedy"]):
    def label_from_instance(self, obj: Remedy) -> str:
        return f"{obj.get_kind_display()}（{obj.organ}，{obj.filed_on}）"


class RemedyResultForm(CaseForm):
    remedy = RemedyField(label="复议、诉讼", queryset=Remedy.objects.none(), empty_label=None)
    result = forms.ChoiceField(label="结果", choices=[("", "请选择"), *Remedy.Result.choices])
    result_on = forms.DateField(label="结果送达日期", widget=DayInput())
    new_amount = _sum(
        "变更后的罚款（元）",
        required=False,
        widget=forms.NumberInput({"data-when": "result:changed"}),
        help_text="罚款没有变更的不填",
    )
    note = long_field("裁决要旨", 3, required=False)

    def prepare(self) -> None:
        field = self.fields["remedy"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.case.remedies.filter(result="")
        self.fields["result_on"].initial = timezone.localdate

    def extra(self) -> dict[str, Any]:
        names = "result result_on note new_amount"
        return {"ended": Ended(**{name: self.cleaned_data[name] for name in names.split()})}
