"""The form of a penalty on the spot: filled in on a phone beside the party."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from cases.forms.report import ItemField, VillageField, offer_towns
from cases.models import Party, Payment
from cases.services.spot import Cash, Signed, Spot
from core.forms import OnceForm, SignatureField
from core.models import User
from personnel import selectors as people
from personnel.models import Officer
from zones.models import EnforcementItem, Township, Village

_LONG = {"rows": 3}

# Fields that the report form has under the same names.
_SHARED = (
    "township",
    "village",
    "place",
    "item",
    "party_kind",
    "party_name",
    "party_identifier",
    "party_representative",
    "party_phone",
    "party_address",
)


class ColleagueField(forms.ModelChoiceField["Officer"]):
    """A colleague with the certificate they will have shown."""

    def label_from_instance(self, obj: Officer) -> str:
        today = timezone.localdate()
        good = [
            paper.number
            for paper in obj.certificates.all()
            if paper.status == "valid" and paper.valid_from <= today <= paper.expires_on
        ]
        return f"{obj}（执法证 {good[0]}）" if good else f"{obj}（无有效执法证，不能办理）"


class SpotForm(OnceForm):
    """Everything 第五十二条 wants written down, and three signatures."""

    township = forms.ModelChoiceField(label="案发镇街", queryset=Township.objects.none())
    village = VillageField(
        label="村（社区）",
        queryset=Village.objects.none(),
        required=False,
        empty_label="不填",
    )
    place = forms.CharField(label="地点", max_length=120, help_text="如：丹霞路北段 12 号门前")
    item = ItemField(
        label="执法事项",
        queryset=EnforcementItem.objects.none(),
        empty_label="请选择",
        widget=forms.Select(attrs={"data-search": "1"}),
        help_text="只列出可以警告或者罚款的事项；可输入关键词查找",
    )
    party_kind = forms.ChoiceField(label="当事人类别", choices=Party.Kind.choices)
    party_name = forms.CharField(label="姓名（名称）", max_length=120)
    party_identifier = forms.CharField(
        label="证件号或统一社会信用代码", max_length=20, required=False
    )
    party_representative = forms.CharField(
        label="法定代表人（经营者）", max_length=40, required=False
    )
    party_phone = forms.CharField(label="电话", max_length=20, required=False)
    party_address = forms.CharField(label="住址（住所）", max_length=120, required=False)
    facts = forms.CharField(label="违法事实", widget=forms.Textarea(attrs=_LONG), max_length=2000)
    photo = forms.FileField(
        label="现场照片",
        required=False,
        widget=forms.ClearableFileInput({"accept": "image/*", "capture": "environment"}),
        help_text="不超过 20 MB",
    )
    certificates_shown = forms.BooleanField(label="已向当事人出示执法证件", required=False)
    rights_told = forms.BooleanField(
        label="已告知拟处罚的内容、事实、理由、依据和陈述申辩权", required=False
    )
    statement = forms.CharField(
        label="当事人陈述申辩",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
        help_text="没有的不填",
    )
    answer = forms.CharField(
        label="复核意见",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
        help_text="有陈述申辩的，写明采纳与否及理由",
    )
    penalty = forms.ChoiceField(
        label="处罚种类", choices=[("warning", "警告"), ("fine", "罚款")], initial="fine"
    )
    amount = forms.DecimalField(
        label="罚款金额（元）",
        max_digits=6,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text="公民、个体工商户不超过 200 元，法人或者其他组织不超过 3000 元",
    )
    deviation_reason = forms.CharField(
        label="偏离裁量基准或者类案的理由", max_length=280, required=False
    )
    spot_ground = forms.ChoiceField(
        label="当场收缴",
        choices=[("", "不当场收缴，由当事人到银行或者电子缴纳"), *Payment.SpotGround.choices],
        required=False,
    )
    receipt = forms.CharField(
        label="专用票据号", max_length=60, required=False, help_text="当场收缴必填（第七十条）"
    )
    colleague = ColleagueField(
        label="另一名执法人员",
        queryset=Officer.objects.none(),
        empty_label="请选择",
        help_text="执法人员不少于两名（《行政处罚法》第四十二条）",
    )
    party_signature = SignatureField(label="当事人签名", required=False)
    refused = forms.CharField(
        label="当事人拒绝签收的情形",
        max_length=180,
        required=False,
        help_text="拒绝签收的填写，并注明在决定书上",
    )
    lead_signature = SignatureField(label="本人签名")
    second_signature = SignatureField(label="另一名执法人员签名")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = offer_towns(self.fields["township"], user)
        villages = Village.objects.filter(township__in=towns.values("pk"))
        self._offer("village", villages.select_related("township"))
        self._offer("item", _punishable())
        self._offer("colleague", _colleagues(towns, user))

    def _offer(self, name: str, rows: models.QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def spot(self) -> Spot:
        """The cleaned form as the service takes it."""
        data = self.cleaned_data
        fined = data["penalty"] == "fine"
        cash = Cash(data["spot_ground"], data["receipt"])
        names = [
            *_SHARED,
            "facts",
            "certificates_shown",
            "rights_told",
            "statement",
            "answer",
            "penalty",
            "deviation_reason",
            "colleague",
        ]
        return Spot(
            **{name: data[name] for name in names},
            amount=(data["amount"] or Decimal(0)) if fined else Decimal(0),
            cash=cash if fined and data["spot_ground"] else None,
            photos=[data["photo"]] if data["photo"] else [],
            signed=Signed(
                party="" if data["refused"] else data["party_signature"],
                lead=data["lead_signature"],
                second=data["second_signature"],
                refused=data["refused"],
            ),
        )

    def carried_over(self) -> dict[str, Any]:
        """What was typed, as initial values of the report form (转普通程序)."""
        found = {name: self.data.get(name, "") for name in _SHARED}
        wanted = str(found["item"])
        chosen = _punishable().filter(pk=int(wanted)).first() if wanted.isdecimal() else None
        found["title"] = str(chosen)[:120] if chosen else ""
        found["description"] = self.data.get("facts", "")
        return found


def _punishable() -> models.QuerySet[EnforcementItem]:
    """Items that a warning or a fine may be imposed for, still in the catalogue."""
    kinds = models.Q(penalty_summary__contains="警告") | models.Q(penalty_summary__contains="罚款")
    return EnforcementItem.objects.filter(kinds, withdrawn_on=None).order_by("code")


def _colleagues(towns: models.QuerySet[Township], user: User) -> models.QuerySet[Officer]:
    today = timezone.localdate()
    found = Officer.objects.none()
    for town in towns:
        found = found | people.handlers_of_unit(town, today)
    return found.exclude(user=user).distinct()
