"""A template of ours that names an unknown variable fails the test."""

from __future__ import annotations

import inspect
from pathlib import Path

from django.conf import settings
from django.template import Node
from django.template.base import UNKNOWN_SOURCE


class UnknownTemplateVariableError(AssertionError):
    """Raised while rendering; says the variable, the template and the line."""


class StrictUnknown(str):
    """Takes the place of `string_if_invalid`; Django formats it with the variable's name.

    Templates of Django and of libraries rely on silence and get it.
    """

    __slots__ = ()

    def __new__(cls) -> StrictUnknown:
        return super().__new__(cls, "%s")

    def __mod__(self, variable: object) -> str:
        place = _place_in_our_templates()
        if place is None:
            return ""
        raise UnknownTemplateVariableError(f"unknown template variable “{variable}” in {place}")


def _place_in_our_templates() -> str | None:
    """File and line of the innermost template node being rendered, if the file is ours."""
    ours = Path(settings.BASE_DIR) / "templates"
    frame = inspect.currentframe()
    while frame is not None:
        node = frame.f_locals.get("self")
        origin = getattr(node, "origin", None)
        if isinstance(node, Node) and origin is not None and origin.name != UNKNOWN_SOURCE:
            file = Path(origin.name)
            return f"{file}:{node.token.lineno}" if file.is_relative_to(ours) else None
        frame = frame.f_back
    return None
