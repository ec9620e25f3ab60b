"""Evidence as it is entered, and the filters of its list."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.actions import CaseForm, OfficerField
from cases.models import Case, Evidence, UploadSession
from cases.selectors.evidence import cameras_of, finished_uploads
from core.forms import FilesField, MomentInput, PlainForm
from core.models import User
from personnel.models import Equipment, Officer

ACCEPT = (
    "image/jpeg,image/png,image/webp,application/pdf,video/*,audio/*,.docx,.xlsx,.pptx,.doc,.xls"
)


class UploadsField(forms.ModelMultipleChoiceField[UploadSession]):
    """Large files that have come in pieces and are whole."""

    def label_from_instance(self, obj: UploadSession) -> str:
        return f"{obj.name}（{obj.size / 1024**2:.1f} MB，已传完）"


class EvidenceForm(CaseForm):
    """The version is not compared: what colleagues add meanwhile is no contradiction."""

    shot = FilesField(
        label="拍照、录像",
        required=False,
        widget_attrs={"accept": "image/*,video/*", "capture": "environment"},
        help_text="直接用手机摄像头取证",
    )
    originals = FilesField(
        label="选择文件",
        required=False,
        widget_attrs={"accept": ACCEPT},
        help_text="照片、PDF、Office 文档、录音、录像，可以一次选多个；大文件断线后可以续传",
    )
    uploads = UploadsField(
        label="已传完的大文件",
        queryset=UploadSession.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(
        label="证据种类",
        choices=[("", "请选择"), *Evidence.Kind.choices],
        help_text="行政处罚法第四十六条",
    )
    title = forms.CharField(label="名称", max_length=110, help_text="如：现场堆放情况照片")
    proves = forms.CharField(
        label="证明事项", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    collected_at = forms.DateTimeField(label="取得时间", widget=MomentInput())
    place = forms.CharField(label="取得地点", max_length=120)
    collectors = OfficerField(
        label="取证人",
        queryset=Officer.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="不少于两人（《行政处罚法》第四十二条）",
    )
    recorder = forms.ModelChoiceField(
        label="执法记录仪",
        queryset=Equipment.objects.none(),
        required=False,
        empty_label="不是记录仪拍摄",
    )
    provider = forms.CharField(label="提供人", max_length=60, required=False)
    witness = forms.CharField(label="见证人", max_length=60, required=False)
    original_kept_at = forms.CharField(
        label="原物（原始载体）存放处",
        max_length=120,
        required=False,
        help_text="没有上传文件的必须写明；如：石亭街道证据室 3 号柜",
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, user: User | None = None, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, case=case, **kwargs)

    def prepare(self) -> None:
        handlers = self.case.handlers.filter(removed_at=None)
        collectors = self.fields["collectors"]
        uploads, recorder = self.fields["uploads"], self.fields["recorder"]
        for field in (collectors, uploads, recorder):
            assert isinstance(field, forms.ModelChoiceField)
        collectors.queryset = (  # type: ignore[attr-defined]
            Officer.objects.filter(pk__in=handlers.values("officer_id"))
            .select_related("user", "home_township", "home_agency")
            .prefetch_related("certificates")
        )
        collectors.initial = [handler.officer_id for handler in handlers]
        recorder.queryset = cameras_of(self.case)  # type: ignore[attr-defined]
        if self.user is not None:
            uploads.queryset = finished_uploads(self.case, self.user)  # type: ignore[attr-defined]
        self.fields["submission_key"].initial = uuid.uuid4
        self.fields["collected_at"].initial = timezone.localtime().replace(second=0, microsecond=0)
        self.fields["place"].initial = self.case.place

    @property
    def sent_files(self) -> list[Any]:
        return [*self.cleaned_data["shot"], *self.cleaned_data["originals"]]


class EvidenceFilter(PlainForm):
    q = forms.CharField(
        label="关键词",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "名称、证明事项、文件名"}),
    )
    kind = forms.ChoiceField(
        label="种类", required=False, choices=[("", "全部"), *Evidence.Kind.choices]
    )
    used = forms.ChoiceField(
        label="采用",
        required=False,
        choices=[("", "全部"), ("yes", "采用"), ("no", "不予采用")],
    )


class SetAsideForm(PlainForm):
    reason = forms.CharField(
        label="不予采用的理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：取得手段不合法；与原物不能核对一致（《行政处罚法》第四十六条）",
    )
