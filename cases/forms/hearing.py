"""Forms of the hearing and of collective discussion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.actions import CaseForm, OneOfficerField, long_field
from cases.services.discussion import Minutes, Said
from cases.services.hearing import CLOSED_GROUNDS, Appointed
from core.forms import DayInput, MomentInput
from personnel.models import Officer


class HearingRequestForm(CaseForm):
    requested_on = forms.DateField(label="申请日期", widget=DayInput())
    request_text = long_field("申请理由", 3, required=False)

    def prepare(self) -> None:
        field = self.fields["requested_on"]
        field.initial = timezone.localdate
        notice = getattr(self.case, "prior_notice", None)
        if notice is not None and notice.hearing_due_on:
            field.help_text = f"要求听证的期限至 {notice.hearing_due_on}（含当日）"


class HearingNoticeForm(CaseForm):
    notice_served_on = forms.DateField(label="听证通知送达日期", widget=DayInput())
    held_at = forms.DateTimeField(
        label="听证时间",
        widget=MomentInput(),
        help_text="送达与听证之间须满七个完整工作日（《行政处罚法》第六十四条第二项）",
    )
    place = forms.CharField(label="地点", max_length=120)
    chair = OneOfficerField(
        label="主持人",
        queryset=Officer.objects.none(),
        empty_label="请选择",
        help_text="非本案调查人员",
        widget=forms.Select(attrs={"data-search": "1"}),
    )
    recorder = forms.CharField(label="记录人", max_length=40)
    is_public = forms.BooleanField(label="公开举行", required=False, initial=True)
    closed_why = forms.ChoiceField(
        label="不公开的理由",
        required=False,
        choices=[("", "—"), *((ground, ground) for ground in CLOSED_GROUNDS)],
    )

    def prepare(self) -> None:
        handlers = [h.officer_id for h in self.case.handlers.all() if h.removed_at is None]
        field = self.fields["chair"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            Officer.objects.filter(user__is_active=True)
            .exclude(pk__in=handlers)
            .select_related("user", "home_township", "home_agency")
            .order_by("home_township__order", "home_agency_id", "pk")
        )
        self.fields["notice_served_on"].initial = timezone.localdate

    def extra(self) -> dict[str, Any]:
        return {"appointed": self.appointed()}

    def appointed(self) -> Appointed:
        names = ("notice_served_on", "held_at", "place", "chair", "recorder")
        data = self.cleaned_data
        return Appointed(
            **{name: data[name] for name in names},
            is_public=data["is_public"],
            closed_why="" if data["is_public"] else data["closed_why"],
        )


class HearingRecordForm(CaseForm):
    attendees = long_field("参加人", 3, help_text="当事人及其代理人、调查人员、第三人等")
    record = long_field("听证笔录", 10, help_text="举证和建议、申辩和质证、最后陈述，签名情况")


class HearingReportForm(CaseForm):
    report = long_field("听证报告", 8)
    conclusion = forms.CharField(
        label="听证结论", max_length=280, help_text="维持拟处罚、变更或者不予处罚的建议及理由"
    )


class HearingDropForm(CaseForm):
    on = forms.DateField(label="日期", widget=DayInput())
    why = forms.CharField(
        label="情形", max_length=180, help_text="如：书面撤回；无正当理由不到场，视为放弃"
    )

    def prepare(self) -> None:
        self.fields["on"].initial = timezone.localdate


class DiscussionForm(CaseForm):
    held_at = forms.DateTimeField(label="时间", widget=MomentInput())
    place = forms.CharField(label="地点", max_length=120)
    chair = forms.CharField(label="主持人", max_length=40)
    recorder = forms.CharField(label="记录人", max_length=40)
    observers = forms.CharField(label="列席人员", max_length=180, required=False)
    opinions = forms.CharField(
        label="参加人及意见",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=6000,
        help_text="每行一人：姓名（职务）：意见。参加讨论的负责人不少于两人",
    )
    conclusion = long_field("讨论结论", 3)
    agreed = forms.ChoiceField(
        label="结论",
        choices=[("yes", "同意拟作决定"), ("no", "不同意，须修改")],
        widget=forms.RadioSelect,
    )

    def prepare(self) -> None:
        self.fields["held_at"].initial = timezone.localtime().replace(second=0, microsecond=0)

    def clean_opinions(self) -> list[Said]:
        said = []
        for line in filter(None, map(str.strip, self.cleaned_data["opinions"].splitlines())):
            who, colon, opinion = line.replace(":", "：").partition("：")
            if not colon or not who.strip() or not opinion.strip():
                raise forms.ValidationError(f"这一行应写成“姓名（职务）：意见”：{line[:30]}")
            name, _, post = who.replace("(", "（").replace(")", "）").partition("（")
            said.append(Said(name.strip()[:40], post.rstrip("）").strip()[:40], opinion.strip()))
        return said

    def extra(self) -> dict[str, Any]:
        return {"minutes": self.minutes()}

    def minutes(self) -> Minutes:
        data: dict[str, Any] = self.cleaned_data
        names = ("held_at", "place", "chair", "recorder", "observers", "conclusion")
        return Minutes(
            **{name: data[name] for name in names},
            agreed=data["agreed"] == "yes",
            said=data["opinions"],
        )
