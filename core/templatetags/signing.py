"""Signatures on a page: what the pad needs, and what was signed."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.forms import TYPED

register = template.Library()


@register.simple_tag
def signature_assets() -> SafeString:
    """In head_extra of pages with a SignatureField."""
    return format_html('<script src="{}" defer></script>', static("core/js/signature.js"))


@register.inclusion_tag("components/_signature.html")
def signature(value: str, label: str) -> dict[str, Any]:
    """A kept signature; `label` says whose it is and for what."""
    typed = value.startswith(TYPED)
    return {
        "drawn": "" if typed else value,
        "typed": value.removeprefix(TYPED) if typed else "",
        "label": label,
    }
