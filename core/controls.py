"""The commonest form controls written as strings instead of templates.

A filter bar has a dozen of them with a hundred options; Django's templates render each option
from three files. Whatever is not here is left to Django.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    """True is a bare attribute, False is none."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in attrs.items()
            if value is not False
        ),
    )


def _input(widget: Widget) -> SafeString:
    value = widget["value"]
    shown = "" if value is None else format_html(' value="{}"', value)
    rest = _attributes(widget["attrs"])
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], shown, rest
    )


def _options(options: Sequence[Widget]) -> SafeString:
    return format_html_join(
        "\n",
        '  <option value="{}"{}>{}</option>',
        ((one["value"], _attributes(one["attrs"]), one["label"]) for one in options),
    )


def _select(widget: Widget) -> SafeString:
    parts = []
    for name, options, _ in widget["optgroups"]:
        inner = _options(options)
        if name:
            inner = format_html('  <optgroup label="{}">\n{}\n  </optgroup>', name, inner)
        parts.append(inner)
    body = mark_safe("\n".join(parts))  # noqa: S308 - every part is escaped above
    return format_html(
        '<select name="{}"{}>\n{}\n</select>', widget["name"], _attributes(widget["attrs"]), body
    )


_INPUTS = ("text", "hidden", "date", "datetime", "number", "email", "password", "input")
_WRITTEN: dict[str, Callable[[Widget], SafeString]] = {
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
}


class Renderer(DjangoTemplates):
    """FORM_RENDERER of the platform."""

    def render(
        self, template_name: str, context: Mapping[str, Any], request: Any = None
    ) -> SafeString:
        write = _WRITTEN.get(template_name)
        if write is not None:
            return write(context["widget"])
        return mark_safe(super().render(template_name, dict(context), request))  # noqa: S308
