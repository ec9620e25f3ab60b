"""What is asked on the jurisdiction page; all of it travels in the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from core.forms import DayInput, PlainForm
from zones.models import Agency, EnforcementItem, Township

MOST_ITEMS = 10


class PlacesField(forms.MultipleChoiceField):
    """Codes of places; a place's name will do as well."""

    def to_python(self, value: Any) -> list[str]:
        offered: Any = self.choices
        codes = {str(label): str(code) for code, label in offered}
        return [codes.get(one, one) for one in super().to_python(value)]


class JurisdictionForm(PlainForm):
    """Items, places, day and gravity; nothing is required, the rule names what is missing.

    Items and places go by their codes (a place by its name too, as in the rule's exchange
    format). Items and places are read once each, whatever is asked.
    """

    item = forms.MultipleChoiceField(
        label="执法事项（可选多项，先选主要的）",
        required=False,
        widget=forms.SelectMultiple(attrs={"data-search": "1"}),
        help_text="可输入关键词或者编码查找",
        error_messages={"invalid_choice": "没有编码为 %(value)s 的执法事项"},
    )
    town = PlacesField(
        label="违法行为发生地",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "没有 %(value)s 这个地方"},
    )
    on = forms.DateField(
        label="立案日期",
        required=False,
        widget=DayInput(),
        help_text="按这一天的赋权判定，可以是过去或者将来；不填为今天",
        error_messages={"invalid": "日期应写作 2026-01-01 的形式"},
    )
    first = forms.ChoiceField(
        label="最先立案的机关",
        required=False,
        error_messages={"invalid_choice": "没有代码为 %(value)s 的机关"},
    )
    major = forms.BooleanField(label="重大案件", required=False)
    complex = forms.BooleanField(label="复杂疑难", required=False)
    crime = forms.BooleanField(label="涉嫌犯罪", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = EnforcementItem.objects.select_related("agency").order_by("code")
        self._items = {item.code: item for item in items}
        self._places = {place.code: place for place in Township.objects.order_by("order")}
        holders = {item.agency_id: item.agency for item in self._items.values()}
        bureaus = {holders[pk].code: holders[pk] for pk in sorted(holders)}
        towns = {code: place for code, place in self._places.items() if place.zone_id}
        self._organs: dict[str, Township | Agency] = {**towns, **bureaus}
        ordered = [code for code in self._chosen("item") if code in self._items]
        ordered += [code for code in self._items if code not in ordered]
        self._offer("item", [(code, _label(self._items[code])) for code in ordered])
        self._offer("town", [(code, place.name) for code, place in self._places.items()])
        self._offer(
            "first",
            [
                ("", "尚无立案"),
                ("乡镇（街道）", [(code, town.name) for code, town in towns.items()]),
                ("区直部门", [(code, agency.name) for code, agency in bureaus.items()]),
            ],
        )
        self.is_valid()

    def _chosen(self, name: str) -> list[str]:
        """What the address says, in its order, so that the page shows it in that order."""
        return self.data.getlist(name) if isinstance(self.data, QueryDict) else []

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_item(self) -> list[EnforcementItem]:
        """In the order chosen: the first is the principal one."""
        codes: list[str] = list(dict.fromkeys(self.cleaned_data["item"]))
        if len(codes) > MOST_ITEMS:
            raise forms.ValidationError(f"一次最多判定 {MOST_ITEMS} 个事项")
        return [self._items[code] for code in codes]

    def clean_town(self) -> list[Township]:
        codes: list[str] = self.cleaned_data["town"]
        return [place for code, place in self._places.items() if code in codes]

    @property
    def items(self) -> Sequence[EnforcementItem]:
        return self.cleaned_data.get("item") or []

    @property
    def places(self) -> Sequence[Township]:
        return self.cleaned_data.get("town") or []

    @property
    def towns(self) -> Sequence[Township]:
        """Every town of a zone."""
        return [place for place in self._places.values() if place.zone_id]

    @property
    def day(self) -> date:
        return self.cleaned_data.get("on") or timezone.localdate()

    @property
    def question(self) -> dict[str, Any]:
        """The arguments of `_jurisdiction.judge`."""
        said = self.cleaned_data
        return {
            "acts": [(item, self.places) for item in self.items],
            "on": self.day,
            "major": bool(said.get("major")),
            "complex_": bool(said.get("complex")),
            "suspected_crime": bool(said.get("crime")),
            "first_filed_by": self._organs.get(said.get("first") or ""),
        }


def _label(item: EnforcementItem) -> str:
    return f"{item.code} {item.name}（{item.domain}）"
