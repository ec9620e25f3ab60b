"""A complaint with a picture, sent on a phone, becomes a case and is answered by the code."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.steps import PASSWORD, choose, press, told
from tests.e2e.test_every_page import faults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

PLACE = "丹霞路与胜利路口东侧（浏览器旅程）"
PHONE = "13800009999"
ANSWER = "已立案查处，路口已清理。感谢您的监督。"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    target = BytesIO()
    Image.new("RGB", (1200, 900), "#888").save(target, "JPEG")
    path = tmp_path / "现场.jpg"
    path.write_bytes(target.getvalue())
    return path


def report(page: Page, photo: Path) -> str:
    """Fill the public form and send it; returns the follow code."""
    page.goto("/public/report/")
    choose(page, "township", "石亭街道")
    page.fill("[name=place]", PLACE)
    page.fill("[name=content]", "路口东侧有人把建材堆在人行道上，已经一个星期了。")
    page.fill("[name=reporter_phone]", PHONE)
    page.set_input_files("[name=attachments]", photo)
    page.wait_for_timeout(3500)  # quicker than people write is taken for a program
    press(page, "提交")
    expect(page.locator("h1")).to_contain_text("已收到")
    return page.locator("#follow-code").inner_text()


def follow(page: Page, code: str) -> str:
    page.goto("/public/report/follow/")
    page.fill("[name=code]", code)
    press(page, "查看")
    return page.locator("main").inner_text()


def test_from_the_phone_to_the_case_and_back_by_the_code(
    stack: Stack, phone: Page, sign_in: Callable[..., Page], photo: Path
) -> None:
    assert faults(phone, "/public/report/") == []
    code = report(phone, photo)
    assert re.fullmatch(r"[A-Z2-9]{5}-[A-Z2-9]{5}", code)
    assert "正在核对" in follow(phone, code)
    assert faults(phone, "/public/report/follow/") == []
    phone.fill("[name=code]", "ABCDE-FGHJK")
    press(phone, "查看")
    expect(phone.locator("main")).to_contain_text("没有查到")

    # the officer finds it among the to-dos, looks at the picture, and at the phone with a reason
    officer = sign_in("officer_shiting1", PASSWORD, "desktop")
    officer.goto("/complaints/?waits=ack")
    officer.locator("#list tr", has_text=PLACE).locator("a").first.click()
    page = officer.url
    assert faults(officer, page.replace(stack.url, "")) == []
    expect(officer.locator("#facts")).to_contain_text("现场.jpg")
    expect(officer.locator("#reporter")).not_to_contain_text(PHONE)
    officer.fill("[name=why]", "电话核实位置")
    press(officer, "查看")
    expect(officer.locator("#reporter")).to_contain_text(PHONE)

    # a case from it
    officer.goto(f"{page}register/")
    choose(officer, "item", "城管-市容环卫")
    officer.fill("[name=title]", "占用城市道路堆放物料（投诉旅程）")
    officer.fill("[name=party_name]", "某建材店（演示）")
    press(officer, "登记")
    told(officer, "已受理并登记案件")
    expect(officer.locator("#complaints")).to_contain_text("已受理")
    assert "正在依法办理" in follow(phone, code)

    # the answer
    officer.locator("#complaints a", has_text="答复").click()
    officer.fill("[name=text]", ANSWER)
    officer.select_option("[name=method]", "web")
    press(officer, "答复")
    told(officer, "已答复")
    expect(officer.locator("#history")).to_contain_text("查看投诉举报人")
    answered = follow(phone, code)
    assert ANSWER in answered
    assert PHONE not in answered
