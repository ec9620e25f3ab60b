"""A penalty on the spot on a phone: decided and served beside the party, recorded, closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.steps import PASSWORD, act, choose, press, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack


def sign(page: Page, name: str) -> None:
    """A stroke of the finger across the pad of that field."""
    pad = page.locator("fieldset, .field", has=page.locator(f"[name={name}]")).locator("canvas")
    pad.first.evaluate("pad => pad.scrollIntoView({block: 'center'})")
    box = pad.first.bounding_box()
    assert box
    x, y = box["x"], box["y"]
    page.mouse.move(x + box["width"] * 0.2, y + box["height"] * 0.6)
    page.mouse.down()
    page.mouse.move(x + box["width"] * 0.5, y + box["height"] * 0.3, steps=6)
    page.mouse.move(x + box["width"] * 0.8, y + box["height"] * 0.6, steps=6)
    page.mouse.up()


def fill(page: Page, amount: str) -> None:
    """The form as it is filled in beside the party."""
    choose(page, "item", "城管-市容环卫")
    page.fill("[name=place]", "丹霞路北段 12 号门前")
    page.fill("[name=facts]", "当事人在人行道上摆放货架，占用约两平方米。")
    choose(page, "party_kind", "公民")
    page.fill("[name=party_name]", "陈小贩（演示）")
    page.locator("[name=certificates_shown]").check()
    page.locator("[name=rights_told]").check()
    choose(page, "penalty", "罚款")
    page.fill("[name=amount]", amount)
    page.locator("select[name=colleague]").select_option(index=1)


def test_a_fine_on_the_spot_goes_from_the_roadside_to_its_end(
    stack: Stack, sign_in: Callable[..., Page]
) -> None:
    officer = sign_in("officer_shiting1", PASSWORD, "phone")
    officer.goto("/cases/spot/")
    fill(officer, "500")
    expect(officer.locator("#spot-check")).to_contain_text("超出当场处罚的范围")

    # what was typed survives leaving the page
    officer.wait_for_timeout(600)
    officer.goto("/cases/spot/")
    expect(officer.locator("[name=party_name]")).to_have_value("陈小贩（演示）")
    officer.fill("[name=amount]", "50")
    expect(officer.locator("#spot-check")).to_contain_text("由石亭街道执法")
    if officer.locator("[name=deviation_reason]").count():
        officer.fill("[name=deviation_reason]", "占道面积小，当场清理。")
    for name in ("lead_signature", "second_signature", "party_signature"):
        sign(officer, name)
    press(officer, "当场处罚")
    officer.wait_for_url(re.compile(r"/cases/\d+/\?tab=papers$"))
    told(officer, "已当场处罚")
    case = officer.url.partition("?")[0]
    pk = int(re.search(r"/cases/(\d+)/", case).group(1))  # type: ignore[union-attr]
    found = stack.query(
        "SELECT c.state, c.procedure, d.number, v.method FROM cases_case c"
        " JOIN cases_decision d ON d.case_id = c.id JOIN cases_delivery v ON v.case_id = c.id"
        " WHERE c.id = %s",
        [pk],
    )
    assert [row[:2] for row in found] == [("served", "simple")]
    assert "当罚" in found[0][2]
    assert found[0][3] == "direct"

    # the head receives the record, the party pays at the bank, the case is closed
    deputy = sign_in("deputy_shiting", PASSWORD, "desktop")
    act(deputy, case, "当场处罚备案")
    press(deputy, "当场处罚备案")
    told(deputy, "备案")
    act(officer, case, "登记缴款")
    officer.fill("[name=receipt]", "闽非税 20260001")
    officer.fill("[name=amount]", "50")
    press(officer, "登记缴款")
    act(officer, case, "申请结案")
    officer.fill("[name=outcome]", "罚款已缴清。")
    press(officer, "申请结案")
    deputy.goto(case)
    deputy.locator("main a", has_text="结案审批").first.click()
    deputy.locator("[name=answer][value=approve]").check()
    deputy.locator("main form button[type=submit]").first.click()
    expect(deputy.locator(".case-head")).to_contain_text("已结案")
