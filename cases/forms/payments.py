"""Forms of paying a fine, of handing in cash, and of receiving a record."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.actions import CaseForm
from cases.models import Payment
from cases.services.payments import Paid
from core.forms import DayInput

_CHANNELS = [
    (channel.value, channel.label)
    for channel in (Payment.Channel.BANK, Payment.Channel.ELECTRONIC, Payment.Channel.ON_SPOT)
]


class PayForm(CaseForm):
    """From the receipt of the bank or of the electronic payment; cash only on a ground."""

    amount = forms.DecimalField(
        label="金额（元）", max_digits=12, decimal_places=2, min_value=Decimal("0.01")
    )
    of_surcharge = forms.DecimalField(
        label="其中加处罚款（元）", max_digits=12, decimal_places=2, min_value=0, required=False
    )
    paid_on = forms.DateField(label="缴款日期", widget=DayInput())
    channel = forms.ChoiceField(label="方式", choices=_CHANNELS)
    receipt = forms.CharField(
        label="票据号", max_length=60, help_text="银行回单、电子缴款凭证或者财政专用票据的号码"
    )
    spot_ground = forms.ChoiceField(
        label="当场收缴情形",
        choices=[("", "不是当场收缴"), *Payment.SpotGround.choices],
        required=False,
        help_text="只在当场收缴时选择（《行政处罚法》第六十八条、第六十九条）",
    )
    handed_in_on = forms.DateField(label="交至机关日期", required=False, widget=DayInput())
    banked_on = forms.DateField(label="缴付银行日期", required=False, widget=DayInput())

    def prepare(self) -> None:
        self.fields["paid_on"].initial = timezone.localdate

    def extra(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = ("amount", "paid_on", "channel", "receipt", "spot_ground")
        return {
            "paid": Paid(
                **{name: data[name] for name in names},
                of_surcharge=data["of_surcharge"] or Decimal(0),
                handed_in_on=data["handed_in_on"],
                banked_on=data["banked_on"],
            )
        }


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
