"""The study meeting: the chief calls, an officer of the other town confirms and gives an opinion on
the phone, the chair concludes and signs, and the minutes are a paper in the case."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.e2e.steps import choose, press, report, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

TITLE = "占道案件研讨会（浏览器旅程）"
QUESTION = "两镇街路段的堆放是一个行为还是两个，能否并案？"
OPINION = "同一当事人连续堆放，宜并案办理；面积应分段测算。"
CONCLUSION = "按一个违法行为并案办理，补充分段测算后再作告知。"


def day(days: int) -> datetime:
    return datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=days)


def tick(page: Page, field: str, *names: str) -> None:
    """Choose several in a searchable list."""
    page.evaluate(
        """([field, names]) => {
            const select = document.querySelector(`select[name=${field}]`);
            const wanted = Array.from(select.options)
              .filter((o) => o.selected || names.some((name) => o.text.endsWith(name)))
              .map((o) => o.value);
            select.tomselect.setValue(wanted);
        }""",
        [field, list(names)],
    )


def test_a_case_is_studied_and_its_minutes_lie_in_the_file(enter: Callable[..., Page]) -> None:
    officer = enter("officer_shiting1")
    case = report(officer)
    match = re.search(r"芗执案〔\d{4}〕\d+号", officer.locator("main").inner_text())
    assert match
    number = match.group()

    # the chief draws the meeting up from the case, and calls
    chief = enter("chief_west")
    chief.goto(f"{case}?tab=reporting")
    chief.locator("main a", has_text="提交研讨").click()
    expect(chief.locator("[name=case_number]")).to_have_value(number)
    chief.fill("[name=title]", TITLE)
    chief.fill("[name=starts_at]", f"{day(9):%Y-%m-%d}T09:00")
    chief.fill("[name=ends_at]", f"{day(9):%Y-%m-%d}T11:00")
    chief.fill("[name=place]", "石亭街道办事处三楼会议室")
    choose(chief, "recorder", "汤育才")
    tick(chief, "participants", "林添财", "林晚晴", "徐碧霞")
    chief.fill("[name=question]", QUESTION)
    press(chief, "保存")
    chief.wait_for_url(re.compile(r"/studies/\d+/$"))
    meeting = chief.url
    press(chief, "召集")
    told(chief, "已召集，已通知 4 人")

    # on the phone: the to-do, the word, the opinion on the case now to be read
    phone = enter("officer_tianbao1", "phone")
    phone.goto("/")
    phone.locator("main a", has_text=TITLE).first.click()
    expect(phone.locator("#answer")).to_contain_text("09:00–11:00")
    press(phone, "确认参加")
    told(phone, "已确认参加")
    phone.locator("#agenda a", has_text="发表意见").first.click()
    expect(phone.locator("#question")).to_contain_text(QUESTION)
    phone.fill("[name=text]", OPINION)
    phone.locator("[name=dissents]").check()
    press(phone, "提交意见")
    told(phone, "意见已记录")
    phone.locator("#case a", has_text=number).click()
    expect(phone.locator("main")).to_contain_text(number)

    # the chair enters that it was held, concludes, signs
    chief.goto(meeting)
    chief.locator("main a", has_text="登记召开情况").first.click()
    for box in chief.locator("[name=present]").all():
        box.check()
    press(chief, "登记召开情况")
    told(chief, "已登记召开情况")
    chief.locator("#agenda a", has_text="作出结论").click()
    chief.locator("[name=effect][value=binding]").check()
    chief.fill("[name=conclusion]", CONCLUSION)
    press(chief, "保存结论")
    expect(chief.locator("main")).to_contain_text("交办落实须写明完成时限")
    chief.fill("[name=finish_by]", f"{day(6):%Y-%m-%d}")
    press(chief, "保存结论")
    told(chief, "研讨结论已保存")
    chief.locator("main a", has_text="修改纪要").first.click()
    expect(chief.locator("[name^=part_]")).to_have_value(re.compile(OPINION))
    chief.goto(meeting)
    press(chief, "签发纪要")
    told(chief, "纪要已签发")

    # in the case: the paper, the conclusion, the report of the unit
    officer.goto(f"{case}?tab=papers")
    officer.locator("main a", has_text="疑难案件研讨会纪要").first.click()
    expect(officer.locator("main")).to_contain_text(CONCLUSION)
    expect(officer.locator("main")).to_contain_text("保留不同意见")
    expect(officer.locator("main")).to_contain_text("不代替行政机关负责人集体讨论")
    officer.goto("/")
    expect(officer.locator("main")).to_contain_text("研讨意见待落实")
    officer.goto(f"{case}?tab=reporting")
    officer.locator("#studies a", has_text="报告落实情况").click()
    officer.fill("[name=text]", "已并案，分段测算完成。")
    press(officer, "报告落实情况")
    told(officer, "落实情况已报告")
    chief.goto(meeting)
    expect(chief.locator("#agenda")).to_contain_text("分段测算完成")
