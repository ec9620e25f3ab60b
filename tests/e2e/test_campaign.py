"""A campaign over two towns: written, people and a vehicle booked, ordered, checked in on the
phone, a finding with a photo, a case opened from it, the report submitted to the chief."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import expect

from tests.e2e.steps import choose, press, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

NAME = "两镇街交界路段占道联合整治（浏览器旅程）"
SHOP = "某建材经营部（演示）"


def name_of(stack: Stack, username: str) -> str:
    [(found,)] = stack.query("SELECT name FROM core_user WHERE username = %s", [username])
    return str(found)


def photo() -> bytes:
    target = BytesIO()
    Image.new("RGB", (1600, 1200), (120, 130, 110)).save(target, "JPEG")
    return target.getvalue()


def write(chief: Page) -> str:
    """The plan of a campaign that begins within the hour; returns its address."""
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    start, end = now - timedelta(minutes=5), now + timedelta(hours=3)
    chief.goto("/operations/new/")
    chief.fill("[name=name]", NAME)
    chief.fill("[name=objective]", "检查交界路段占道堆放建材，发现一处清理一处。")
    chief.fill("[name=basis]", "《城市市容和环境卫生管理条例》第十四条")
    chief.fill("[name=starts_at]", f"{start:%Y-%m-%dT%H:%M}")
    chief.fill("[name=ends_at]", f"{end:%Y-%m-%dT%H:%M}")
    chief.fill("[name=muster]", "丹霞路与天宝大道交叉口")
    choose(chief, "lead", "石亭街道")
    chief.locator(".op-units label", has_text="区城管执法局").click()
    for row, town in enumerate(("石亭街道", "天宝镇")):
        choose(chief, f"place-{row}-township", town)
        chief.fill(f"[name=place-{row}-address]", f"{town}建材市场门前")
    press(chief, "存为草案")
    chief.wait_for_url(re.compile(r"/operations/\d+/people/$"))
    return chief.url.removesuffix("people/")


def book(chief: Page, unit: str, person: str) -> None:
    side = chief.locator(f"section[aria-label={unit}]")
    side.locator(".form-check", has_text=person).locator("input").check()
    side.locator("[name=duty]").fill("现场取证")
    side.locator("button", has_text="安排").last.click()
    expect(chief.locator(f"section[aria-label={unit}] .op-booked")).to_contain_text(person)


def test_a_campaign_over_two_towns(stack: Stack, enter: Callable[..., Page]) -> None:
    chief = enter("chief_west")
    address = write(chief)
    expect(chief.locator("main")).to_contain_text("持证执法人员须两人以上")
    book(chief, "石亭街道", name_of(stack, "officer_shiting1"))
    book(chief, "天宝镇", name_of(stack, "officer_tianbao1"))
    pieces = chief.locator("#pieces")
    free = pieces.locator(".form-check", has_text="执法用车").locator("input:enabled")
    free.first.check()
    pieces.locator("button", has_text="安排装备").click()
    expect(chief.locator("#pieces .op-booked")).to_contain_text("撤回")
    chief.goto(address)
    press(chief, "下达")
    told(chief, "已下达 芗片联")

    # on the phone: the to-do leads to the operation; checked in where the phone says it is
    officer = enter("officer_shiting1", "phone")
    officer.context.grant_permissions(["geolocation"])
    officer.context.set_geolocation({"latitude": 24.5131, "longitude": 117.6472, "accuracy": 15})
    officer.goto("/")
    officer.locator("main a", has_text=NAME).first.click()
    press(officer, "我已到场，签到")
    told(officer, "已签到")
    expect(officer.locator("#team")).to_contain_text("有定位")
    expect(officer.locator("h1")).to_contain_text("进行中")

    # what is found there, with a photo; a case from it, filled in
    officer.locator("main a", has_text="登记检查结果").first.click()
    officer.fill("[name=subject]", SHOP)
    officer.locator("label", has_text="拟立案查处").click()
    officer.fill("[name=text]", "占用人行道堆放砂石约十平方米。")
    officer.set_input_files(
        "[name=photos]", {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    press(officer, "登记")
    told(officer, "已登记")
    expect(officer.locator("#findings img")).to_have_count(1)
    officer.locator("#findings a", has_text="登记为案件").click()
    expect(officer.locator("[name=party_name]")).to_have_value(SHOP)
    choose(officer, "item", "城管-市容环卫")
    officer.fill("[name=title]", "占用人行道堆放砂石（浏览器旅程）")
    press(officer, "登记")
    officer.wait_for_url(re.compile(r"/cases/\d+/$"))
    officer.goto(f"{officer.url}?tab=reporting")
    officer.locator("#operations a", has_text=NAME).click()
    expect(officer.locator("#findings")).to_contain_text("已登记为案件")
    expect(officer.locator("#findings a", has_text="登记为案件")).to_have_count(0)

    # it ends; both units tell their results; the report is submitted
    press(officer, "结束行动")
    told(officer, "行动已结束")
    officer.locator("#team a", has_text="填报石亭街道结果").click()
    officer.fill("[name=result]", "出动 1 人，检查 1 户，登记案件 1 件。")
    press(officer, "填报")
    for unit in ("天宝镇", "区城管执法局"):
        chief.goto(address)
        chief.locator("#team a", has_text=f"填报{unit}结果").click()
        chief.fill("[name=result]", "检测和车辆保障，人员在交界路段待命。")
        press(chief, "填报")
    officer.goto(f"{address}report/")
    body = officer.locator("[name=body]")
    drawn = body.input_value()
    assert "应到 2 人，签到 1 人" in drawn
    assert "已登记案件 1 件" in drawn
    body.fill(drawn.replace("【待填：存在问题和下一步建议】", "交界路段每周联合巡查。"))
    press(officer, "提交片长")
    told(officer, "总结已提交")

    chief.goto("/notices/")
    expect(chief.locator("main")).to_contain_text("总结已由")
    chief.goto("/operations/calendar/")
    expect(chief.locator(".gantt")).to_contain_text(NAME)
