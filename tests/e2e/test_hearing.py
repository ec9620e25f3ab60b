"""The ordinary procedure with a hearing: asked for, chaired by somebody else, reviewed twice,
discussed by the heads, decided (《行政处罚法》第五十七条、第五十八条、第六十三条 to 第六十五条)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.steps import (
    act,
    approve,
    choose,
    judge,
    look_first,
    press,
    report,
    submit_for_review,
    told,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

_WEEKS = 5  # what the hearing needs, put into the past: the browser can't wait


def test_a_large_fine_is_heard_reviewed_twice_discussed_and_decided(
    stack: Stack, enter: Callable[..., Page]
) -> None:
    officer = enter("officer_shiting1")
    case = report(officer, item="对工程施工单位擅自倾倒")
    match = re.search(r"芗执案〔\d{4}〕\d+号", officer.locator("main").inner_text())
    assert match
    number = match.group()
    deputy, chief, reviewer = enter("deputy_shiting"), enter("chief_west"), enter("reviewer_west")
    town_reviewer = enter("reviewer_shiting")

    investigate(officer, deputy, chief, case, number)
    tell_of_a_large_fine(officer, case)
    hear(stack, officer, case)

    submit_for_review(officer, case)
    look_first(town_reviewer, number)
    judge(reviewer, number, "纠正", bad="裁量", text="须写明听证意见的采纳情况。")
    act(officer, case, "修改拟作决定")
    officer.fill("[name=discretion]", "持续时间长、拒不清理，依裁量基准从重；听证意见未采纳。")
    press(officer, "修改拟作决定")
    told(officer, "拟作决定已修改")
    submit_for_review(officer, case)
    look_first(town_reviewer, number)
    judge(reviewer, number, "同意")

    deputy.goto(case)
    expect(deputy.locator("main")).to_contain_text("集体讨论")
    discuss(deputy, case)
    act(deputy, case, "作出处罚决定")
    press(deputy, "作出处罚决定")
    told(deputy, "已作出处罚决定")

    # the court reads who did what, and the hearing's papers are in the file
    deputy.goto(f"{case}?tab=trail")
    words = deputy.locator("main").inner_text()
    for step in ("听证", "集体讨论", "法制审核", "处罚决定"):
        assert step in words
    deputy.goto(f"{case}trail/")
    expect(deputy.locator("main")).to_contain_text("校验通过")


def investigate(officer: Page, deputy: Page, chief: Page, case: str, number: str) -> None:
    act(chief, case, "安排办理")
    chief.locator("[name=mode][value=joint]").check()
    chief.fill("[name=instruction]", "两镇街联合取证，石亭街道牵头。")
    press(chief, "安排办理")
    told(chief, "安排已下达")
    act(officer, case, "申请立案")
    officer.locator("select[name=lead]").select_option(index=1)
    officer.locator("input[name=others]").nth(1).check()
    press(officer, "申请立案")
    approve(deputy, number, "立案审批")
    act(officer, case, "登记调查记录")
    officer.fill("[name=content]", "现场见建材堆满人行道，约一百平方米，三次劝离未清理。")
    officer.locator("[name=certificates_shown]").check()
    press(officer, "登记调查记录")
    told(officer, "调查记录已登记")
    act(officer, case, "调查终结")
    officer.fill("[name=discretion]", "持续时间长、拒不清理。")
    officer.fill("[name=proposal]", "建议罚款十二万元。")
    press(officer, "调查终结")
    told(officer, "调查已终结")


def tell_of_a_large_fine(officer: Page, case: str) -> None:
    act(officer, case, "处罚告知")
    choose(officer, "penalty", "罚款")
    officer.fill("[name=amount]", "120000")
    officer.fill("[name=facts]", "当事人占用人行道堆放建材一百平方米，有现场笔录、照片为证。")
    officer.fill("[name=discretion]", "持续时间长、拒不清理，从重处罚。")
    officer.fill("[name=performance]", "自收到决定书之日起十五日内缴纳。")
    officer.fill("[name=deviation_reason]", "三次劝离仍不清理，危及行人安全。")
    press(officer, "处罚告知")
    told(officer, "已登记处罚告知")
    expect(officer.locator("main")).to_contain_text("听证")


def hear(stack: Stack, officer: Page, case: str) -> None:
    act(officer, case, "登记听证申请")
    officer.fill("[name=request_text]", "罚款过高，要求听证。")
    press(officer, "登记听证申请")
    told(officer, "听证申请已登记")

    # too soon: the form says from which day on, and keeps what was typed
    act(officer, case, "通知听证")
    today = officer.locator("[name=notice_served_on]").input_value()
    day = date.fromisoformat(today) + timedelta(days=3)
    officer.fill("[name=held_at]", f"{day:%Y-%m-%d}T09:00")
    officer.fill("[name=place]", "石亭街道办事处三楼会议室")
    choose(officer, "chair", "区司法局")
    officer.fill("[name=recorder]", "书记员")
    press(officer, "通知听证")
    found = re.search(r"最早于 (\d{4}-\d\d-\d\d) 举行", officer.locator("main").inner_text())
    assert found
    assert officer.locator("[name=place]").input_value() == "石亭街道办事处三楼会议室"
    officer.fill("[name=held_at]", f"{found.group(1)}T09:00")
    press(officer, "通知听证")
    told(officer, "听证通知已登记")

    let_the_weeks_pass(stack, case)
    act(officer, case, "登记听证笔录")
    officer.fill("[name=attendees]", "当事人及代理人、办案人员")
    officer.fill("[name=record]", "办案人员举证，当事人申辩、质证，最后陈述。")
    press(officer, "登记听证笔录")
    told(officer, "听证笔录已登记")
    act(officer, case, "提交听证报告")
    officer.fill("[name=report]", "听证程序合法，事实清楚。")
    officer.fill("[name=conclusion]", "建议维持拟处罚。")
    press(officer, "提交听证报告")
    told(officer, "听证报告已提交")
    officer.goto(case)
    if officer.locator("main a", has_text=re.compile(r"^\s*登记陈述申辩\s*$")).count():
        act(officer, case, "登记陈述申辩")
        officer.fill("[name=statement]", "同听证意见。")
        officer.fill("[name=answer]", "不予采纳：事实清楚，幅度适当。")
        press(officer, "登记陈述申辩")
        told(officer, "陈述申辩已登记")


def let_the_weeks_pass(stack: Stack, case: str) -> None:
    pk = int(case.rstrip("/").rsplit("/", 1)[1])
    days = 7 * _WEEKS
    stack.query(
        "UPDATE cases_hearing SET requested_on = requested_on - %s, held_at = held_at"
        " - make_interval(days => %s), notice_served_on = notice_served_on - %s"
        " WHERE case_id = %s",
        [days, days, days, pk],
    )
    stack.query(
        "UPDATE cases_priornotice SET served_on = served_on - %s, window_ends_on ="
        " window_ends_on - %s, hearing_due_on = hearing_due_on - %s WHERE case_id = %s",
        [days, days, days, pk],
    )


def discuss(deputy: Page, case: str) -> None:
    """The heads of the organ, of whom at least two speak."""
    act(deputy, case, "登记集体讨论")
    deputy.fill("[name=place]", "石亭街道办事处会议室")
    deputy.fill("[name=chair]", "石亭街道主任")
    deputy.fill("[name=recorder]", "书记员")
    deputy.fill("[name=opinions]", "甲（主任）：同意。\n乙（副主任）：同意拟作决定。")
    deputy.fill("[name=conclusion]", "同意拟作决定。")
    deputy.locator("[name=agreed][value=yes]").check()
    press(deputy, "登记集体讨论")
    told(deputy, "集体讨论已登记")
