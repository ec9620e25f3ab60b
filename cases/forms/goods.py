"""A list of things (物品清单): a few rows of name, quantity, unit and description."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cases.services.exhibits import Thing

PARTS = ("name", "quantity", "unit", "description")
_SHOWN, _ROWS = 2, 10
_MOST = Decimal("99999999.99")


class GoodsInput(forms.Widget):
    """Rows of small controls; the API gives a list of objects with the same keys instead."""

    use_fieldset = True
    is_several = True  # its label is a legend

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        given = data.get(name)
        if isinstance(given, list):
            return [
                {part: str(row.get(part, "")) for part in PARTS}
                for row in given
                if isinstance(row, dict)
            ]
        return [
            {part: str(data.get(f"{name}_{number}_{part}", "")).strip() for part in PARTS}
            for number in range(_ROWS)
        ]

    def id_for_label(self, id_: str) -> str:
        return ""  # the label is the legend of all rows

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = [row for row in value or [] if any(row.values())]
        blank = dict.fromkeys(PARTS, "")
        rows = [
            {"number": number, **(given[number] if number < len(given) else blank)}
            for number in range(max(_ROWS, len(given)))
        ]
        shown = max(_SHOWN, len(given))
        context = {"name": name, "first": rows[:shown], "more": rows[shown:]}
        return render_to_string("cases/exhibits/_goods.html", context)


class GoodsField(forms.Field):
    """Cleaned to a list of `Thing`; rows that are empty are no things."""

    widget = GoodsInput
    default_error_messages = {"required": "请至少写明一件物品"}

    def to_python(self, value: Any) -> list[Thing]:
        return [self._thing(place, row) for place, row in enumerate(value or [], 1) if _said(row)]

    def _thing(self, place: int, row: dict[str, str]) -> Thing:
        name, unit = row["name"].strip(), row["unit"].strip() or "件"
        if not name:
            raise forms.ValidationError(f"第 {place} 行没有写物品名称")
        if len(name) > 80 or len(unit) > 10 or len(row["description"]) > 200:
            raise forms.ValidationError(
                f"第 {place} 行过长：名称 80 字、单位 10 字、规格 200 字以内"
            )
        return Thing(name, self._quantity(place, row["quantity"]), unit, row["description"].strip())

    def _quantity(self, place: int, raw: str) -> Decimal:
        try:
            quantity = round(Decimal(raw or "1"), 2)
        except InvalidOperation:
            raise forms.ValidationError(f"第 {place} 行的数量不是数字") from None
        if not quantity.is_finite() or not 0 < quantity <= _MOST:
            raise forms.ValidationError(f"第 {place} 行的数量须大于 0")
        return quantity


def _said(row: dict[str, str]) -> bool:
    return any(row[part].strip() for part in ("name", "quantity", "description"))
