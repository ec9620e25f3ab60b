"""What is asked of which unit: one row a unit, one box for each thing that may be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cases.rules.arranging import ASKS
from zones import selectors as district
from zones.models import Agency, Township

Unit = Township | Agency


def key_of(unit: Unit) -> str:
    """T<id> of a town, A<id> of a bureau."""
    return f"{'T' if isinstance(unit, Township) else 'A'}{unit.pk}"


def bureaus() -> list[Agency]:
    return [row for row in district.all_agencies() if row.kind == Agency.Kind.BUREAU]


def unit_of(key: str) -> Unit | None:
    """The unit of a key; None for one there is not."""
    pool: list[Any] = district.all_towns() if key.startswith("T") else bureaus()
    return next((unit for unit in pool if key_of(unit) == key), None)


class AskMatrix(forms.SelectMultiple):
    """Rows of units under headings, four boxes each; `groups`: (heading, units, open)."""

    is_several = True
    groups: list[tuple[str, list[Unit], bool]]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(value or [])
        groups = [
            {
                "heading": heading,
                "open": is_open
                or any(f"{key_of(u)}:{ask}" in chosen for u in units for ask in ASKS),
                "rows": [_row(unit, chosen) for unit in units],
            }
            for heading, units, is_open in self.groups
            if units
        ]
        shown = {"name": name, "asks": ASKS.items(), "groups": groups}
        return render_to_string("cases/arranging/_matrix.html", shown)


def _pairs(unit: Unit) -> list[str]:
    return [f"{key_of(unit)}:{ask}" for ask in ASKS]


def _row(unit: Unit, chosen: set[str]) -> dict[str, Any]:
    key = key_of(unit)
    return {
        "unit": unit,
        "boxes": [
            {"value": f"{key}:{ask}", "label": label, "checked": f"{key}:{ask}" in chosen}
            for ask, label in ASKS.items()
        ],
    }


class AsksField(forms.MultipleChoiceField):
    """Cleans to unit → what is asked of it, in the order of the rows."""

    widget = AskMatrix

    def offer(self, groups: Iterable[tuple[str, list[Unit], bool]]) -> None:
        rows = list(groups)
        widget: Any = self.widget
        widget.groups = rows
        self.choices = [
            (f"{key_of(unit)}:{ask}", f"{unit} {label}")
            for _, units, _ in rows
            for unit in units
            for ask, label in ASKS.items()
        ]

    def clean(self, value: Any) -> Mapping[Unit, tuple[str, ...]]:
        found: dict[Unit, tuple[str, ...]] = {}
        for pair in super().clean(value):
            key, _, ask = pair.partition(":")
            unit = unit_of(key)
            if unit is not None:
                found[unit] = (*found.get(unit, ()), ask)
        return found


class UnitField(forms.ChoiceField):
    """One unit, cleaned to the town or bureau itself; None where nothing is chosen."""

    def offer(self, units: Iterable[Unit], empty: str = "请选择") -> None:
        self.choices = [("", empty), *((key_of(unit), str(unit)) for unit in units)]

    def clean(self, value: Any) -> Unit | None:
        return unit_of(str(super().clean(value)))
