"""The form of a re-inspection."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.actions import CaseForm, OfficerField, long_field, offer_handlers
from cases.models import Reinspection
from cases.selectors.facts import draft_of
from cases.services.correction import Seen
from core.forms import DayInput
from personnel.models import Officer


class RecheckForm(CaseForm):
    checked_on = forms.DateField(label="复查日期", widget=DayInput())
    place = forms.CharField(label="复查地点", max_length=120)
    result = forms.ChoiceField(label="复查结果", choices=Reinspection.Result.choices)
    findings = long_field("复查情况", 4, help_text="逐项写明改正情况，附照片的另行登记为证据")
    officers = OfficerField(
        label="复查人员",
        queryset=Officer.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="不少于两人（《行政处罚法》第四十二条）",
    )

    def prepare(self) -> None:
        offer_handlers(self.fields["officers"], self.case)
        self.fields["checked_on"].initial = timezone.localdate
        self.fields["place"].initial = self.case.place
        draft = draft_of(self.case)
        if draft is not None and draft.correction:
            until = f"，期限至 {draft.correct_by}" if draft.correct_by else ""
            self.fields["result"].help_text = f"责令改正：{draft.correction}{until}"

    def extra(self) -> dict[str, Any]:
        names = ("checked_on", "place", "result", "findings", "officers")
        return {"seen": Seen(**{name: self.cleaned_data[name] for name in names})}
