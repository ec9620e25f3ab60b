"""What is asked of the calculator; all of it travels in the address."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from cases.rules.term_questions import FIRST_YEAR, LAST_YEAR, Question
from cases.rules.terms import TERM_RULES, Unit
from core.errors import RuleViolation
from core.forms import DayInput, PlainForm
from core.http import explain
from core.rules.periods import Period

_CHOICES = [(term.value, f"{rule.label}（{rule.span}）") for term, rule in TERM_RULES.items()]


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=DayInput(),
        help_text=help_text,
        error_messages={"invalid": "没有这一天，日期应写作 2026-01-05 的形式"},
    )


class TermForm(PlainForm):
    """A term, its start, and what held it up. Bad input is told at its field."""

    code = forms.ChoiceField(
        label="期限",
        choices=_CHOICES,
        widget=forms.Select(attrs={"data-search": "1"}),
        error_messages={"invalid_choice": "没有代码为 %(value)s 的期限"},
    )
    start = _day("起算日", "听证通知、代履行催告填听证（代履行）之日")
    at = forms.TimeField(
        label="时刻（按小时计的才填）",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"invalid": "时刻应写作 09:30 的形式"},
    )
    extended = forms.IntegerField(
        label="已批准延长",
        required=False,
        min_value=1,
        max_value=3650,
        help_text="单位与期限相同",
    )
    pause1_from = _day("中止自")
    pause1_to = _day("中止至（含当日）")
    pause2_from = _day("再次中止自")
    pause2_to = _day("再次中止至（含当日）")
    counted_from = forms.ChoiceField(
        label="申请法院强制执行的起算",
        required=False,
        choices=[
            ("", "起算日为复议、起诉期限届满之日"),
            ("served", "起算日为决定书送达之日（推算救济期限）"),
            ("land", "起算日为土地管理法限期拆除决定送达之日"),
            ("deferred", "起算日为暂缓、分期缴纳期限结束之日"),
        ],
    )

    def clean_start(self) -> date:
        start: date | None = self.cleaned_data["start"]
        if start is None:
            raise forms.ValidationError("请填写起算日")
        if not FIRST_YEAR <= start.year <= LAST_YEAR:
            raise forms.ValidationError(f"起算日应在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间")
        return start

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.pauses = [
            pause for name in ("pause1", "pause2") if (pause := self._pause(name, data)) is not None
        ]
        return data

    def _pause(self, name: str, data: dict[str, Any]) -> Period | None:
        first, last = data.get(f"{name}_from"), data.get(f"{name}_to")
        if first is None and last is None:
            return None
        if first is None or last is None:
            missing = f"{name}_from" if first is None else f"{name}_to"
            if missing not in self.errors:
                self.add_error(missing, "中止期间的起止都要填写")
            return None
        try:
            return Period(first, last)
        except RuleViolation:
            self.add_error(f"{name}_to", "中止的止日早于起日，请核对")
            return None

    def question(self) -> Question:
        """Only of a valid form."""
        data = self.cleaned_data
        start: date | datetime = data["start"]
        rule = TERM_RULES[data["code"]]
        if rule.unit is Unit.HOUR and data.get("at"):
            start = datetime.combine(data["start"], data["at"])
        how = data.get("counted_from", "")
        return Question(
            code=data["code"],
            start=start,
            extended=data.get("extended") or 0,
            suspended=tuple(self.pauses),
            served=how in ("served", "land"),
            land=how == "land",
            deferred=how == "deferred",
        )

    def refuse(self, violation: RuleViolation) -> None:
        """Put a rule's refusal at the field it concerns."""
        fields = {"suspended": "pause1_from"}
        name = fields.get(violation.field, violation.field)
        self.add_error(name if name in self.fields else None, explain(violation))

    @property
    def changed_more(self) -> bool:
        """Whether something beyond term and start is filled in or refused."""
        more = ("extended", "pause1_from", "pause1_to", "pause2_from", "pause2_to", "counted_from")
        return any(self.data.get(name) or name in self.errors for name in more)

    @staticmethod
    def example() -> dict[str, str]:
        return {"code": "DECISION", "start": timezone.localdate().isoformat()}
