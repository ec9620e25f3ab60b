"""Forms of papers: begin, edit, issue, sign, void; and of their templates."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.models import Case, Paper
from cases.rules.papers import PaperKind, Volume, kind_of
from cases.selectors.papers import offers_for
from cases.services.signatures import Signing
from core.forms import OnceForm, PlainForm, SignatureField

_BODY_HELP = (
    "每行一段：# 开头为小标题，~ 开头顶格，|名称|内容| 为表格的一行，||一|二| 为清单的一行。"
    "【待填：…】处须填写，否则不能制发"
)


class NewPaperForm(OnceForm):
    kind = forms.ChoiceField(label="文书种类")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for offer in offers_for(case):
            label = f"{offer.kind.title}{'' if offer.missing else '（已有，再制作一份）'}"
            groups.setdefault(_group(offer.kind), []).append((offer.kind.code, label))
        self.fields["kind"].choices = [("", "请选择"), *groups.items()]  # type: ignore[attr-defined]


def _group(kind: PaperKind) -> str:
    volume = "正卷" if kind.volume is Volume.MAIN else "副卷（内部）"
    return f"{volume} · {kind.section.label}"


class EditPaperForm(PlainForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    body = forms.CharField(
        label="正文",
        widget=forms.Textarea(attrs={"rows": 24}),
        max_length=60_000,
        help_text=_BODY_HELP,
    )


class IssueForm(PlainForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    confirm_provisional = forms.BooleanField(
        label="已与放假通知核对，确认文书中的暂定日期", required=False
    )

    def __init__(self, *args: Any, unsure: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unsure:
            del self.fields["confirm_provisional"]


class VoidForm(PlainForm):
    reason = forms.CharField(
        label="作废原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="文号保留为作废，不再使用",
    )


class SignForm(PlainForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    part = forms.ChoiceField(label="身份")
    name = forms.CharField(label="姓名", max_length=40)
    image = SignatureField(label="签名", required=False)
    remark = forms.CharField(
        label="签名人意见",
        max_length=200,
        required=False,
        help_text="如“以上笔录我看过，与我说的一致”",
    )
    refused = forms.CharField(
        label="拒绝签名的情形",
        max_length=100,
        required=False,
        help_text="只在拒绝签名时填写，并填见证人",
    )
    witness = forms.CharField(label="见证人", max_length=40, required=False)

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = kind_of(paper.kind).signs
        self.fields["part"].choices = [  # type: ignore[attr-defined]
            ("", "请选择"),
            *((part.value, part.label) for part in parts),
        ]

    def signing(self) -> Signing:
        data = self.cleaned_data
        return Signing(**{name: data[name] for name in Signing.__dataclass_fields__})


class TemplateForm(PlainForm):
    title = forms.CharField(label="文书标题", max_length=60)
    body = forms.CharField(
        label="模板正文",
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
        max_length=60_000,
        help_text="{{ 变量 }} 由案件填充；{{ 变量|必填('名称') }} 没有值时留出待填项；"
        "可用 {% if %}、{% for %}",
    )
    note = forms.CharField(label="修订说明", max_length=200)
