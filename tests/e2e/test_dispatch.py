"""A chief calls people up; one declines on the phone, the proposed substitute comes; another
chief who wants the same person is told who has them and who else is free."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.e2e.steps import choose, press, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

DOMAIN, PURPOSE = "城管-市容环卫", "夜市油烟联合检查（浏览器旅程）"


def fill(page: Page, town: str, days: int, people: int) -> None:
    """The new order's form; the proposals come by themselves."""
    day = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=days)
    page.goto("/dispatch/new/")
    page.fill("[name=starts_at]", f"{day:%Y-%m-%d}T19:00")
    page.fill("[name=ends_at]", f"{day:%Y-%m-%d}T22:00")
    choose(page, "township", town)
    page.fill("[name=place]", f"{town}办事处门口")
    page.fill("[name=purpose]", PURPOSE)
    page.fill("[name=officers_needed]", str(people))
    with page.expect_response(lambda r: r.url.endswith("/dispatch/new/") and r.ok):
        choose(page, "domain", DOMAIN)
    expect(page.locator("#proposal .dispatch-authority")).to_contain_text(f"以{town}")


def ticked(page: Page) -> list[str]:
    """Names of the people ticked."""
    rows = page.locator("#proposal .dispatch-pick", has=page.locator("[name=officers]:checked"))
    return [name.split()[0] for name in rows.locator(".dispatch-pick__name").all_inner_texts()]


def username(stack: Stack, name: str) -> str:
    [(found,)] = stack.query("SELECT username FROM core_user WHERE name = %s", [name])
    return str(found)


def test_called_declined_replaced_accepted(stack: Stack, enter: Callable[..., Page]) -> None:
    chief = enter("chief_west")
    fill(chief, "石亭街道", 20, 2)
    first, second = ticked(chief)
    chief.locator("#proposal summary", has_text="其余可用").first.click()
    bureau = chief.locator("#proposal .dispatch-pick", has_text="区城管执法局")
    bureau = bureau.filter(has_text="区直部门").first
    wanted = bureau.locator(".dispatch-pick__name").inner_text().split()[0]
    bureau.locator("input").check()
    press(chief, "下达")
    chief.wait_for_url(re.compile(r"/dispatch/\d+/$"))
    told(chief, "已通知 3 人")
    order = chief.url

    # the called officer finds it among the to-dos on the phone, and can't come
    officer = enter(username(stack, first), "phone")
    officer.goto("/")
    officer.locator("main a", has_text=PURPOSE).first.click()
    expect(officer.locator("#answer")).to_contain_text("19:00–22:00")
    officer.locator("summary", has_text="不能参加").click()
    press(officer, "谢绝")
    expect(officer.locator("main")).to_contain_text("请写明不能参加的理由")
    officer.fill("[name=reason]", "当晚家中有急事")
    press(officer, "谢绝")
    told(officer, "已谢绝")

    # the chief is told with a name, and takes the proposal with one press
    chief.goto("/")
    expect(chief.locator("main")).to_contain_text("调度缺人，待改派")
    chief.goto(order)
    expect(chief.locator("#seats")).to_contain_text("还缺 1 人")
    expect(chief.locator("main")).to_contain_text("当晚家中有急事")
    offer = chief.locator("#seats button").first
    third = offer.inner_text().removeprefix("改派").strip()
    assert third not in (first, second)
    offer.click()
    told(chief, f"已改派{third}")
    expect(chief.locator("#seats")).to_have_count(0)

    substitute = enter(username(stack, third), "phone")
    substitute.goto(order)
    press(substitute, "接受")
    told(substitute, "已接受调度")
    substitute.goto("/calendar/?view=month")
    chief.goto(order)
    expect(chief.locator("main tr", has_text=third)).to_contain_text("已接受")

    # another chief wants the bureau's officer at that hour
    other = enter("chief_east")
    fill(other, "新桥街道", 20, 2)
    left = other.locator("#proposal .dispatch-left", has_text="看原因").first
    left.locator("summary").click()
    expect(left).to_contain_text("已被西部片区调度至石亭街道")
    expect(left.locator("li", has_text=wanted).first).to_contain_text("19:00–22:00")
    other.evaluate(
        """(id) => { const box = document.createElement("input"); box.type = "checkbox";
          box.name = "officers"; box.value = id; box.checked = true;
          document.querySelector("#proposal").append(box); }""",
        str(stack.query(
            "SELECT o.id FROM personnel_officer o JOIN core_user u ON u.id = o.user_id"
            " WHERE u.name = %s", [wanted],
        )[0][0]),
    )  # fmt: skip
    press(other, "下达")
    expect(other.locator("main")).to_contain_text(f"{wanted}不能调度：已被西部片区调度至石亭街道")
    expect(other.locator("main")).to_contain_text("可改派：")
    assert other.input_value("[name=purpose]") == PURPOSE
    press(other, "存为草稿")
    told(other, "已存为草稿")
