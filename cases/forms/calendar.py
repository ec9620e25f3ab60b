"""A year's holiday notice: from a file, or from the package that carries past notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from cases.services import holiday_notices
from core.forms import PlainForm


class NoticeForm(PlainForm):
    """Year, number, and where the days come from."""

    year = forms.IntegerField(label="年份", min_value=2000, max_value=2090)
    document = forms.CharField(
        label="通知文号", max_length=80, help_text="如：国办发明电〔2025〕7号"
    )
    source = forms.ChoiceField(
        label="放假和调休日期来自",
        choices=[("file", "上传的 csv 或 xlsx 文件"), ("package", "软件包 chinesecalendar")],
        widget=forms.RadioSelect,
        initial="file",
    )
    file = forms.FileField(
        label="文件",
        required=False,
        help_text="第一行为：日期、类型、节日；类型写“放假”或者“调休上班”；周末本来休息的不写",
        widget=forms.ClearableFileInput({"accept": ".csv,.xlsx"}),
        error_messages={"empty": "文件是空的"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year + 1
        years = holiday_notices.package_years()
        self.fields["source"].help_text = f"软件包有 {years[0]} 至 {years[-1]} 年"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("source") == "file" and not data.get("file") and "file" not in self.errors:
            self.add_error("file", "请选择文件")
        return data

    def notice(self) -> holiday_notices.HolidayNotice:
        """Only of a valid form. Raises RuleViolation when the days can't be right."""
        data = self.cleaned_data
        year, document = data["year"], data["document"]
        if data["source"] == "package":
            return holiday_notices.from_package(year=year, document=document)
        file = data["file"]
        return holiday_notices.from_file(
            name=file.name, data=file.read(), year=year, document=document
        )
