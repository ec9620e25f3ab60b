"""An officer asks on a phone; the reviewer answers; the answer becomes knowledge all staff find."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.steps import choose, press, report, told
from tests.e2e.test_every_page import faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

TITLE = "夜间占道堆料没有见证人，笔录怎么做（浏览器旅程）"
PLAIN = "夜间执法没有见证人怎么做现场笔录（旅程）"
ANSWER = "没有见证人的，由两名以上执法人员签名，注明情况，并用执法记录仪全程录像。"


def test_from_the_question_on_a_phone_to_the_knowledge_of_all(
    stack: Stack, enter: Callable[..., Page]
) -> None:
    officer = enter("officer_shiting1", "phone")
    case = report(officer, others=())

    # the officer asks from the page of the case, after looking for similar answers
    officer.goto(case)
    officer.locator("main a", has_text="咨询法制审核员").first.click()
    assert faults(officer, officer.url.replace(stack.url, "")) == []
    officer.fill("[name=title]", "拒收决定书怎么留置送达")
    officer.locator("[name=title]").press("Tab")
    expect(officer.locator("#similar")).to_contain_text("当事人拒收决定书的留置送达")
    officer.fill("[name=title]", TITLE)
    choose(officer, "topic", "证据")
    officer.fill("[name=text]", "凌晨巡查发现堆料，当事人不在场，附近没有人。")
    press(officer, "提交咨询")
    told(officer, "已向汤采薇提出咨询")
    thread = officer.url
    assert faults(officer, thread.replace(stack.url, "")) == []

    # the town's reviewer finds it among the to-dos and answers
    reviewer = enter("reviewer_shiting")
    reviewer.goto("/")
    reviewer.locator("main a", has_text=TITLE).first.click()
    reviewer.fill("#answer [name=text]", ANSWER)
    reviewer.fill("#answer [name=articles]", "《行政处罚法》第五十五条、第四十七条")
    press(reviewer, "提交答复")
    told(reviewer, "已答复")

    # the officer says that it is solved; the case keeps it
    officer.goto(thread)
    expect(officer.locator("#thread")).to_contain_text(ANSWER)
    officer.locator("#solve button").click()
    told(officer, "已标为解决")
    officer.goto(f"{case}?tab=review")
    expect(officer.locator("#questions")).to_contain_text(TITLE)
    officer.goto(f"{case}?tab=trail")
    expect(officer.locator("main")).to_contain_text("法制审核员答复咨询")

    # the reviewer makes it knowledge
    reviewer.goto(thread)
    reviewer.locator("a", has_text="整理进问答库").click()
    expect(reviewer.locator("[name=answer_text]")).to_have_value(ANSWER)
    reviewer.fill("[name=title]", PLAIN)
    reviewer.fill(
        "[name=question_text]", "夜间巡查，当事人不在场，也找不到见证人，现场笔录怎么做？"
    )
    press(reviewer, "存为草稿")
    reviewer.wait_for_url(re.compile(r"/knowledge/\d+/$"))
    press(reviewer, "发布")
    told(reviewer, "已发布")

    # an officer of another town finds it
    other = enter("officer_tianbao1")
    other.goto("/knowledge/?q=夜间+笔录")
    other.locator("#list a", has_text=PLAIN).click()
    expect(other.locator("#answer")).to_contain_text("执法记录仪")
    press(other, "有用")
    told(other, "已记为有用")
    other.goto(thread)
    expect(other.locator("h1")).not_to_contain_text(TITLE)
