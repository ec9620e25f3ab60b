"""The eastern zone makes a new roster; 司法局 returns, then publishes it; the public sees who may
act, and no longer sees whose certificate was suspended a moment ago."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.steps import press, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

ADDRESS = "/public/rosters/E/"
TOWNS = {
    "deputy_xinqiao": "新桥街道",
    "deputy_xiangkou": "巷口街道",
    "deputy_nankeng": "南坑街道",
}
SUSPENDED = "officer_xinqiao3"


def submit(page: Page, unit: str) -> None:
    """From the to-do on the workbench to the submitted list."""
    page.goto("/")
    page.locator("main a", has_text=f"东部片区联合执法人员名单：{unit}").first.click()
    expect(page.locator("h1")).to_contain_text(unit)
    press(page, "提交给片区")
    told(page, f"已提交{unit}的人员")


def send(chief: Page, roster: str) -> None:
    chief.goto(roster)
    press(chief, "送审")
    told(chief, "已送区司法局审核")


def review(page: Page, roster: str, word: str, remarks: str) -> None:
    page.goto(roster)
    page.locator("label", has_text=word).first.click()
    page.fill("[name=remarks]", remarks)
    press(page, "提交审核意见")


def test_from_opening_to_the_public_page(
    stack: Stack, enter: Callable[..., Page], new_page: Callable[..., Page]
) -> None:
    [(name,)] = stack.query("SELECT name FROM core_user WHERE username = %s", [SUSPENDED])
    public = new_page("phone")
    public.goto(ADDRESS)
    expect(public.locator("main")).to_contain_text("第 1 版")

    # the zone opens a version, asking only its chief's bureau beside its towns
    chief = enter("chief_east")
    chief.goto("/rosters/new/?zone=E")
    asked = chief.locator("input[name=agencies]:checked")
    while asked.count():
        asked.first.uncheck()
    chief.locator("label", has_text="区住建局").first.click()
    press(chief, "开始编制")
    told(chief, "已开始编制第 2 版")
    roster = chief.url
    assert re.search(r"/rosters/\d+/$", roster)
    press(chief, "送审")
    expect(chief.locator("main")).to_contain_text("尚未提交")

    # liaison and deputy chiefs find it on their workbenches and submit
    submit(enter("liaison_housing"), "区住建局")
    for username, town in TOWNS.items():
        submit(enter(username, "phone"), town)
    send(chief, roster)

    # 司法局 returns it; the chief has a town look again
    justice = enter("justice_admin")
    review(justice, roster, "退回片区修改", "请新桥街道核对人员")
    told(justice, "已退回")
    chief.goto(roster)
    expect(chief.locator("main")).to_contain_text("请新桥街道核对人员")
    row = chief.locator("li", has_text="新桥街道").first
    row.locator("[name=reason]").fill("请核对人员")
    row.locator("button", has_text="退回修改").click()
    chief.locator("dialog[open] button", has_text="退回修改").click()
    told(chief, "新桥街道的名单可以修改了")
    submit(enter("deputy_xinqiao"), "新桥街道")
    send(chief, roster)

    # the public sees the first version until the second is published
    public.reload()
    expect(public.locator("main")).to_contain_text("第 1 版")
    review(justice, roster, "通过并公布", "核对无误")
    told(justice, "已公布")
    public.reload()
    expect(public.locator("main")).to_contain_text("第 2 版")
    expect(public.locator("main")).to_contain_text(name)

    # suspended by 司法局: gone from the public page at once, and the zone is told
    [(certificate,)] = stack.query(
        "SELECT c.id FROM personnel_certificate c JOIN personnel_officer o ON o.id = c.officer_id"
        " JOIN core_user u ON u.id = o.user_id WHERE u.username = %s AND c.status = 'valid'",
        [SUSPENDED],
    )
    justice.goto(f"/certificates/{certificate}/suspend/")
    justice.fill("[name=reason]", "年度审验未通过（浏览器旅程）")
    press(justice, "暂扣")
    public.reload()
    expect(public.locator("main")).not_to_contain_text(name)
    chief.goto("/notices/")
    expect(chief.locator("main")).to_contain_text(
        f"{name}已从东部片区联合执法人员名单（第 2 版）撤下"
    )
    chief.goto(roster)
    expect(chief.locator("#withdrawn")).to_contain_text("已暂扣")
