"""Forms of making a decision public, and of taking it back."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.actions import CaseForm
from cases.models import Disclosure
from cases.rules.disclosure import Exclusion, Proposal
from cases.rules.redaction import Piece, Redacted, pieces_of, redact
from cases.selectors import disclosure as questions
from core.forms import DayInput, PlainForm


class PublishForm(CaseForm):
    """The rule proposes, a person decides; the text comes with what it hides hidden."""

    publish = forms.ChoiceField(
        label="是否公开",
        choices=[("yes", "公开"), ("no", "不公开")],
        widget=forms.RadioSelect,
    )
    exclusion = forms.ChoiceField(
        label="不公开的情形",
        required=False,
        choices=[("", "—"), *((ground.value, ground.label) for ground in Exclusion)],
        help_text="仅不公开时选择",
    )
    reason = forms.CharField(
        label="理由",
        max_length=150,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不公开的须写明；公开的不填则用建议的理由",
    )
    title_shown = forms.CharField(label="公示的案由", max_length=120, required=False)
    party_shown = forms.CharField(
        label="公示的当事人",
        max_length=120,
        required=False,
        help_text="自然人隐去名字；法人、个体工商户公示名称（字号）",
    )
    shown_until = forms.DateField(label="公示期至", required=False, widget=DayInput())
    text_shown = forms.CharField(
        label="公示的决定内容",
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="已按规则隐去个人信息，可以继续修改；仍有应当隐去的，不能公开",
    )
    checked = forms.BooleanField(
        label="已逐项核对，公示内容不含应当隐去的个人信息和秘密", required=False
    )
    field_order = (
        "publish",
        "exclusion",
        "reason",
        "title_shown",
        "party_shown",
        "text_shown",
        "shown_until",
        "checked",
    )

    def prepare(self) -> None:
        today = timezone.localdate()
        proposal = self.proposal
        self.fields["publish"].initial = "yes" if proposal.publish else "no"
        self.fields["exclusion"].initial = proposal.exclusion.value if proposal.exclusion else ""
        title = redact(self.case.title.removeprefix("涉嫌"), self.known).text
        self.fields["title_shown"].initial = title
        self.fields["party_shown"].initial = questions.party_shown(self.case)
        self.fields["text_shown"].initial = self.hidden.text
        self.fields["shown_until"].initial = questions.last_day_of(self.case, today)

    @cached_property
    def proposal(self) -> Proposal:
        return questions.proposal_of(self.case)

    @cached_property
    def known(self) -> Any:
        return questions.known_of(self.case)

    @cached_property
    def hidden(self) -> Redacted:
        """The decided text with everything hidden that the rules hide."""
        return redact(self.case.decision.text, self.known)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """For the preview: what was hidden; after a refusal, what the typed text still shows."""
        if self.is_bound:
            return pieces_of(str(self["text_shown"].value() or ""), self.known)
        return self.hidden.pieces

    @property
    def doubtful(self) -> list[str]:
        """What no pattern can decide: to be looked at by a person."""
        text = str(self["text_shown"].value() or "")
        found = [piece.text for piece in pieces_of(text, self.known) if piece.kind]
        return list(dict.fromkeys(found))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("publish") == "yes":
            if not data.get("checked"):
                self.add_error("checked", "公开前须逐项核对并勾选")
            if not data.get("shown_until") and "shown_until" not in self.errors:
                self.add_error("shown_until", "请填写公示期至")
        return data


class WithdrawPublicationForm(CaseForm):
    reason = forms.CharField(
        label="撤回理由（向社会公开）",
        max_length=190,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明决定被变更、撤销、确认违法或者无效的情况，或者公示内容有误；不写个人信息",
    )

    def prepare(self) -> None:
        undone = [row for row in self.case.remedies.all() if row.result]
        if undone and undone[-1].result in ("changed", "revoked", "unlawful", "void"):
            last = undone[-1]
            self.fields[
                "reason"
            ].initial = (
                f"该决定经{last.get_kind_display()}于 {last.result_on} {last.get_result_display()}"
            )


class DisclosureFilter(PlainForm):
    """What staff look for among the publications of their cases."""

    q = forms.CharField(label="关键词", required=False, max_length=60)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *Disclosure.State.choices]
    )
    due = forms.ChoiceField(
        label="期限",
        required=False,
        choices=[("", "全部"), ("late", "逾期未公示"), ("withdraw", "待撤回")],
    )


class PublicFilter(PlainForm):
    """What the public may look for."""

    q = forms.CharField(label="案由、文号", required=False, max_length=60)
    organ = forms.ChoiceField(label="处罚机关", required=False)
    since = forms.DateField(label="决定日期起", required=False, widget=DayInput())
    until = forms.DateField(label="决定日期止", required=False, widget=DayInput())

    def __init__(self, *args: Any, organs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organ"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *((organ, organ) for organ in organs)]
