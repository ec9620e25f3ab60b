"""Writing entries of the knowledge base and typical errors, ending them, filtering the lists."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import PlainForm
from legal_review.models import KnowledgeEntry
from legal_review.models.knowledge import POINT_CHOICES
from legal_review.rules.guidance import TOPIC_CHOICES
from legal_review.rules.knowledge import STANDING_CHOICES, Standing
from legal_review.selectors.failings import PERIODS
from legal_review.selectors.knowledge import domains
from zones.models import EnforcementItem


def _area(label: str, rows: int, help_text: str = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class EntryForm(PlainForm):
    """What an entry says. The revision it was made from travels with it."""

    title = forms.CharField(label="标题", max_length=80, help_text="像别人会搜索的那样写")
    topic = forms.ChoiceField(label="要点", choices=TOPIC_CHOICES)
    domain = forms.ChoiceField(label="领域", required=False)
    question_text = _area("问题", 4, "不写案号、当事人、地点和能看出是哪一件案件的细节")
    answer_text = _area("答复", 7)
    articles = _area("法律条文", 3, "发布前必填", required=False)
    keywords = forms.CharField(
        label="关键词",
        max_length=120,
        required=False,
        help_text="用空格隔开，如：占道 先行登记保存",
    )
    items = forms.ModelMultipleChoiceField(
        label="执法事项",
        queryset=EnforcementItem.objects.order_by("code"),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-search": "1"}),
        help_text="事项有新版本时，本条自动标为“待复核”",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = EnforcementItem.objects.order_by("domain").values_list("domain", flat=True)
        field = self.fields["domain"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "不限领域"), *((name, name) for name in rows.distinct())]

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class EndEntryForm(PlainForm):
    successor = forms.ModelChoiceField(
        label="被哪一条取代",
        queryset=KnowledgeEntry.objects.none(),
        required=False,
        empty_label="没有取代的，废止本条",
        help_text="不选的，本条废止",
        widget=forms.Select(attrs={"data-search": "1"}),
    )
    reason = forms.CharField(
        label="理由", max_length=300, help_text="如：《…》自 2026-08-15 起施行，原条文废止"
    )

    def __init__(self, *args: Any, entry: KnowledgeEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        assert isinstance(field, forms.ModelChoiceField)
        valid = KnowledgeEntry.objects.filter(standing=Standing.VALID.value)
        field.queryset = valid.exclude(pk=entry.pk).defer("grams").order_by("title")


class KnowledgeFilter(PlainForm):
    q = forms.CharField(label="关键词", required=False)
    topic = forms.ChoiceField(label="要点", required=False, choices=[("", "全部"), *TOPIC_CHOICES])
    domain = forms.ChoiceField(label="领域", required=False)
    standing = forms.ChoiceField(label="效力", required=False)
    doubt = forms.BooleanField(label="只看待复核", required=False)

    def __init__(self, *args: Any, curates: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domain, standing = self.fields["domain"], self.fields["standing"]
        assert isinstance(domain, forms.ChoiceField)
        assert isinstance(standing, forms.ChoiceField)
        domain.choices = [("", "全部"), *((name, name) for name in domains())]
        hidden = {Standing.VALID.value, *([] if curates else [Standing.DRAFT.value])}
        others = [choice for choice in STANDING_CHOICES if choice[0] not in hidden]
        standing.choices = [("", "有效"), *others, ("all", "全部")]


class ErrorForm(PlainForm):
    title = forms.CharField(label="标题", max_length=80)
    point = forms.ChoiceField(label="审核要点", choices=POINT_CHOICES)
    item = forms.ModelChoiceField(
        label="执法事项",
        queryset=EnforcementItem.objects.order_by("code"),
        required=False,
        empty_label="不限事项",
        widget=forms.Select(attrs={"data-search": "1"}),
    )
    wrong = _area("错在哪里", 4)
    right = _area("应当怎样", 4)
    articles = _area("法律条文", 2)
    example = _area("示例", 4, "隐去当事人、案号、地点；可以不填", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class ReasonForm(PlainForm):
    reason = forms.CharField(label="撤下理由", max_length=300)


class PeriodFilter(PlainForm):
    days = forms.ChoiceField(label="期间", required=False, choices=list(PERIODS.items()))

    @property
    def chosen(self) -> int:
        """Days of the period; a year where nothing or nonsense was asked."""
        self.is_valid()
        return int(self.cleaned_data.get("days") or 365)


class ErrorFilter(PeriodFilter):
    point = forms.ChoiceField(
        label="审核要点", required=False, choices=[("", "全部"), *POINT_CHOICES]
    )
    field_order = ["point", "days"]
