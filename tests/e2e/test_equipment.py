"""A camera is handed out and taken back on the phone, each time with a signature by finger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.steps import PASSWORD, choose, press, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

CODE = "石亭-JL-01"


def sign(page: Page) -> None:
    """Two strokes on the pad."""
    pad = page.locator("canvas.pad__canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    for left in (40, 140):
        page.mouse.move(box["x"] + left, box["y"] + 20)
        page.mouse.down()
        for step in range(1, 9):
            page.mouse.move(box["x"] + left + 9 * step, box["y"] + 20 + 9 * (step % 5))
        page.mouse.up()


def test_lent_and_returned_with_drawn_signatures(
    stack: Stack, sign_in: Callable[..., Page]
) -> None:
    [(pk,)] = stack.query("SELECT id FROM personnel_equipment WHERE code = %s", [CODE])
    manager = sign_in("deputy_shiting", PASSWORD, "phone")
    manager.goto("/equipment/")
    manager.locator("#list a", has_text=CODE).first.click()
    if manager.locator("main a", has_text="归还").count():  # the demo day may have lent it
        manager.locator("main a", has_text="归还").first.click()
        sign(manager)
        press(manager, "确认归还")
        told(manager, "已登记归还")

    manager.locator("main a", has_text="领用").first.click()
    choose(manager, "officer", "徐碧霞")
    manager.fill("[name=purpose]", "夜市巡查（浏览器旅程）")
    press(manager, "确认领用")
    expect(manager.locator("main")).to_contain_text("请手写签名")
    sign(manager)
    manager.locator("[data-signature-clear]").click()
    assert manager.locator("input[name=signature]").input_value() == ""
    sign(manager)
    press(manager, "确认领用")
    told(manager, "已登记领用")
    expect(manager.locator("main img.signature").first).to_be_visible()

    officer = sign_in("officer_shiting1", PASSWORD, "phone")
    officer.goto("/equipment/?held=mine")
    officer.locator("#list a", has_text=CODE).click()
    expect(officer.locator("main")).to_contain_text("请交给本单位装备管理人")

    manager.locator("main a", has_text="归还").first.click()
    sign(manager)
    press(manager, "确认归还")
    told(manager, "已登记归还")
    [(lent, back)] = stack.query(
        "SELECT signature, return_signature FROM personnel_equipmentloan"
        " WHERE equipment_id = %s AND purpose LIKE '夜市巡查%%'",
        [pk],
    )
    assert lent.startswith("data:image/png;base64,")
    assert back.startswith("data:image/png;base64,")
