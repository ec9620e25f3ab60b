"""Joint work: one unit can't come and says why, the chief asks another, both do their part."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.e2e.steps import act, choose, press, report, told
from tests.e2e.test_every_page import faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def tick(page: Page, unit: str, what: str) -> None:
    """The box of the matrix; its group is opened where it is folded."""
    box = page.locator(f"input[aria-label='{unit}{what}']")
    fold = box.locator("xpath=ancestor::details[not(@open)]/summary")
    if fold.count():
        fold.click()
    box.check()


def wait_for_report(page: Page, case: str) -> None:
    """The worker has routed it: the chief sees the case."""
    started = time.monotonic()
    while page.goto(case).status != 200 or not page.locator("main a", has_text="安排办理").count():
        assert time.monotonic() - started < 20


def test_declined_second_choice_both_done(enter: Callable[..., Page]) -> None:
    officer = enter("officer_shiting1")
    case = report(officer)
    chief = enter("chief_west")
    wait_for_report(chief, case)

    # the page says why it came and suggests joint work; what a way has no use for is hidden
    act(chief, case, "安排办理")
    main = chief.locator("main")
    expect(main).to_contain_text("建议：组织联合执法")
    chief.locator("[name=mode][value=local]").check()
    expect(chief.locator("input[aria-label='天宝镇派人']")).to_be_hidden()
    chief.locator("[name=mode][value=joint]").check()
    expect(chief.locator("[name=lead_agency]")).to_be_hidden()
    tick(chief, "天宝镇", "派人")
    tick(chief, "区城管执法局", "出意见")
    chief.fill("[name=instruction]", "两地同时检查，区城管执法局出具认定意见。")
    assert faults(chief, f"{case}arrange/") == []  # what was typed is restored
    expect(chief.locator("[name=instruction]")).to_have_value(
        "两地同时检查，区城管执法局出具认定意见。"
    )
    press(chief, "安排办理")
    told(chief, "安排已下达")

    # the town can't come, and says so on the phone
    tianbao = enter("deputy_tianbao", "phone")
    tianbao.goto("/")
    tianbao.locator(f"main a[href^='{urlsplit(case).path}']").first.click()
    expect(tianbao.locator("main")).to_contain_text("派人、参加检查")
    act(tianbao, case, "不能参加")
    press(tianbao, "不能参加")
    assert tianbao.locator("[name=reason]:invalid").count() == 1
    tianbao.fill("[name=reason]", "当日全镇防汛值守")
    press(tianbao, "不能参加")
    told(tianbao, "已答复不能参加")
    assert faults(tianbao, f"{case}?tab=reporting") == []

    # the chief finds it among the to-dos and asks another town
    chief.goto("/")
    expect(chief.locator("main")).to_contain_text("待改派的单位")
    act(chief, case, "改请其他单位")
    expect(chief.locator("main")).to_contain_text("当日全镇防汛值守")
    choose(chief, "unit", "浦南镇")
    press(chief, "改请其他单位")
    told(chief, "已改派")

    # both accept and report what they did; the chief sees the whole of it
    for username, words in (("deputy_punan", "已派两人到场"), ("liaison_urban", "意见已出具")):
        unit = enter(username)
        act(unit, case, "接受安排")
        press(unit, "接受安排")
        told(unit, "已接受安排")
        act(unit, case, "登记完成情况")
        unit.fill("[name=result]", words)
        press(unit, "登记完成情况")
        told(unit, "完成情况已登记")
    act(officer, case, "登记完成情况")
    officer.fill("[name=result]", "两地取证完毕")
    press(officer, "登记完成情况")
    chief.goto(f"{case}?tab=reporting")
    for words in ("已派两人到场", "意见已出具", "两地取证完毕", "当日全镇防汛值守"):
        expect(chief.locator("main")).to_contain_text(words)
    expect(chief.locator("main .order__head").first).to_contain_text("已完成")
    assert faults(chief, "/cases/cooperation/") == []
