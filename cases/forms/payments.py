"""Forms of paying a fine, of handing in cash, and of receiving a record."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.actions import CaseForm
from cases.models import Payment
from cases.rules.workflow import CaseState
from cases.selectors.performance import performance_of
from cases.services.payments import Paid
from core.forms import DayInput, PlainForm

_CASH = {"data-when": "channel:on_spot"}


class PayForm(CaseForm):
    """From the receipt of the bank or of the electronic payment; cash only on a ground."""

    amount = forms.DecimalField(
        label="金额（元）", max_digits=12, decimal_places=2, min_value=Decimal("0.01")
    )
    of_surcharge = forms.DecimalField(
        label="其中加处罚款（元）",
        max_digits=12,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text="不填的，先抵到期的罚款，余额抵加处罚款",
    )
    paid_on = forms.DateField(label="缴款日期", widget=DayInput())
    channel = forms.ChoiceField(label="方式", choices=Payment.Channel.choices)
    receipt = forms.CharField(
        label="票据号", max_length=60, help_text="银行回单、电子缴款凭证或者财政专用票据的号码"
    )
    spot_ground = forms.ChoiceField(
        label="当场收缴情形",
        choices=[("", "请选择"), *Payment.SpotGround.choices],
        required=False,
        widget=forms.Select(_CASH),
        help_text="当场收缴只限《行政处罚法》第六十八条、第六十九条的情形，并出具专用票据（第七十条）",
    )
    on_water = forms.BooleanField(
        label="在水上当场收缴", required=False, widget=forms.CheckboxInput(_CASH)
    )
    landed_on = forms.DateField(
        label="抵岸日期",
        required=False,
        widget=DayInput(attrs=_CASH),
        help_text="在水上收缴的，自抵岸之日起二日内交至机关；尚未抵岸的不填",
    )
    handed_in_on = forms.DateField(
        label="交至机关日期", required=False, widget=DayInput(attrs=_CASH)
    )
    banked_on = forms.DateField(label="缴付银行日期", required=False, widget=DayInput(attrs=_CASH))

    def prepare(self) -> None:
        today = timezone.localdate()
        self.fields["paid_on"].initial = today
        owed = performance_of(self.case, today)
        if owed is not None:
            added = f"，加处罚款 {owed.added_owed:.2f} 元" if owed.added_owed else ""
            self.fields["amount"].help_text = f"今日应缴：罚款 {owed.owed:.2f} 元{added}"
            self.fields["amount"].initial = (owed.owed + owed.added_owed) or None
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)
        if self.case.stage is not CaseState.ENFORCING:
            channel.choices = [c for c in Payment.Channel.choices if c[0] != "court"]

    def extra(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = (
            "amount paid_on channel receipt of_surcharge spot_ground on_water landed_on "
            "handed_in_on banked_on"
        )
        return {"paid": Paid(**{name: data[name] for name in names.split()})}


class CashField(forms.ModelChoiceField["Payment"]):
    def label_from_instance(self, obj: Payment) -> str:
        return f"{obj.paid_on} 当场收缴 {obj.amount} 元（票据 {obj.receipt}）"


class HandInForm(CaseForm):
    payment = CashField(label="当场收缴的罚款", queryset=Payment.objects.none(), empty_label=None)
    handed_in_on = forms.DateField(label="交至机关日期", widget=DayInput())
    banked_on = forms.DateField(
        label="缴付银行日期", required=False, widget=DayInput(), help_text="尚未缴付的不填"
    )

    def prepare(self) -> None:
        field = self.fields["payment"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.case.payments.filter(channel=Payment.Channel.ON_SPOT, banked_on=None)
        first = field.queryset.first()
        self.fields["handed_in_on"].initial = (
            first.handed_in_on if first and first.handed_in_on else timezone.localdate()
        )


class ReceiveForm(CaseForm):
    note = forms.CharField(
        label="备案意见", max_length=280, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PaymentFilter(PlainForm):
    q = forms.CharField(
        label="关键词",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "文号、案号、当事人、票据号"}),
    )
    channel = forms.ChoiceField(
        label="方式", required=False, choices=[("", "全部"), *Payment.Channel.choices]
    )
    cash = forms.ChoiceField(
        label="当场收缴", required=False, choices=[("", "全部"), ("unbanked", "尚未缴付银行")]
    )
    since = forms.DateField(label="缴款起", required=False, widget=DayInput())
    until = forms.DateField(label="缴款止", required=False, widget=DayInput())
