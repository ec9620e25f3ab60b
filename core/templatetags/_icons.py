"""Bootstrap Icons inlined as SVG: no font to load, coloured by the text around them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_NAME = re.compile(r"^[a-z0-9-]+$")
_SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def icon_folder() -> Path:
    """Where the npm package keeps one file per icon."""
    return Path(settings.BASE_DIR) / "node_modules" / "bootstrap-icons" / "icons"


@lru_cache(maxsize=512)
def shapes(name: str) -> SafeString:
    """The drawing inside one icon's svg element.

    Raises ValueError for a name the package does not have, so that a typing error shows in the
    first test; a machine without the npm packages gets pages without icons.
    """
    folder = icon_folder()
    if not folder.is_dir():
        return mark_safe("")
    file = folder / f"{name}.svg"
    if not _NAME.match(name) or not file.is_file():
        message = f"no icon named {name!r}"
        raise ValueError(message)
    found = _SHAPES.search(file.read_text(encoding="utf-8"))
    # The text comes from a package whose hash is pinned in package-lock.json.
    return mark_safe(" ".join(found.group(1).split()) if found else "")  # noqa: S308


@lru_cache(maxsize=1024)
def svg(name: str, label: str = "") -> SafeString:
    """One icon; decorative unless it has a label for screen readers."""
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe(_SILENT)  # noqa: S308
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" fill="currentColor" {}>{}</svg>',
        said,
        shapes(name),
    )


_SILENT = 'aria-hidden="true" focusable="false"'
