"""What people do on the pages, as the browser journeys say it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from django.conf import settings
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

LOGINS = json.loads((settings.BASE_DIR / "fixtures" / "demo" / "logins.json").read_text())
PASSWORD = LOGINS[0]["password"]
DESCRIPTION = "巡查发现沿街商户占用人行道堆放建材，延伸至天宝镇路段。"


def choose(page: Page, field: str, part: str) -> None:
    """Pick the option whose words contain `part`, searchable drop-down or plain."""
    page.evaluate(
        """([field, part]) => {
            const select = document.querySelector(`select[name=${field}]`);
            const option = Array.from(select.options).find((o) => o.text.includes(part));
            if (select.tomselect) { select.tomselect.setValue(option.value); return; }
            select.value = option.value;
            select.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        [field, part],
    )


def press(page: Page, label: str) -> None:
    """The form's own button of that name; a confirmation, if asked for, is given."""
    page.locator("main form button[type=submit]", has_text=label).first.click()
    dialog = page.locator("dialog[open] button", has_text=label)
    page.wait_for_timeout(150)
    if dialog.count():
        dialog.first.click()


def act(page: Page, case: str, label: str) -> None:
    """From the case page, open the action of that name, beside it or in one of the menus."""
    page.goto(case)
    name = re.compile(f"^\\s*{label}\\s*$")
    link = page.locator("main a", has_text=name).first
    menu = link.locator("xpath=ancestor::details[not(@open)]/summary")
    if menu.count():
        menu.click()
    link.click()
    expect(page.locator("h1")).to_contain_text(label)


def told(page: Page, text: str) -> None:
    expect(page.locator("main [role=status], main .alert").first).to_contain_text(text)


def report(
    page: Page,
    *,
    others: tuple[str, ...] = ("天宝镇",),
    item: str = "城管-市容环卫",
    accept: bool = True,
) -> str:
    """File the report form; returns the address of the case."""
    page.goto("/cases/new/")
    page.fill("[name=title]", "占用城市道路堆放物料（浏览器旅程）")
    choose(page, "item", item)
    choose(page, "township", "石亭街道")
    for town in others:
        page.locator("label", has_text=town).first.click()
    page.fill("[name=place]", "丹霞路与天宝大道交叉口")
    page.fill("[name=description]", DESCRIPTION)
    choose(page, "party_kind", "法人")
    page.fill("[name=party_name]", "某建材经营部（演示）")
    page.locator("[name=accept]").set_checked(accept)
    press(page, "登记")
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    return page.url


def approve(page: Page, number: str, kind: str) -> None:
    """As the head of the organ: open the request of that kind for the case, approve it."""
    page.goto("/approvals/")
    row = page.locator("main tr", has_text=number).filter(has_text=kind)
    row.locator("a").first.click()
    expect(page.locator("main")).to_contain_text(kind)
    page.locator("[name=answer][value=approve]").check()
    page.fill("[name=opinion]", "同意")
    press(page, "提交审批")
    told(page, f"{kind}：已批准")


def submit_for_review(page: Page, case: str) -> None:
    act(page, case, "提请法制审核")
    page.locator("label", has_text="真实、准确、完整").first.click()
    press(page, "提请法制审核")
    told(page, "已提请法制审核")


def look_first(page: Page, number: str) -> None:
    """As the town's reviewer: open the round from the queue and pass it on to the zone's."""
    page.goto("/reviews/")
    page.locator("main a", has_text=number).first.click()
    page.locator("main a, header a", has_text="镇街初审").first.click()
    page.locator("label", has_text="转片区审核").first.click()
    press(page, "镇街初审")
    told(page, "初审已完成")


def judge(page: Page, number: str, kind: str, *, bad: str = "", text: str = "") -> None:
    """From the queue, open the review, judge the seven points, give the opinion."""
    page.goto("/reviews/")
    page.locator("main a", has_text=number).first.click()
    for group in page.locator("main [role=radiogroup], main fieldset").all():
        words = group.inner_text()
        wanted = "不合格" if bad and bad in words.split("：")[0] else "合格"
        label = group.locator("label", has_text=re.compile(f"^\\s*{wanted}\\s*$"))
        if label.count():
            label.first.click()
    kind_field = page.locator("select[name=kind]")
    if kind_field.count():
        choose(page, "kind", kind)
    else:
        page.locator("label", has_text=re.compile(f"^\\s*{kind}\\s*$")).first.click()
    page.fill("[name=text]", text)
    press(page, "出具")
    told(page, "已出具审核意见")
