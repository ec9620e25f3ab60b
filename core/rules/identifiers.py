"""Numbers with a check digit: GB 32100-2015 (统一社会信用代码), GB 11643-1999 (居民身份证), phones.

Each ``check_*`` returns the number in its normal form or raises RuleViolation with ``field``.
"""

import re
from datetime import date

from core.errors import RuleViolation

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
_CREDIT_FORM = re.compile(rf"[{_CREDIT_ALPHABET}]{{2}}\d{{6}}[{_CREDIT_ALPHABET}]{{10}}")
_RESIDENT_FORM = re.compile(r"[1-9]\d{16}[\dX]")
_RESIDENT_CHECKS = "10X98765432"
_FIRST_BIRTH_YEAR = 1850
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}")
_SHORT_NUMBER = re.compile(r"(?:12345|12315|400\d{7}|95\d{3,4})")


def credit_code_check_digit(body: str) -> str:
    """The 18th character of a 统一社会信用代码 whose first 17 are ``body``."""
    total = sum(
        _CREDIT_ALPHABET.index(character) * pow(3, place, 31)
        for place, character in enumerate(body)
    )
    return _CREDIT_ALPHABET[-total % 31]


def check_credit_code(text: str, *, field: str = "credit_code") -> str:
    """A unified social credit code: form and check digit (GB 32100-2015)."""
    code = text.strip().upper()
    if not _CREDIT_FORM.fullmatch(code):
        message = "统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z）"
        raise RuleViolation("credit_code_form", message, "GB 32100-2015", field)
    if credit_code_check_digit(code[:17]) != code[17]:
        message = "统一社会信用代码校验位不符，请核对是否有误"
        raise RuleViolation("credit_code_digit", message, "GB 32100-2015", field)
    return code


def resident_id_check_digit(body: str) -> str:
    """The 18th character of a 居民身份证号 whose first 17 are ``body``."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return _RESIDENT_CHECKS[total % 11]


def check_resident_id(text: str, *, on: date, field: str = "id_number") -> str:
    """A resident identity number: form, birth date not after ``on``, check digit."""
    number = text.strip().upper()
    if not _RESIDENT_FORM.fullmatch(number):
        message = "居民身份证号应为 18 位，前 17 位为数字，末位为数字或 X"
        raise RuleViolation("resident_id_form", message, "GB 11643-1999", field)
    born = birth_date(number)
    if born is None or born > on or born.year < _FIRST_BIRTH_YEAR:
        message = "居民身份证号中的出生日期不正确"
        raise RuleViolation("resident_id_birth", message, "GB 11643-1999", field)
    if resident_id_check_digit(number[:17]) != number[17]:
        message = "居民身份证号校验位不符，请核对是否有误"
        raise RuleViolation("resident_id_digit", message, "GB 11643-1999", field)
    return number


def birth_date(resident_id: str) -> date | None:
    """The birth date inside an 18-digit identity number; None when there is no such day."""
    try:
        year, month, day = int(resident_id[6:10]), int(resident_id[10:12]), int(resident_id[12:14])
        return date(year, month, day)
    except ValueError:
        return None


def check_phone(text: str, *, field: str = "phone") -> str:
    """A mainland mobile or landline number; spaces and hyphens are dropped."""
    number = re.sub(r"[\s\-－（）()]", "", text).removeprefix("+86")
    if not any(form.fullmatch(number) for form in (_MOBILE, _LANDLINE, _SHORT_NUMBER)):
        message = "电话应为 11 位手机号，或带区号的固定电话（如 0596-1234567）"
        raise RuleViolation("phone_form", message, "", field)
    return number
