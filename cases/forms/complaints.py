"""Complaints: taken down by an officer, and what is done with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from cases.forms.report import UNKEPT, VillageField, offer_towns
from cases.models import Case, Complaint
from cases.rules import complaints as rule
from cases.rules.duplicates import DAYS
from cases.selectors import complaints as selectors
from cases.selectors.duplicates import linkable_cases
from cases.services.complaints import LARGEST_FILE, LARGEST_TOTAL, MOST_FILES, Told
from core import uploads
from core.forms import DayInput, FilesField, OnceForm, PlainForm
from core.models import User
from zones.models import Agency, Township, Village

FILES_HELP = (
    f"JPG、PNG、WebP 或者 PDF，最多 {MOST_FILES} 个，每个不超过 {uploads.megabytes(LARGEST_FILE)}，"
    f"合计不超过 {uploads.megabytes(LARGEST_TOTAL)}"
)
STAFF_CHANNELS = [c for c in Complaint.Channel.choices if c[0] != Complaint.Channel.WEB]


def files_field() -> FilesField:
    return FilesField(
        label="照片或者材料",
        required=False,
        widget_attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"},
        help_text=FILES_HELP,
        allow_empty_file=True,  # refused with words by the service
    )


class ComplaintForm(OnceForm):
    """A complaint that came to an officer, as it was told."""

    channel = forms.ChoiceField(label="来源", choices=STAFF_CHANNELS, initial="visit")
    source_number = forms.CharField(
        label="来源编号", max_length=40, required=False, help_text="12345 转办的填写工单编号"
    )
    township = forms.ModelChoiceField(label="发生镇街", queryset=Township.objects.none())
    village = VillageField(
        label="村（社区）",
        queryset=Village.objects.select_related("township"),
        required=False,
        empty_label="不填",
        widget=forms.Select(attrs={"data-search": "1"}),
    )
    place = forms.CharField(label="地点", max_length=120, help_text="如：丹霞路北段 12 号门前")
    occurred_on = forms.DateField(label="发生日期", required=False, widget=DayInput())
    content = forms.CharField(
        label="反映内容", widget=forms.Textarea(attrs={"rows": 5}), max_length=4000
    )
    party_name = forms.CharField(label="被反映人（单位）", max_length=120, required=False)
    reporter_name = forms.CharField(
        label="投诉举报人姓名",
        max_length=40,
        required=False,
        help_text="可以匿名",
        widget=forms.TextInput(UNKEPT),
    )
    reporter_phone = forms.CharField(
        label="联系电话", max_length=20, required=False, widget=forms.TextInput(UNKEPT)
    )
    confidential = forms.BooleanField(label="要求对身份保密", required=False, initial=True)
    wants_answer = forms.BooleanField(label="要求答复", required=False, initial=True)
    attachments = files_field()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_towns(self.fields["township"], user)

    def told(self) -> Told:
        """The cleaned form as the service takes it."""
        names = Told.__dataclass_fields__
        return Told(**{name: value for name, value in self.cleaned_data.items() if name in names})


class ComplaintStep(PlainForm):
    """Base of the actions: knows the complaint and who acts, carries the revision seen."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, complaint: Complaint, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.complaint, self.user = complaint, user
        self.fields["revision"].initial = complaint.revision
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and initial values."""


def _note(label: str, *, required: bool, help_text: str = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, required=required, max_length=1000, widget=area, help_text=help_text
    )


class AcceptForm(ComplaintStep):
    note = _note("核查安排", required=False, help_text="谁去核查、什么时候；可以不填")


class RefuseForm(ComplaintStep):
    ground = forms.ChoiceField(
        label="理由", choices=list(rule.REFUSALS.items()), widget=forms.RadioSelect
    )
    note = _note("说明", required=False, help_text="只供内部查阅；选“其他”的必须写明")


class TransferComplaintForm(ComplaintStep):
    """To one unit of the platform, or to an organ outside by its name."""

    to = forms.ChoiceField(label="转给", required=False)
    outside = forms.CharField(
        label="或者平台以外的机关",
        max_length=60,
        required=False,
        help_text="如：漳州市生态环境局；由本单位告知投诉举报人",
    )
    note = _note("转办理由", required=True)

    def prepare(self) -> None:
        self.units: dict[str, Township | Agency] = {
            **{f"T{town.pk}": town for town in Township.objects.all()},
            **{f"A{one.pk}": one for one in Agency.objects.filter(kind=Agency.Kind.BUREAU)},
        }
        holder = self.complaint.holder
        offered = [(k, str(u)) for k, u in self.units.items() if u != holder]
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "请选择"),
            ("镇街", [pair for pair in offered if pair[0].startswith("T")]),
            ("区直部门", [pair for pair in offered if pair[0].startswith("A")]),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen, outside = data.get("to"), (data.get("outside") or "").strip()
        if bool(chosen) == bool(outside):
            text = "两项只填一项" if chosen else "请选择接收单位，或者填写平台以外的机关"
            self.add_error("to", text)
        data["unit"] = self.units.get(chosen or "", outside)
        return data


class SendBackForm(ComplaintStep):
    reason = _note("退回原因", required=True)


class MergeForm(ComplaintStep):
    into = forms.ModelChoiceField(
        label="并入",
        queryset=Complaint.objects.none(),
        empty_label="请选择",
        widget=forms.Select(attrs={"data-search": "1"}),
        help_text="列出本单位承办、一百八十天内收到的投诉举报",
    )

    def prepare(self) -> None:
        row, field = self.complaint, self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)
        since = row.received_at - timedelta(days=DAYS)
        same = selectors.held_by(self.user).filter(received_at__gte=since).exclude(pk=row.pk)
        field.queryset = selectors.at_unit(same.exclude(status="merged"), row.holder)


class CaseChoice(forms.ModelChoiceField["Case"]):
    def label_from_instance(self, obj: Case) -> str:
        return f"{obj.number} {obj.title}（{obj.place}）"


class LinkForm(ComplaintStep):
    case = CaseChoice(
        label="案件",
        queryset=Case.objects.none(),
        empty_label="请选择",
        widget=forms.Select(attrs={"data-search": "1"}),
        help_text="列出该镇街一年以内、您可以查看的案件",
    )

    def prepare(self) -> None:
        field = self.fields["case"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = linkable_cases(self.complaint, self.user)


class AnswerComplaintForm(ComplaintStep):
    text = forms.CharField(
        label="答复内容",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="投诉举报人凭查询码可以看到；不要写姓名、案号和案情",
    )
    method = forms.ChoiceField(label="答复方式", choices=Complaint.AnswerMethod.choices)
    repeats = forms.BooleanField(label="同时答复并入的投诉举报", required=False, initial=True)

    def prepare(self) -> None:
        row = self.complaint
        self.fields["text"].initial = rule.proposed_answer(selectors.outcome_of(row), row.place)
        if row.channel == Complaint.Channel.HOTLINE:
            self.fields["method"].initial = Complaint.AnswerMethod.HOTLINE
        if not row.repeats.filter(answered_at=None, wants_answer=True).exists():
            del self.fields["repeats"]


class WhyForm(PlainForm):
    """Why a reporter's name and phone are looked at."""

    why = forms.CharField(label="查看理由", max_length=100, help_text="如：电话核实具体位置")
