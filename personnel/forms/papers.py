"""Registering certificates and changing their standing; recusals."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import DayInput, PlainForm
from personnel.models import Officer
from personnel.services.certificates import Paper
from zones.models import Agency, EnforcementItem, Township

PAPERS = "image/jpeg,image/png,image/webp,application/pdf"


def domains_of(officer: Officer) -> list[str]:
    """Fields of enforcement a certificate may name; a bureau's own come first."""
    rows = EnforcementItem.objects.order_by("domain").values_list("domain", flat=True).distinct()
    own = set(rows.filter(agency=officer.home_agency)) if officer.home_agency_id else set()
    return sorted(rows, key=lambda name: (name not in own, name))


class CertificateForm(PlainForm):
    """What is printed on the certificate, and a scan of it."""

    number = forms.CharField(
        label="证号",
        max_length=30,
        help_text="证件正面所印号码",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    issuer = forms.CharField(label="发证机关", max_length=60, initial="福建省司法厅")
    valid_from = forms.DateField(label="有效期起", widget=DayInput())
    expires_on = forms.DateField(
        label="有效期止", widget=DayInput(), help_text="最后有效的一天；次日起不得持该证执法"
    )
    domains = forms.MultipleChoiceField(
        label="执法领域",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选为综合执法，各领域通用",
    )
    exam_note = forms.CharField(
        label="考试情况说明",
        max_length=200,
        required=False,
        help_text="本平台没有考试合格记录的必填，如：2022 年经省司法厅考试合格后核发",
    )
    scan = forms.FileField(
        label="证件扫描件",
        required=False,
        widget=forms.FileInput(attrs={"accept": PAPERS}),
        help_text="PDF 或图片，不超过 20 MB；可以以后再补",
    )

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["domains"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, name) for name in domains_of(officer)]

    def paper(self) -> Paper:
        names = ("number", "domains", "issuer", "valid_from", "expires_on")
        return Paper(**{name: self.cleaned_data[name] for name in names})


class ScanForm(PlainForm):
    scan = forms.FileField(
        label="证件扫描件",
        widget=forms.FileInput(attrs={"accept": PAPERS}),
        help_text="PDF 或图片，不超过 20 MB",
        error_messages={"required": "请选择文件"},
    )


class ReasonForm(PlainForm):
    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class RecusalForm(PlainForm):
    party = forms.CharField(
        label="当事人名称", max_length=120, help_text="个人填姓名，单位填营业执照上的全称"
    )
    ground = forms.CharField(
        label="理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="如：近亲属、持有股份、本人曾任职",
    )


class CertificateFilter(PlainForm):
    q = forms.CharField(label="姓名、证号", required=False)
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[
            ("", "全部"),
            ("valid", "有效"),
            ("ending", "六十日内到期"),
            ("expired", "已到期"),
            ("suspended", "暂扣"),
            ("revoked", "注销"),
            ("not_begun", "未到有效期"),
        ],
    )
    town = forms.ModelChoiceField(
        label="镇街",
        queryset=Township.objects.exclude(zone=None),
        required=False,
        empty_label="全部",
    )
    agency = forms.ModelChoiceField(
        label="部门", queryset=Agency.objects.all(), required=False, empty_label="全部"
    )
