"""After the decision: served, not paid, demanded, before the court, closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.steps import approve, choose, press, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

# The term to ask the court runs, and nobody has demanded anything yet.
UNPAID = (
    "SELECT c.id, c.number FROM cases_case c"
    " JOIN cases_caseterm t ON t.case_id = c.id AND t.term = 'COURT_ENFORCE_WINDOW'"
    " JOIN zones_township z ON z.id = c.authority_township_id AND z.name = '石亭街道'"
    " WHERE c.state = 'served' AND t.closed_on IS NULL AND t.due_on >= current_date"
    " AND NOT EXISTS (SELECT 1 FROM cases_demand d WHERE d.case_id = c.id) LIMIT 1"
)
DECIDED = (
    "SELECT c.id FROM cases_case c"
    " JOIN zones_township z ON z.id = c.authority_township_id AND z.name = '芝山街道'"
    " WHERE c.state = 'decided' LIMIT 1"
)
# Whoever handles it in this year's demo: the officer of the login takes the lead.
TAKE_OVER = (
    "UPDATE cases_caseofficer h SET officer_id = o.id FROM personnel_officer o"
    " JOIN core_user u ON u.id = o.user_id WHERE u.username = %s AND h.case_id = %s"
    " AND h.duty = 'lead' AND NOT EXISTS (SELECT 1 FROM cases_caseofficer s"
    " WHERE s.case_id = h.case_id AND s.officer_id = o.id)"
)


def take(page: Page, case: str, label: str) -> None:
    """From the case page, out of the menus if need be, open the action of that name."""
    page.goto(case)
    link = page.locator("main a", has_text=re.compile(f"^\\s*{label}\\s*$")).first
    for summary in page.locator("main details > summary").all():
        if link.is_visible():
            break
        summary.click()
    link.click()
    expect(page.locator("h1")).to_contain_text(label)


def test_each_way_of_service_shows_the_fields_it_needs(
    stack: Stack, enter: Callable[..., Page]
) -> None:
    [(pk,)] = stack.query(DECIDED)
    stack.query(TAKE_OVER, ["officer_zhishan1", pk])
    officer = enter("officer_zhishan1", "phone")
    take(officer, f"/cases/{pk}/", "送达")
    refused, announced = officer.locator("[name=refused_why]"), officer.locator("[name=reason]")
    expect(officer.locator("[name=receiver]")).to_be_visible()
    expect(refused).to_be_hidden()
    choose(officer, "method", "留置送达")
    expect(refused).to_be_visible()
    expect(officer.locator("[name=receiver]")).to_be_hidden()
    officer.fill("[name=proof]", "送达回证")
    press(officer, "送达")
    expect(officer.locator("main")).to_contain_text("请写明拒收事由")
    expect(refused).to_be_visible()
    choose(officer, "method", "公告送达")
    announced.fill("住所查无此人，电话停机，邮件退回")
    officer.fill("[name=announced_where]", "闽南日报")
    press(officer, "送达")
    told(officer, "送达已登记")
    expect(officer.locator("main")).to_contain_text("公告送达期间")


def test_an_unpaid_fine_is_demanded_enforced_by_the_court_and_closed(
    stack: Stack, enter: Callable[..., Page]
) -> None:
    [(pk, number)] = stack.query(UNPAID)
    stack.query(TAKE_OVER, ["officer_shiting1", pk])
    case = f"/cases/{pk}/"
    officer, deputy = enter("officer_shiting1"), enter("deputy_shiting")

    # the surcharge has reached the fine, and the term to ask the court runs
    officer.goto(f"{case}?tab=performance")
    main = officer.locator("main")
    for words in ("已达罚款数额，不再增加", "以罚款数额为限", "届满"):
        expect(main).to_contain_text(words)

    # the demand is a paper; its ten working days run from its service
    take(officer, case, "催告")
    press(officer, "催告")
    told(officer, "催告书已制作")
    take(officer, case, "送达其他文书")
    choose(officer, "method", "邮寄送达")
    officer.fill("[name=mail_number]", "EMS12345")
    officer.fill("[name=proof]", "邮政回执")
    press(officer, "送达其他文书")
    told(officer, "送达已登记")
    stack.query("UPDATE cases_demand SET served_on = served_on - 30 WHERE case_id = %s", [pk])

    # asked by the handler, approved by the head
    take(officer, case, "申请强制执行")
    officer.fill("[name=reason]", "逾期不缴纳，经催告仍不履行")
    press(officer, "申请强制执行")
    told(officer, "已申请")
    approve(deputy, number, "强制执行审批")
    officer.goto(f"{case}?tab=performance")
    expect(main).to_contain_text("强制执行中")
    expect(main).to_contain_text("法院受理期限")

    # what the court got is entered, and the case is closed
    take(officer, case, "登记缴款")
    choose(officer, "channel", "法院执行到位")
    officer.fill("[name=receipt]", "法院票据1")
    press(officer, "登记缴款")
    told(officer, "缴款已登记")
    take(officer, case, "登记执行进展")
    choose(officer, "result", "执行完毕")
    [(today,)] = stack.query("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date")
    officer.fill("[name=result_on]", str(today))
    press(officer, "登记执行进展")
    told(officer, "执行进展已登记")
    take(officer, case, "申请结案")
    officer.fill("[name=outcome]", "人民法院已执行到位。")
    press(officer, "申请结案")
    told(officer, "已申请结案")
    approve(deputy, number, "结案审批")
    expect(deputy.locator("main")).to_contain_text("已结案")

    officer.goto("/payments/?q=法院票据1")
    expect(main).to_contain_text("法院执行到位")
    officer.goto(f"{case}trail/")
    expect(main).to_contain_text("校验通过")
