"""Charts that never stand alone: the drawing, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.inclusion_tag("components/_chart.html")
def chart(
    element_id: str,
    option: Mapping[str, Any],
    title: str,
    rows: Sequence[Sequence[object]],
    head: Sequence[str],
    height: str = "md",
) -> dict[str, Any]:
    """`{% chart "by-month" option "各月数量" rows head %}`.

    `option` is an ECharts option of plain values; `rows` and `head` are the same figures for
    the table; `height` is sm, md or lg. The page needs `{% chart_assets %}` in scripts_extra.
    """
    if height not in ("sm", "md", "lg"):
        message = f"unknown chart height {height!r}"
        raise ValueError(message)
    return {
        "id": element_id,
        "option_id": f"{element_id}-option",
        "option": option,
        "title": title,
        "rows": rows,
        "head": head,
        "height": height,
    }


@register.simple_tag
def chart_assets() -> SafeString:
    """In scripts_extra of pages with charts: the library is too heavy for every page."""
    return format_html(
        '<script src="{}" defer></script><script src="{}" defer></script>',
        static("vendor/echarts/echarts.min.js"),
        static("core/js/charts.js"),
    )
