"""The public forms: to report something, and to follow it by the code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict

from cases.forms.complaints import files_field
from cases.forms.report import VillageField
from cases.rules import follow_code
from cases.services.complaints import Told
from core.forms import DayInput, OnceForm, PlainForm
from zones.models import Township, Village

QUICKEST = 3  # seconds between opening the page and sending it; only programs are faster
LONGEST = 24 * 3600
_SALT = "complaint.opened"


class PublicReportForm(OnceForm):
    """What anybody may report. `website` is a trap for programs: people don't see it."""

    township = forms.ModelChoiceField(
        label="哪个镇（街道）",
        queryset=Township.objects.order_by("order"),
        empty_label="请选择",
        help_text="不清楚的选最近的，受理时会转到正确的单位",
    )
    village = VillageField(
        label="村（社区）",
        queryset=Village.objects.select_related("township"),
        required=False,
        empty_label="不填",
    )
    place = forms.CharField(label="具体地点", max_length=120, help_text="如：丹霞路北段 12 号门前")
    content = forms.CharField(
        label="发生了什么",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        min_length=6,
        help_text="什么人、做了什么、多长时间了",
        error_messages={"min_length": "请写得具体一些（至少 6 个字）"},
    )
    occurred_on = forms.DateField(label="什么时候", required=False, widget=DayInput())
    party_name = forms.CharField(
        label="是谁（店名、单位名或者姓名）", max_length=120, required=False
    )
    attachments = files_field()
    reporter_name = forms.CharField(
        label="您的姓名", max_length=40, required=False, help_text="可以不留"
    )
    reporter_phone = forms.RegexField(
        label="联系电话",
        regex=r"^[0-9+\- ]{7,20}$",
        required=False,
        help_text="可以不留；留了便于核实",
        error_messages={"invalid": "请填写电话号码，只用数字"},
    )
    confidential = forms.BooleanField(
        label="对我的身份保密",
        required=False,
        initial=True,
        help_text="不选也不会公开，只是办理单位可以向被反映人核对您反映的情况",
    )
    wants_answer = forms.BooleanField(label="希望得到答复", required=False, initial=True)
    website = forms.CharField(label="请不要填写", required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = signing.TimestampSigner(salt=_SALT).sign("page")
        self.fields["website"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("website"):
            raise forms.ValidationError("没有提交：请清空“请不要填写”一栏", code="trap")
        signer = signing.TimestampSigner(salt=_SALT)
        try:
            signer.unsign(data.get("opened", ""), max_age=LONGEST)
        except signing.BadSignature:
            self._renew()
            text = "页面打开太久，已经更新。请核对填写的内容，附件需要重新选择，然后再提交"
            raise forms.ValidationError(text, code="old") from None
        if self._is_too_quick(signer, data["opened"]):
            raise forms.ValidationError("提交得太快了，请核对填写的内容后再提交", code="quick")
        return data

    @staticmethod
    def _is_too_quick(signer: signing.TimestampSigner, opened: str) -> bool:
        try:
            signer.unsign(opened, max_age=QUICKEST)
        except signing.SignatureExpired:
            return False
        return True

    def _renew(self) -> None:
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data[self.add_prefix("opened")] = str(self.fields["opened"].initial)
        self.data = data

    def told(self) -> Told:
        """The cleaned form as the service takes it."""
        names = Told.__dataclass_fields__
        return Told(**{name: value for name, value in self.cleaned_data.items() if name in names})


class FollowForm(PlainForm):
    code = forms.CharField(
        label="查询码",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
        help_text="提交时显示的 10 位字母和数字，不分大小写",
    )

    def clean_code(self) -> str:
        return follow_code.normal(self.cleaned_data["code"])
