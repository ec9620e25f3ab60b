"""What is hidden before a decision is made public."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.redaction import Hidden, Known, is_personal_name, mask_name, redact, sightings

KNOWN = Known(
    names=("张三", "欧阳建国（演示）", "林志远"),
    identifiers=("350602199001011234",),
    phones=("13800138000",),
    addresses=("丹霞路12号3幢402室",),
)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张某"),
        ("林志远", "林某某"),
        ("欧阳建国", "欧阳某某"),
        ("欧阳", "欧某"),
        ("林志远（演示）", "林某某（演示）"),
        ("买买提·吐尔逊", "买某某"),
    ],
)
def test_a_name_keeps_its_surname(name: str, masked: str):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三在丹霞路摆摊", "张某在丹霞路摆摊"),
        ("经营者欧阳建国承认", "经营者欧阳某某承认"),
        ("身份证号350602199001011234", "身份证号（证件号码略）"),
        ("身份证号 35060219900307831X。", "身份证号 （证件号码略）。"),
        ("电话 138-0013-8000", "电话 （电话略）"),
        ("电话：0596-2012345", "电话：（电话略）"),
        ("联系电话：2012345", "联系电话：（电话略）"),
        ("驾驶闽E·12A45号货车", "驾驶闽E*****号货车"),
        ("驾驶闽ED12345新能源车", "驾驶闽E*****新能源车"),
        ("账号：6222 0213 0000 1234 567", "账号：（银行账号略）"),
        ("开户行农行，卡号622848001234567890", "开户行农行，卡号（银行账号略）"),
        ("住址：芗城区巷口街道新华北路8号，", "住址：（住址略），"),
        ("家住丹霞路12号3幢402室", "家住（住址略）"),
        ("见证人：陈明达，", "见证人：陈某某，"),
    ],
)
def test_what_tells_of_a_person_is_hidden(text: str, expected: str):
    assert redact(text, KNOWN).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码91350602MA2XXXXX0Q",
        "漳芗石街罚决〔2026〕12号",
        "处罚款人民币5000.00元，面积12.5平方米",
        "《福建省城乡规划条例》第六十五条",
        "2026年11月23日，当事人在农贸市场门口占道经营",
        "执法人员石亭甲，证号13060200123",
        "投诉电话12345",
    ],
)
def test_what_is_public_stays(text: str):
    assert redact(text, KNOWN).text == text


def test_a_door_number_is_only_pointed_out():
    (mark,) = sightings("当事人在丹霞路12号门前占道经营", KNOWN)
    assert (mark.kind, mark.sure) == (Hidden.ADDRESS, False)


def test_what_was_masked_is_not_masked_again():
    once = redact("张三电话13800138000，见证人：陈明达。", KNOWN).text
    assert redact(once, KNOWN).text == once
    assert not [mark for mark in sightings(once, KNOWN) if mark.sure]


@pytest.mark.parametrize("name", ["福盛建材", "本人", "石亭街道", "某建材店", "某有限公司"])
def test_a_business_is_no_person(name: str):
    assert not is_personal_name(name)


@given(st.text(alphabet="张三欧阳建国林志远某闽E0123456789X（）：，。路号室幢\n", max_size=60))
def test_pieces_put_together_are_the_text_and_nothing_known_is_left(text: str):
    done = redact(text, KNOWN)
    assert "".join(piece.text for piece in done.pieces) == done.text
    for secret in (*KNOWN.identifiers, *KNOWN.phones):
        assert secret not in done.text
