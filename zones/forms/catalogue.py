"""The catalogue: filter, calculator of the applicable wording, revising, withdrawing, importing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.forms import DayInput, PlainForm, VersionedForm
from zones.models import Agency, EnforcementItem, ItemVersion, PolicyDocument, Township
from zones.rules import discretion
from zones.selectors import catalogue as questions
from zones.selectors import zones_with_towns


class ItemFilter(PlainForm):
    """What the power list shows: held by whom, on which day."""

    q = forms.CharField(label="关键词", required=False)
    domain = forms.ChoiceField(label="领域", required=False)
    agency = forms.ModelChoiceField(
        label="实施部门",
        queryset=Agency.objects.filter(kind=Agency.Kind.BUREAU),
        required=False,
        empty_label="全部",
    )
    town = forms.ModelChoiceField(
        label="承接镇街",
        queryset=Township.objects.exclude(zone=None),
        required=False,
        empty_label="全部",
    )
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "在目录中"), ("withdrawn", "已退出"), ("all", "全部")],
    )
    on = forms.DateField(label="查询日期", required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["domain"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *((name, name) for name in questions.domains())]
        towns = self.fields["town"]
        assert isinstance(towns, forms.ModelChoiceField)
        towns.choices = [
            ("", "全部"),
            *((town.pk, town.name) for zone in zones_with_towns() for town in zone.townships.all()),
        ]


class ApplicableForm(PlainForm):
    """When the act was done and when the decision is made."""

    acted = forms.DateField(label="行为（终了）日期", widget=DayInput())
    decided = forms.DateField(label="决定日期", required=False, widget=DayInput())
    continuing = forms.BooleanField(label="行为至今仍在继续", required=False)

    def clean_decided(self) -> Any:
        return self.cleaned_data["decided"] or timezone.localdate()


class ReviseForm(VersionedForm):
    """A new wording from a day. `version` is the wording the person started from."""

    name = forms.CharField(label="名称", max_length=200, widget=forms.Textarea({"rows": 2}))
    legal_basis = forms.RegexField(
        label="法律依据",
        regex=r"《[^《》]+》.*第.+条",
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text="写明法律名称和条文",
        error_messages={"invalid": "应写明法律名称和条文，如《城乡规划法》第六十五条"},
    )
    penalty_summary = forms.CharField(
        label="处罚种类与幅度", max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )
    agency = forms.ModelChoiceField(
        label="实施部门",
        queryset=Agency.objects.filter(kind=Agency.Kind.BUREAU),
        empty_label="请选择",
    )
    hearing_citizen = forms.IntegerField(
        label="听证标准（公民，元）", required=False, min_value=1, max_value=100_000_000
    )
    hearing_organisation = forms.IntegerField(
        label="听证标准（单位，元）", required=False, min_value=1, max_value=100_000_000
    )
    limitation_years = forms.IntegerField(label="追究时效（年）", min_value=1, max_value=20)
    discretion = forms.CharField(
        label="裁量档次",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text="每行一档：档次（罚款下限—上限，元）：内容，如“较轻（200—500）：初次违法且及时改正”。"
        "单边写“500以下”“2000以上”；没有罚款幅度的省略括号",
    )
    domain = forms.CharField(label="领域", max_length=40)
    note = forms.CharField(label="备注", max_length=300, required=False)
    valid_from = forms.DateField(
        label="生效日期",
        widget=DayInput(),
        help_text="原版本到前一日为止；只改领域、备注不产生新版本",
    )
    document = forms.ModelChoiceField(
        label="来源文件", queryset=PolicyDocument.objects.all(), required=False, empty_label="无"
    )
    source = forms.CharField(label="修订缘由", max_length=120)

    def __init__(self, *args: Any, item: EnforcementItem, latest: ItemVersion, **kwargs: Any):
        initial = {name: getattr(latest, name) for name in questions.WORDING_LABELS} | {
            "version": latest.pk,
            "domain": item.domain,
            "note": item.note,
            "valid_from": timezone.localdate(),
            "discretion": discretion.write(latest.discretion),
        }
        super().__init__(*args, initial=initial, **kwargs)

    def clean_discretion(self) -> list[dict[str, str]]:
        try:
            return discretion.parse(self.cleaned_data["discretion"])
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class WithdrawForm(PlainForm):
    on = forms.DateField(
        label="退出日期", widget=DayInput(), help_text="从这一天起不在目录中；此前的行为仍按原规定"
    )
    reason = forms.CharField(label="缘由和依据文件", max_length=200)


class ConfirmForm(PlainForm):
    """Write the preview; whether what the file does not have leaves the catalogue."""

    withdraw_missing = forms.BooleanField(label="文件中没有的事项标记退出", required=False)
    withdraw_on = forms.DateField(label="退出日期", required=False, widget=DayInput())

    def __init__(self, *args: Any, missing: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not missing:
            self.fields.clear()
            return
        self.fields["withdraw_missing"].help_text = (
            f"目录中有 {missing} 项不在文件里。不勾选则保持不变；"
            "勾选则从所填日期（不填为今天）起退出目录。"
        )

    def clean_withdraw_on(self) -> Any:
        if self.cleaned_data.get("withdraw_missing"):
            return self.cleaned_data["withdraw_on"] or timezone.localdate()
        return None
