"""Resting, going on, more time, giving up."""

from __future__ import annotations

from django import forms

from cases.forms.actions import CaseForm
from cases.services.interruption import GROUNDS

_BASIS_HELP = "写明名称和条款；《行政处罚法》第六十条：法律、法规、规章另有规定的，从其规定"


def _reason(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class SuspendForm(CaseForm):
    ground = forms.ChoiceField(label="中止情形", choices=[("", "请选择"), *GROUNDS.items()])
    reason = _reason("具体理由")
    basis = forms.CharField(
        label="中止期间不计入的依据（法律、法规、规章）", max_length=120, help_text=_BASIS_HELP
    )


class ResumeForm(CaseForm):
    reason = _reason("恢复理由", "中止的原因已经消除的情况")


class ExtendForm(CaseForm):
    days = forms.IntegerField(label="延长天数（自然日）", min_value=1, max_value=365)
    basis = forms.CharField(
        label="可以延长的依据（法律、法规、规章）", max_length=120, help_text=_BASIS_HELP
    )
    reason = _reason("延长理由")

    def prepare(self) -> None:
        row = next(
            (t for t in self.case.terms.all() if t.term == "DECISION" and not t.closed_on), None
        )
        if row is not None:
            self.fields["days"].help_text = f"现办案期限至 {row.due_on}，届满前批准方可延长"


class TerminateForm(CaseForm):
    reason = _reason("终止（撤销案件）理由", "如：当事人死亡、终止且没有权利义务承受人")
