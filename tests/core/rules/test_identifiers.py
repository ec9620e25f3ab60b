"""Check digits of GB 32100-2015 and GB 11643-1999, telephone numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from core.rules.identifiers import (
    birth_date,
    check_credit_code,
    check_phone,
    check_resident_id,
    credit_code_check_digit,
    resident_id_check_digit,
)

ON = date(2026, 11, 23)
SAMPLE_CODE = "91350100M000100Y43"  # the standard's own example
SAMPLE_ID = "11010519491231002X"  # the standard's own example
BODIES = st.from_regex(r"[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{9}", fullmatch=True)


def test_the_examples_of_the_standards_pass_and_come_back_in_normal_form():
    assert check_credit_code(f" {SAMPLE_CODE.lower()} ") == SAMPLE_CODE
    assert check_resident_id(f" {SAMPLE_ID.lower()} ", on=ON) == SAMPLE_ID
    assert birth_date(SAMPLE_ID) == date(1949, 12, 31)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        pytest.param("91350100M000100Y4", "credit_code_form", id="少一位"),
        pytest.param("91350100M000100Y4O", "credit_code_form", id="含字母O"),
        pytest.param("9135010XM000100Y43", "credit_code_form", id="行政区划含字母"),
        pytest.param("91350100M000100Y44", "credit_code_digit", id="校验位错"),
        pytest.param("91350100M000010Y43", "credit_code_digit", id="数字颠倒"),
        pytest.param("", "credit_code_form", id="空"),
    ],
)
def test_a_wrong_credit_code_is_refused_at_its_field(code, why):
    with pytest.raises(RuleViolation, match="统一社会信用代码") as caught:
        check_credit_code(code, field="id_number")
    assert (caught.value.code, caught.value.field) == (why, "id_number")


@pytest.mark.parametrize(
    ("number", "why"),
    [
        pytest.param("110105491231002", "resident_id_form", id="旧15位证号"),
        pytest.param("11010519491231002Y", "resident_id_form", id="末位字母错"),
        pytest.param("110105194912310021", "resident_id_digit", id="校验位错"),
        pytest.param("11010519490230002X", "resident_id_birth", id="二月三十日"),
        pytest.param("11010520491231002X", "resident_id_birth", id="出生在将来"),
    ],
)
def test_a_wrong_identity_number_is_refused_at_its_field(number, why):
    with pytest.raises(RuleViolation, match="居民身份证号") as caught:
        check_resident_id(number, on=ON)
    assert (caught.value.code, caught.value.field) == (why, "id_number")


@given(BODIES, st.integers(0, 16), st.sampled_from("0123456789"))
def test_changing_one_character_of_a_credit_code_is_noticed(body, place, digit):
    code = body + credit_code_check_digit(body)
    assert check_credit_code(code) == code
    changed = code[:place] + digit + code[place + 1 :]
    if changed != code:
        with pytest.raises(RuleViolation, match="统一社会信用代码"):
            check_credit_code(changed)


@given(st.dates(date(1900, 1, 1), ON), st.integers(0, 999))
def test_an_identity_number_with_its_check_digit_passes(born, serial):
    body = f"350602{born:%Y%m%d}{serial:03d}"
    number = body + resident_id_check_digit(body)
    assert check_resident_id(number, on=ON) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("138 0000 0000", "13800000000", id="手机号带空格"),
        pytest.param("+86 13800000000", "13800000000", id="国家代码"),
        pytest.param("0596-2012345", "05962012345", id="固定电话"),
        pytest.param("（0596）2012345", "05962012345", id="全角括号"),
        pytest.param("12345", "12345", id="政务热线"),
    ],
)
def test_telephone_numbers_as_people_write_them(text, number):
    assert check_phone(text) == number


@pytest.mark.parametrize("text", ["1380000000", "23800000000", "2012345", "abc", "12800000000"])
def test_a_wrong_telephone_number_is_refused(text):
    with pytest.raises(RuleViolation, match="电话应为") as caught:
        check_phone(text)
    assert caught.value.field == "phone"
