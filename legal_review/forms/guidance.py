"""Asking, answering, forwarding; the filter of the list of questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy

from core import access, uploads
from core.forms import FilesField, OnceForm, PlainForm
from core.models import User
from legal_review.models import Question
from legal_review.rules.guidance import STATE_CHOICES, TOPIC_CHOICES, URGENCY_CHOICES
from legal_review.selectors.guidance import could_answer
from legal_review.services.guidance import LARGEST_FILE, MOST_FILES
from personnel.models import Officer
from zones.models import EnforcementItem, Township


def _words(label: str, rows: int, help_text: str = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def _files() -> FilesField:
    return FilesField(
        label="附件",
        required=False,
        help_text=(
            f"照片、PDF 或者 Office 文件，最多 {MOST_FILES} 个，"
            f"每个不超过 {uploads.megabytes(LARGEST_FILE)}"
        ),
        allow_empty_file=True,  # refused with words by the service
    )


class AskForm(OnceForm):
    """A question; with a case, town and item are known and not asked."""

    title = forms.CharField(
        label="问题",
        max_length=80,
        help_text="一句话说清楚要问什么，下面会列出类似的已答问题",
        widget=forms.TextInput(
            attrs={
                "hx-get": reverse_lazy("similar_answers"),
                "hx-trigger": "keyup changed delay:600ms, change",
                "hx-target": "#similar",
                "hx-swap": "outerHTML",
                "autocomplete": "off",
            }
        ),
    )
    topic = forms.ChoiceField(label="要点", choices=[("", "请选择"), *TOPIC_CHOICES])
    urgency = forms.ChoiceField(label="缓急", choices=URGENCY_CHOICES, initial="normal")
    township = forms.ModelChoiceField(
        label="镇街",
        queryset=Township.objects.order_by("order"),
        required=False,
        empty_label="不针对某个镇街（由区司法局答复）",
        help_text="由该镇街或者所在片区的法制审核员答复",
    )
    item = forms.ModelChoiceField(
        label="执法事项",
        queryset=EnforcementItem.objects.order_by("code"),
        required=False,
        empty_label="不填",
        widget=forms.Select(attrs={"data-search": "1"}),
    )
    text = _words("具体情况", 6, "写明已经查清的事实、拿不准的地方和您的初步意见")
    attachments = _files()

    def __init__(self, *args: Any, user: User, with_case: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_case:
            del self.fields["township"], self.fields["item"]
            return
        grants = access.grants_of(user)
        own = grants.ids("register_cases", "township") | grants.ids("approve_cases", "township")
        self.fields["township"].initial = min(own, default=None)


class AnswerForm(PlainForm):
    text = _words("答复", 6, "写明结论和理由；这是指导意见，不代替送审后的法制审核")
    articles = _words("引用条文", 2, "如：《行政处罚法》第五十六条；没有的写“无”")
    attachments = _files()


class FollowForm(PlainForm):
    text = _words("追问或者补充", 3)
    attachments = _files()


class ForwardForm(PlainForm):
    to = forms.ChoiceField(label="转请", help_text="列出今天在岗、可以答复的法制审核员")
    reason = _words("理由", 2)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_id = {str(officer.pk): officer for officer in could_answer(question)}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *((pk, str(o)) for pk, o in self._by_id.items())]

    def clean_to(self) -> Officer:
        return self._by_id[self.cleaned_data["to"]]


class QuestionFilter(PlainForm):
    """What the list shows; which box it is stands in the tabs."""

    q = forms.CharField(label="问题", required=False)
    status = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), *STATE_CHOICES, ("late", "逾期未答复")],
    )
    topic = forms.ChoiceField(label="要点", required=False, choices=[("", "全部"), *TOPIC_CHOICES])
    town = forms.ModelChoiceField(
        label="镇街",
        queryset=Township.objects.order_by("order"),
        required=False,
        empty_label="全部",
    )
    box = forms.CharField(required=False, widget=forms.HiddenInput)
