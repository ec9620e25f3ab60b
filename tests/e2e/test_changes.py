"""编办 carries an adjustment from proposal to effect, and the case form answers differently."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.steps import choose, press, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

CODE, TOWN = "XC128", "天宝镇"


def answered(page: Page, item: int, town: int) -> str:
    """What the case form would say of this item in this town."""
    page.goto(f"/cases/jurisdiction/?item={item}&township={town}")
    return page.locator("body").inner_text()


def give_word(page: Page, change: str, word: str, opinion: str = "") -> None:
    page.goto(change)
    page.locator("label", has_text=re.compile(f"^\\s*{word}\\s*$")).first.click()
    page.fill("[name=opinion]", opinion)
    press(page, "登记意见")
    told(page, "意见已登记")


def test_from_proposal_to_effect(stack: Stack, enter: Callable[..., Page]) -> None:
    [(item,)] = stack.query("SELECT id FROM zones_enforcementitem WHERE code = %s", [CODE])
    [(town,)] = stack.query("SELECT id FROM zones_township WHERE name = %s", [TOWN])
    officer = enter("officer_tianbao1")
    assert f"未赋权{TOWN}" in answered(officer, item, town)

    # 编办 proposes, effective today
    staffing = enter("office_staffing")
    staffing.goto("/changes/new/")
    staffing.fill("[name=title]", "天宝镇承接林业事项（浏览器旅程）")
    staffing.fill("[name=document]", "芗编办〔2026〕9号（演示）")
    staffing.fill("[name=reason]", "林场毗邻天宝镇，就近处理。")
    press(staffing, "保存并添加事项")
    expect(staffing.locator("h1")).to_contain_text("添加调整事项")
    choose(staffing, "items", CODE)
    staffing.locator("label", has_text=TOWN).first.click()
    press(staffing, "添加")
    told(staffing, "已添加 1 条")
    change = staffing.url

    # tried against last year's cases, in the worker
    press(staffing, "试算")
    staffing.locator("#job a", has_text="查看结果").click()
    expect(staffing.locator("h1")).to_contain_text("试算结果")

    staffing.goto(change)
    press(staffing, "提交审核")
    told(staffing, "已提交")
    give_word(staffing, change, "同意")
    assert f"未赋权{TOWN}" in answered(officer, item, town)

    # 司法局 finds it on its workbench and agrees: it takes effect
    justice = enter("justice_admin", "phone")
    justice.goto("/")
    expect(justice.locator("main")).to_contain_text("天宝镇承接林业事项（浏览器旅程）")
    give_word(justice, change, "同意")
    told(justice, "已生效")

    after = answered(officer, item, town)
    assert f"已赋权{TOWN}" in after
    assert f"未赋权{TOWN}" not in after
    officer.goto(f"/changes/history/?town={town}")
    expect(officer.locator("#list")).to_contain_text("天宝镇")
    deputy = enter("deputy_tianbao")
    deputy.goto("/notices/")
    expect(deputy.locator("main")).to_contain_text("（浏览器旅程）”自")
    rows = stack.query(
        "SELECT starts_on = CURRENT_DATE, ends_on, document FROM zones_empowerment"
        " WHERE item_id = %s AND township_id = %s",
        [item, town],
    )
    assert [row[1:] for row in rows] == [(None, "芗编办〔2026〕9号（演示）")]


def test_a_refusal_goes_back_and_is_proposed_again(enter: Callable[..., Page]) -> None:
    deputy = enter("deputy_zhishan", "phone")
    deputy.goto("/changes/new/")
    deputy.fill("[name=title]", "芝山街道承接事项（退回）")
    deputy.fill("[name=document]", "芝山承接确认书（演示）")
    deputy.fill("[name=reason]", "就近处理。")
    press(deputy, "保存并添加事项")
    choose(deputy, "items", CODE)
    press(deputy, "添加")
    told(deputy, "已添加 1 条")
    change = deputy.url
    press(deputy, "提交审核")
    told(deputy, "已提交")
    give_word(enter("justice_admin"), change, "不同意", "承接力量不足")
    deputy.goto(change)
    expect(deputy.locator("main")).to_contain_text("承接力量不足")
    press(deputy, "复制为新草稿")
    told(deputy, "已复制为新的草稿")
    assert deputy.url != change
