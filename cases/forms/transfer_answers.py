"""Forms of what follows a transfer: sent, taken back, taken over, returned, what the police decide,
and the filters of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.actions import CaseForm
from cases.models import Transfer
from cases.rules.transfer import KIND_CHOICES, PROCURATORATE
from cases.rules.transfer_crime import CrimeStep, possible_after
from cases.selectors.transfers import crime_of, open_of, waiting_of
from cases.services.transfer import Sending
from cases.services.transfer_answers import Receipt, Taking
from cases.services.transfer_crime import Told
from core.forms import DayInput, MomentInput, PlainForm


def _short(label: str, *, required: bool = True, most: int = 280, help_text: str = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class WithdrawForm(CaseForm):
    reason = _short("撤回理由")


class SendTransferForm(CaseForm):
    sent_at = forms.DateTimeField(label="送出时间", widget=MomentInput())
    copied_to = forms.CharField(
        label="移送书抄送", max_length=60, help_text="同级人民检察院（高检会〔2006〕2号第一条）"
    )
    copied_on = forms.DateField(label="抄送日期", widget=DayInput())

    def prepare(self) -> None:
        self.fields["sent_at"].initial = timezone.localtime()
        self.fields["copied_to"].initial = PROCURATORATE
        self.fields["copied_on"].initial = timezone.localdate()

    def extra(self) -> dict[str, Any]:
        names = ("sent_at", "copied_to", "copied_on")
        return {"sending": Sending(**{name: self.cleaned_data[name] for name in names})}


class ReceiveForm(CaseForm):
    receiver_name = forms.CharField(
        label="接收人", max_length=60, help_text="清点清单所列材料、物品的人员"
    )
    place = forms.CharField(
        label="移交物品的存放地点",
        required=False,
        max_length=120,
        help_text="移交原物的填写，记入保管链",
    )
    note = _short("接收说明", required=False)

    def prepare(self) -> None:
        row = waiting_of(self.case)
        if row is None or not any(
            piece.exhibit_id and piece.original for piece in row.pieces.all()
        ):
            del self.fields["place"]
        else:
            self.fields["place"].required = True

    def extra(self) -> dict[str, Any]:
        data = self.cleaned_data
        taking = Taking(data["receiver_name"], data.get("place", ""), data["note"])
        return {"taking": taking}


class ReturnForm(CaseForm):
    ground = forms.ChoiceField(label="退回情形", choices=[("", "请选择"), *Transfer.Ground.choices])
    reason = _short("退回理由", help_text="写明缺少什么、为什么不属于本单位管辖，移送单位据此补正")


class _TransferField(forms.ModelChoiceField["Transfer"]):
    def label_from_instance(self, obj: Transfer) -> str:
        return f"{obj.get_kind_display()}：{obj.to_organ}"


class _OfTransfer(CaseForm):
    """About one transfer out of several; an only one is chosen already."""

    transfer = _TransferField(label="哪一件移送", queryset=Transfer.objects.none())

    def candidates(self) -> list[Transfer]:
        return []

    def prepare(self) -> None:
        found, field = self.candidates(), self.fields["transfer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Transfer.objects.filter(pk__in=[row.pk for row in found]).select_related(
            "case"
        )
        if len(found) == 1:
            field.initial = found[0].pk
            field.widget = forms.HiddenInput()


class ReceiptForm(_OfTransfer):
    accepted = forms.ChoiceField(
        label="回执", choices=[("yes", "已接收"), ("no", "退回")], widget=forms.RadioSelect
    )
    on = forms.DateField(label="接收、退回日期", widget=DayInput())
    receiver_name = forms.CharField(label="签收人", required=False, max_length=60)
    number = forms.CharField(label="回执文号", required=False, max_length=80)
    file = forms.FileField(
        label="回执扫描件",
        required=False,
        help_text="签字盖章的回执、退回函，PDF 或者图片，不超过 20 MB；文号和扫描件至少有一项",
        widget=forms.ClearableFileInput({"accept": ".pdf,image/*"}),
    )
    reason = _short("退回理由", required=False)

    def candidates(self) -> list[Transfer]:
        return [r for r in open_of(self.case, Transfer.Status.SENT) if r.unit is None]

    def prepare(self) -> None:
        super().prepare()
        self.fields["accepted"].initial = "yes"
        self.fields["on"].initial = timezone.localdate()

    def extra(self) -> dict[str, Any]:
        data = self.cleaned_data
        receipt = Receipt(
            accepted=data["accepted"] == "yes",
            on=data["on"],
            receiver_name=data["receiver_name"],
            number=data["number"],
            reason=data["reason"],
            file=data["file"],
        )
        return {"receipt": receipt}


class ResultForm(_OfTransfer):
    result = _short("处理结果", help_text="如：已作出处罚决定（文号）、已处置问题线索")
    on = forms.DateField(label="日期", widget=DayInput())

    def candidates(self) -> list[Transfer]:
        taken = open_of(self.case, Transfer.Status.ACCEPTED)
        return [row for row in taken if row.unit is None and not row.result]

    def prepare(self) -> None:
        super().prepare()
        self.fields["on"].initial = timezone.localdate()


class CrimeStepForm(CaseForm):
    step = forms.ChoiceField(label="事项", choices=[])
    on = forms.DateField(label="日期", widget=DayInput(), help_text="接到通知书、提出之日")
    document = forms.CharField(label="文书和文号", max_length=80)
    note = _short("说明", required=False, help_text="如：不予立案的理由、移交的涉案物品")

    def prepare(self) -> None:
        row, field = crime_of(self.case), self.fields["step"]
        assert isinstance(field, forms.ChoiceField)
        taken = [CrimeStep(one.step) for one in row.steps.all()] if row else []
        offered = possible_after(taken) if row else []
        field.choices = [("", "请选择"), *[(one.value, one.label) for one in offered]]
        self.fields["on"].initial = timezone.localdate()

    def extra(self) -> dict[str, Any]:
        names = ("step", "on", "document", "note")
        return {"told": Told(**{name: self.cleaned_data[name] for name in names})}


class TransferFilter(PlainForm):
    """Filters of the register (移送台账)."""

    q = forms.CharField(
        label="关键词",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "案号、案由、当事人、机关"}),
    )
    kind = forms.ChoiceField(label="种类", required=False, choices=[("", "全部"), *KIND_CHOICES])
    status = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *Transfer.Status.choices]
    )
    way = forms.ChoiceField(
        label="方向",
        required=False,
        choices=[("", "全部"), ("in", "移送到本单位"), ("out", "本单位移送的")],
    )
    late = forms.ChoiceField(
        label="期限", required=False, choices=[("", "全部"), ("late", "逾期未答复")]
    )
    since = forms.DateField(label="移送起", required=False, widget=DayInput())
    until = forms.DateField(label="移送止", required=False, widget=DayInput())
