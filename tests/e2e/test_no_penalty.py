"""A case that ends without a penalty (不予处罚): filed, investigated, exempted, decided, served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from cases.rules.records import OPENING
from tests.e2e.steps import PASSWORD, act, choose, press, report, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack


def answer(page: Page, case: str, kind: str) -> None:
    """The head approves what waits on the case page."""
    page.goto(case)
    page.locator("main a", has_text=kind).first.click()
    page.locator("[name=answer][value=approve]").check()
    page.locator("main form button[type=submit]").first.click()


def test_a_minor_act_put_right_at_once_is_not_punished(
    stack: Stack, sign_in: Callable[..., Page]
) -> None:
    officer = sign_in("officer_shiting1", PASSWORD, "desktop")
    deputy = sign_in("deputy_shiting", PASSWORD, "desktop")
    case = report(officer, others=())
    act(officer, case, "申请立案")
    officer.locator("select[name=lead]").select_option(index=1)
    officer.locator("input[name=others]").nth(1).check()
    press(officer, "申请立案")
    told(officer, "已申请立案")
    answer(deputy, case, "立案审批")

    # an interview, question by question
    act(officer, case, "登记调查记录")
    choose(officer, "kind", "询问笔录")
    expect(officer.locator("#id_dialogue_0")).to_have_value(OPENING[0])
    for index, text in enumerate(("看清了。", "听清了，不申请回避。", "陈某。")):
        officer.fill(f"#id_dialogue_{index}_a", text)
    officer.fill("#id_dialogue_3", "货物现在怎样了？")
    officer.fill("#id_dialogue_3_a", "当场就清走了。")
    officer.locator("[name=certificates_shown]").check()
    officer.locator("[name=rights_told]").check()
    press(officer, "登记调查记录")
    told(officer, "调查记录已登记")

    act(officer, case, "调查终结")
    officer.fill("[name=discretion]", "违法行为轻微并及时改正，没有造成危害后果。")
    officer.fill("[name=proposal]", "建议不予行政处罚。")
    press(officer, "调查终结")
    told(officer, "调查已终结")

    act(officer, case, "拟不予处罚")
    choose(officer, "exemption", "轻微")
    officer.fill("[name=facts]", "当事人占道堆放物料，情节轻微，当场清理。")
    officer.fill("[name=discretion]", "违法行为轻微并及时改正，没有造成危害后果；已当面教育。")
    press(officer, "拟不予处罚")
    officer.goto(case)
    expect(officer.locator(".now")).to_contain_text("作出处罚决定")
    act(deputy, case, "作出处罚决定")
    press(deputy, "作出处罚决定")
    expect(deputy.locator(".case-head")).to_contain_text("已决定")

    act(officer, case, "送达")
    officer.fill("[name=proof]", "当事人签收")
    press(officer, "送达")
    expect(officer.locator(".case-head")).to_contain_text("已送达")
    assert "罚款" not in officer.locator(".now").inner_text()
    act(officer, case, "申请结案")
    officer.fill("[name=outcome]", "不予处罚决定已送达，教育完毕。")
    press(officer, "申请结案")
    answer(deputy, case, "结案审批")
    expect(deputy.locator(".case-head")).to_contain_text("已结案")
