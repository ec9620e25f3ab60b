"""The schematic map as a means of choosing places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from core.templatetags._tiles import honeycomb

register = template.Library()


@register.inclusion_tag("cases/jurisdiction/_map.html")
def choice_map(groups: Sequence[Mapping[str, Any]], asked: int) -> dict[str, Any]:
    """Tiles of `name`, `code`, `chosen`, `held`: how many of the `asked` items the town holds."""
    drawn = honeycomb(
        [
            {
                **group,
                "towns": [{**town, "load": town["held"], "late": 0} for town in group["towns"]],
            }
            for group in groups
        ]
    )
    return {"groups": drawn, "asked": asked}
