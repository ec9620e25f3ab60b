"""Names of towns in little space."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def short_town(name: str) -> str:
    """芝山 for 芝山街道, 天宝 for 天宝镇; the full name belongs into the title beside it."""
    return name.removesuffix("街道").removesuffix("镇") or name
