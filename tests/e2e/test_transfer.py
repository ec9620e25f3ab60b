"""A transfer is refused where the receiver has no power, returned with its reason, then taken over
by the right unit; nobody who took part loses sight of it (《行政处罚法》第二十二条、第二十五条)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.steps import act, choose, press, report, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

_WHY = "现场复核，违法行为主要发生在该镇街辖区，本街道没有新的线索。"


def test_returned_with_its_reason_then_taken_over_by_the_right_town(
    enter: Callable[..., Page],
) -> None:
    officer = enter("officer_shiting1")
    case = report(officer, others=("天宝镇", "芝山街道"))
    match = re.search(r"芗执案〔\d{4}〕\d+号", officer.locator("main").inner_text())
    assert match
    number = match.group()

    # a bureau whose power was delegated is not competent: refused, and what was typed stays
    act(officer, case, "移送")
    hand_on(officer, "移送区级部门", "区农业农村局")
    expect(officer.locator("main")).to_contain_text("对本案没有管辖权")
    expect(officer.locator("[name=reason]")).to_have_value(_WHY)
    hand_on(officer, "移送镇街", "芝山街道")
    told(officer, "移送已登记")

    # 芝山街道 finds it on its desk and returns it with the reason
    wrong = enter("officer_zhishan1")
    wrong.goto("/")
    expect(wrong.locator("main")).to_contain_text("待接收移送")
    act(wrong, case, "退回移送")
    choose(wrong, "ground", "不属于本单位管辖")
    wrong.fill("[name=reason]", "核查当日本街道辖区内没有发现该行为。")
    press(wrong, "退回移送")
    told(wrong, "已退回移送单位")

    # it comes back to a to-do with the reason; the same unit is not asked again
    officer.goto("/")
    expect(officer.locator("main")).to_contain_text("移送被退回")
    officer.goto(f"{case}?tab=transfers")
    expect(officer.locator("main")).to_contain_text("核查当日本街道辖区内没有发现该行为")
    act(officer, case, "移送")
    hand_on(officer, "移送镇街", "芝山街道")
    expect(officer.locator("main")).to_contain_text("不能重复移送")
    hand_on(officer, "移送镇街", "天宝镇")
    told(officer, "移送已登记")

    right = enter("officer_tianbao1")
    act(right, case, "接收移送")
    expect(right.locator("main")).to_contain_text(_WHY)
    right.fill("[name=receiver_name]", "林添财")
    press(right, "接收移送")
    told(right, "已接收")
    expect(right.locator("main")).to_contain_text("申请立案")

    # everybody who took part finds the case, and its trail is whole
    for page in (officer, wrong, right):
        page.goto(f"/cases/?q={number}")
        expect(page.locator("#list")).to_contain_text(number)
        page.goto(f"/transfers/?q={number}")
        expect(page.locator("#list")).to_contain_text("已退回")
        expect(page.locator("#list")).to_contain_text("已接收")
        page.goto(case)
        expect(page.locator("main")).to_contain_text("天宝镇人民政府")
    right.goto(f"{case}trail/")
    expect(right.locator("main")).to_contain_text("校验通过")


def hand_on(page: Page, kind: str, unit: str) -> None:
    choose(page, "kind", kind)
    choose(page, "unit", unit)
    page.fill("[name=reason]", _WHY)
    press(page, "移送")
