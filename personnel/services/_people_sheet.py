"""What the cells of an uploaded workbook of people must say, before looking at what is stored."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings

from core.sheets_in import Reader, longest_of, too_long
from personnel.models import Certificate, Officer
from personnel.resources import PersonResource

PERSON = (
    "name",
    "unit",
    "rank",
    "post",
    "on_establishment",
    "is_field",
    "phone",
    "legal_qualification",
)
PAPER = ("number", "domains", "issuer", "valid_from", "expires_on")
_ACCOUNT = re.compile(r"[\w.@+-]{2,40}")
_PHONE = re.compile(r"\+?\d[\d\- ]{5,18}\d")


class PeopleReader(Reader):
    """Remembers the certificate numbers and the persons already seen."""

    key = "username"

    def __init__(self) -> None:
        super().__init__(PersonResource())
        self._numbers: dict[str, int] = {}
        self._persons: dict[str, tuple[int, dict[str, Any]]] = {}
        self._longest = longest_of(Officer, "post", "phone", "legal_qualification") | longest_of(
            Certificate, "number", "issuer"
        )
        self._longest["name"] = 40

    def check(self, number: int, values: dict[str, Any]) -> dict[str, str]:
        return {
            **self._same_person(number, values),
            **too_long(values, self._longest),
            **_paper_in_order(values),
            **self._person(values),
            **self._number(number, values),
        }

    def _person(self, values: dict[str, Any]) -> dict[str, str]:
        wrong = {}
        if not values["username"]:
            wrong["username"] = "不能为空；账号是登录名，也用来认人"
        elif not _ACCOUNT.fullmatch(values["username"]):
            wrong["username"] = "账号为 2 至 40 个字母、数字、汉字或 . _ - + @，不能有空格"
        if values["phone"] and not _PHONE.fullmatch(values["phone"]):
            wrong["phone"] = "电话只填数字，如 13900000000 或 0596-2000000"
        return wrong

    def _number(self, row: int, values: dict[str, Any]) -> dict[str, str]:
        number = values["number"]
        if not number:
            return {}
        pattern = settings.CERTIFICATE_NUMBER_PATTERN
        if pattern and not re.fullmatch(pattern, number):
            return {"number": "证号格式不符，请按证件正面所印号码填写"}
        first = self._numbers.setdefault(number, row)
        return {} if first == row else {"number": f"与第 {first} 行的执法证号重复"}

    def _same_person(self, row: int, values: dict[str, Any]) -> dict[str, str]:
        """A further row of the same account says nothing else of the person, and has a paper."""
        account = values["username"]
        if not account:
            return {}
        first, said = self._persons.setdefault(account, (row, values))
        if first == row:
            return {}
        if not values["number"]:
            return {"username": f"与第 {first} 行的账号重复，且没有另一件证件"}
        return {
            name: f"与第 {first} 行同一账号的内容不同"
            for name in PERSON
            if values[name] not in (None, "", said[name])
        }


def _paper_in_order(values: dict[str, Any]) -> dict[str, str]:
    if not values["number"]:
        filled = any(values[name] not in (None, "") for name in PAPER[1:])
        return {"number": "填了证件内容，须填执法证号"} if filled else {}
    wrong = {}
    for name in ("valid_from", "expires_on"):
        day = values[name]
        if day is not None and not 1990 <= day.year <= 2100:
            wrong[name] = "年份应在 1990 到 2100 之间"
    begins, ends = values["valid_from"], values["expires_on"]
    if begins and ends and ends < begins:
        wrong["expires_on"] = f"早于有效期自（{begins}）"
    return wrong
