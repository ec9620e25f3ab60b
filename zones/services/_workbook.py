"""What the cells of an uploaded catalogue must say."""

from __future__ import annotations

import re
from typing import Any

from core.sheets_in import Reader, longest_of, too_long
from zones.models import EnforcementItem, ItemVersion
from zones.resources import ItemResource

_ARTICLE = re.compile(r"《[^《》]+》.*第.+条")
_CODE = re.compile(r"[^\s'\"<>&]+")
REQUIRED = ("code", "name", "domain", "legal_basis", "agency")


class ItemReader(Reader):
    """Remembers the codes already seen."""

    key = "code"

    def __init__(self) -> None:
        super().__init__(ItemResource())
        self._first: dict[str, int] = {}
        self._longest = longest_of(EnforcementItem, "code", "domain", "note") | longest_of(
            ItemVersion, "name", "legal_basis", "penalty_summary"
        )

    def check(self, number: int, values: dict[str, Any]) -> dict[str, str]:
        wrong = {name: "不能为空" for name in REQUIRED if not values[name]}
        wrong |= too_long(values, self._longest)
        if values["legal_basis"] and not _ARTICLE.search(values["legal_basis"]):
            wrong.setdefault("legal_basis", "应写明法律名称和条文，如《城乡规划法》第六十五条")
        day = values["valid_from"]
        if day is not None and not 1949 <= day.year <= 2100:
            wrong["valid_from"] = "年份应在 1949 到 2100 之间"
        if code := values["code"]:
            if not _CODE.fullmatch(code):
                wrong.setdefault("code", "编码不能有空格、引号和尖括号")
            first = self._first.setdefault(code, number)
            if first != number:
                wrong["code"] = f"与第 {first} 行的编码重复"
        values["limitation_years"] = values["limitation_years"] or 2
        return wrong
