"""Forms of the decision as intended: notice, change, no penalty."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.actions import CaseForm, long_field
from cases.models.decision import NO_PENALTY, PENALTIES
from cases.rules.outcomes import Exemption, Leniency
from cases.selectors.facts import draft_of
from cases.selectors.law import law_of
from cases.selectors.likeness import Help, grades_in, help_of
from cases.services.handling import Intended
from core.forms import DayInput


class IntendedForm(CaseForm):
    """The decision as intended; also used to change it."""

    penalty = forms.ChoiceField(label="拟处罚种类", choices=PENALTIES)
    more_penalties = forms.MultipleChoiceField(
        label="并处",
        choices=[row for row in PENALTIES if row[0] != NO_PENALTY],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    amount = forms.DecimalField(
        label="罚款金额（元）", max_digits=12, decimal_places=2, min_value=0, required=False
    )
    facts = long_field("违法事实和证据")
    basis = long_field("处罚依据", 2)
    discretion = long_field("裁量理由", 2)
    performance = long_field("履行方式和期限", 2)
    confiscation = forms.DecimalField(
        label="没收违法所得、非法财物价值（元）",
        max_digits=12,
        decimal_places=2,
        min_value=0,
        required=False,
    )
    correction = forms.CharField(
        label="责令改正", max_length=280, required=False, help_text="《行政处罚法》第二十八条"
    )
    correct_by = forms.DateField(label="改正期限", required=False, widget=DayInput())
    leniency = forms.MultipleChoiceField(
        label="从轻、减轻情节",
        choices=[(value.value, value.label) for value in Leniency],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    grade = forms.ChoiceField(label="裁量档次", required=False)
    deviation_reason = forms.CharField(
        label="偏离裁量基准或者同类案件的理由",
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    exemption = forms.ChoiceField(
        label="不予处罚的情形",
        required=False,
        choices=[("", "—"), *((ground.value, ground.label) for ground in Exemption)],
        help_text="仅不予处罚时选择",
    )
    applied_version = forms.ChoiceField(label="适用的规定（从旧兼从轻）", required=False)

    _KEPT = (
        "penalty",
        "more_penalties",
        "amount",
        "facts",
        "basis",
        "discretion",
        "performance",
        "confiscation",
        "correction",
        "correct_by",
        "leniency",
        "grade",
        "deviation_reason",
        "exemption",
    )

    @cached_property
    def help(self) -> Help:
        """The grades and like cases, shown beside the form."""
        return help_of(self.case)

    def prepare(self) -> None:
        self._offer_law()
        self._offer_grades()
        draft = draft_of(self.case)
        if draft is not None:
            for name in self._KEPT:
                if name in self.fields:
                    self.fields[name].initial = getattr(draft, name)
            return
        self.fields["penalty"].initial = "fine"
        self.fields["basis"].initial = self.case.item.legal_basis
        self.fields["performance"].initial = (
            "自收到处罚决定书之日起十五日内到指定银行或者通过电子支付系统缴纳罚款"
            "（《行政处罚法》第六十七条）。"
        )

    def _offer_grades(self) -> None:
        """The published grades of the wording that applies; none published, no choice."""
        law = law_of(self.case, timezone.localdate())
        grades = grades_in(law.wordings[-1].key if law.wordings else None)
        if not grades:
            del self.fields["grade"]
            return
        field = self.fields["grade"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "—"),
            *((g.label, f"{g.label}{'（' + g.span + '）' if g.span else ''}") for g in grades),
        ]

    def _offer_law(self) -> None:
        """Where the law changed after the act, a person confirms which wording is the lighter."""
        law = law_of(self.case, timezone.localdate())
        if not law.needs_choice:
            del self.fields["applied_version"]
            return
        field = self.fields["applied_version"]
        assert isinstance(field, forms.ChoiceField)
        field.help_text = f"{law.reason}（{law.basis}）"
        field.choices = [
            ("", "请比较后选择较轻的一个"),
            *(
                (
                    wording.key,
                    f"{'行为时' if index == 0 else '现行'}：{wording.legal_basis}"
                    f"（{wording.penalty or '幅度以条文为准'}）",
                )
                for index, wording in enumerate(law.wordings)
            ),
        ]
        draft = draft_of(self.case)
        field.initial = draft.applied_version_id if draft else None

    def extra(self) -> dict[str, Any]:
        return {"intended": self.intended()}

    def intended(self) -> Intended:
        data = self.cleaned_data
        chosen = data.get("applied_version")
        return Intended(
            facts=data["facts"],
            basis=data["basis"],
            discretion=data["discretion"],
            penalty=data["penalty"],
            amount=data["amount"] or Decimal(0),
            performance=data["performance"],
            applied_version_id=int(chosen) if chosen else None,
            more_penalties=tuple(data.get("more_penalties") or ()),
            confiscation=data.get("confiscation") or Decimal(0),
            exemption=data.get("exemption") or "",
            correction=data.get("correction") or "",
            correct_by=data.get("correct_by"),
            leniency=tuple(data.get("leniency") or ()),
            grade=data.get("grade") or "",
            deviation_reason=data.get("deviation_reason") or "",
        )


class NotifyForm(IntendedForm):
    served_on = forms.DateField(label="告知书送达日期", widget=DayInput())

    def prepare(self) -> None:
        super().prepare()
        self.fields["served_on"].initial = timezone.localdate


class ExemptForm(IntendedForm):
    """No penalty: the ground instead of kinds and sums."""

    _LEFT_OUT = ("penalty", "more_penalties", "amount", "confiscation", "grade", "deviation_reason")

    def prepare(self) -> None:
        super().prepare()
        for name in self._LEFT_OUT:
            self.fields.pop(name, None)
        self.fields["exemption"].required = True
        self.fields["discretion"].label = "不予处罚的理由及当事人教育情况"
        self.fields["discretion"].help_text = "《行政处罚法》第三十三条第三款：应当对当事人进行教育"
        self.fields["performance"].initial = "无处罚内容，不需履行；责令改正的按期改正。"

    def intended(self) -> Intended:
        self.cleaned_data |= {"penalty": NO_PENALTY, "amount": None}
        return super().intended()
