"""The demo's accounts, as printed at the start of a trial."""

from __future__ import annotations

import json
import unicodedata
from typing import NamedTuple

from django.conf import settings


class DemoLogin(NamedTuple):
    """One account of fixtures/demo/logins.json; `scope` is the area or organ it sees."""

    username: str
    password: str
    name: str
    role: str
    scope: str


HEADINGS = DemoLogin("账号", "密码", "姓名", "角色", "范围")


def rows() -> list[DemoLogin]:
    """The accounts of the demo, in the order of the file; none without the file."""
    path = settings.BASE_DIR / "fixtures" / "demo" / "logins.json"
    if not path.exists():
        return []
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [DemoLogin(*(str(entry[key]) for key in DemoLogin._fields)) for entry in entries]


def table() -> str:
    """The accounts as aligned text; a Chinese character is two columns wide."""
    lines = [HEADINGS, *rows()]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(_padded, line, widths)).rstrip() for line in lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
