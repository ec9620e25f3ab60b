"""One definition of the list's filters, for page, export and API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.utils import timezone

from cases.models import Case, CasePlace, Complaint
from cases.rules.workflow import LABELS, OPEN
from cases.selectors import complaints
from cases.selectors.desks import BY_KEY
from core.forms import DayInput
from zones.models import Township, Zone
from zones.selectors import all_towns, zones_with_towns

_DUE = [("late", "已逾期"), ("soon", "七日内到期"), ("provisional", "期限暂定")]
_STATES = [("open", "全部在办"), *[(s.value, label) for s, label in LABELS.items()]]


class CaseFilter(django_filters.FilterSet):
    """Filters of the case list. `desk` narrows to one of the reader's own to-do lists."""

    q = django_filters.CharFilter(
        method="search",
        label="关键词",
        widget=forms.TextInput(attrs={"placeholder": "案号、案由、当事人"}),
    )
    state = django_filters.ChoiceFilter(
        method="in_state", label="状态", choices=_STATES, empty_label="全部"
    )
    due = django_filters.ChoiceFilter(
        method="in_due", label="期限", choices=_DUE, empty_label="全部"
    )
    town = django_filters.ModelChoiceFilter(
        method="at_town", label="案发镇街", queryset=Township.objects.all(), empty_label="全部"
    )
    zone = django_filters.ModelChoiceFilter(
        method="at_zone", label="片区", queryset=Zone.objects.all(), empty_label="全部"
    )
    source = django_filters.ChoiceFilter(
        label="来源", choices=Case.Source.choices, empty_label="全部"
    )
    authority = django_filters.ChoiceFilter(
        field_name="authority_kind",
        label="执法主体",
        choices=Case.Authority.choices,
        empty_label="全部",
    )
    reporting = django_filters.ChoiceFilter(
        label="上报片长", choices=[c for c in Case.Reporting.choices if c[0]], empty_label="全部"
    )
    since = django_filters.DateFilter(
        field_name="reported_at", lookup_expr="date__gte", label="登记起", widget=DayInput()
    )
    until = django_filters.DateFilter(
        field_name="reported_at", lookup_expr="date__lte", label="登记止", widget=DayInput()
    )
    desk = django_filters.CharFilter(method="on_desk", label="待办", widget=forms.HiddenInput())

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # From what is remembered: the bar is on every list, the places hardly ever change.
        self._offer("zone", [(zone.pk, zone.name) for zone in zones_with_towns()])
        self._offer("town", [(town.pk, town.name) for town in all_towns()])

    def _offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.form.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.widget.choices = [("", "全部"), *choices]  # what is sent is still looked up

    def search(self, rows: models.QuerySet[Case], name: str, value: str) -> models.QuerySet[Case]:
        # `contains`, not `icontains`: only plain LIKE is served by the trigram index.
        words = value.split()[:5]
        for word in words:
            rows = rows.filter(
                models.Q(number__contains=word)
                | models.Q(title__contains=word)
                | models.Q(party_name__contains=word)
            )
        return rows

    def in_state(self, rows: models.QuerySet[Case], name: str, value: str) -> models.QuerySet[Case]:
        wanted = [s.value for s in OPEN] if value == "open" else [value]
        return rows.filter(state__in=wanted)

    def in_due(self, rows: models.QuerySet[Case], name: str, value: str) -> models.QuerySet[Case]:
        today = timezone.localdate()
        rows = rows.filter(closed_on=None, next_due_on__isnull=False)
        if value == "late":
            return rows.filter(next_due_on__lt=today)
        if value == "provisional":
            return rows.filter(next_due_provisional=True)
        return rows.filter(next_due_on__gte=today, next_due_on__lte=today + timedelta(days=7))

    def at_town(
        self, rows: models.QuerySet[Case], name: str, value: Township
    ) -> models.QuerySet[Case]:
        return rows.filter(places__township=value)

    def at_zone(self, rows: models.QuerySet[Case], name: str, value: Zone) -> models.QuerySet[Case]:
        inside = CasePlace.objects.filter(case=models.OuterRef("pk"), township__zone=value)
        return rows.filter(models.Exists(inside))

    def on_desk(self, rows: models.QuerySet[Case], name: str, value: str) -> models.QuerySet[Case]:
        desk = BY_KEY.get(value)
        if desk is None or self.request is None:
            return rows
        mine: Any = desk.cases(self.request.user)
        return rows.filter(pk__in=mine.values("pk"))

    @property
    def desk_label(self) -> str:
        desk = BY_KEY.get(self.data.get("desk", "")) if self.data else None
        return desk.label if desk else ""


_WAITING = [("late", "已逾期"), ("ack", "待受理"), ("answer", "待答复")]


class ComplaintFilter(django_filters.FilterSet):
    """Filters of the list of complaints. Names and phones of reporters are not searched."""

    q = django_filters.CharFilter(
        method="search",
        label="关键词",
        widget=forms.TextInput(attrs={"placeholder": "编号、地点、内容、被反映人"}),
    )
    status = django_filters.ChoiceFilter(
        label="状态", choices=Complaint.Status.choices, empty_label="全部"
    )
    waits = django_filters.ChoiceFilter(
        method="that_wait", label="期限", choices=_WAITING, empty_label="全部"
    )
    channel = django_filters.ChoiceFilter(
        label="来源", choices=Complaint.Channel.choices, empty_label="全部"
    )
    town = django_filters.ModelChoiceFilter(
        field_name="township", label="镇街", queryset=Township.objects.all(), empty_label="全部"
    )
    since = django_filters.DateFilter(
        field_name="received_at", lookup_expr="date__gte", label="收到起", widget=DayInput()
    )
    until = django_filters.DateFilter(
        field_name="received_at", lookup_expr="date__lte", label="收到止", widget=DayInput()
    )

    class Meta:
        model = Complaint
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.form.fields["town"]
        assert isinstance(field, forms.ModelChoiceField)
        field.widget.choices = [("", "全部"), *((town.pk, town.name) for town in all_towns())]

    def search(
        self, rows: models.QuerySet[Complaint], name: str, value: str
    ) -> models.QuerySet[Complaint]:
        for word in value.split()[:5]:
            rows = rows.filter(
                models.Q(number__contains=word)
                | models.Q(place__contains=word)
                | models.Q(content__contains=word)
                | models.Q(party_name__contains=word)
            )
        return rows

    def that_wait(
        self, rows: models.QuerySet[Complaint], name: str, value: str
    ) -> models.QuerySet[Complaint]:
        if value == "late":
            return complaints.late(rows, timezone.localdate())
        if value == "ack":
            return complaints.not_taken_up(rows)
        return complaints.not_answered(rows)
