"""The liaison answers a 调换建议 with a successor; the old officer loses sight at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.steps import choose, press, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

OLD, NEW, TOWN = "seconded_urban4", "officer_urban2", "石亭街道"
A_CASE = (
    "SELECT c.id FROM cases_case c JOIN zones_township t ON t.id = c.township_id"
    " WHERE t.name = %s AND c.id NOT IN (SELECT h.case_id FROM cases_caseofficer h"
    " JOIN personnel_officer o ON o.id = h.officer_id JOIN core_user u ON u.id = o.user_id"
    " WHERE u.username = %s) ORDER BY c.id DESC LIMIT 1"
)


def test_a_proposal_is_answered_with_a_successor(stack: Stack, enter: Callable[..., Page]) -> None:
    [(case,)] = stack.query(A_CASE, [TOWN, OLD])
    [(name,)] = stack.query("SELECT name FROM core_user WHERE username = %s", [NEW])
    old = enter(OLD, "phone")
    assert old.goto(f"/cases/{case}/").status == 200

    # the town's deputy chief sees the open proposal, and can't end the posting
    deputy = enter("deputy_shiting", "phone")
    deputy.goto("/secondments/proposals/?status=open")
    deputy.locator("#list th a").first.click()
    expect(deputy.locator("main")).to_contain_text("答复期限")
    expect(deputy.get_by_role("link", name="提前终止")).to_have_count(0)
    page = deputy.url

    # the liaison finds it on the workbench and answers with a successor
    liaison = enter("liaison_urban")
    liaison.goto("/")
    expect(liaison.locator("main")).to_contain_text("待答复的调换建议")
    liaison.goto(page)
    liaison.locator("label", has_text="同意调换").first.click()
    liaison.fill("[name=answer]", "同意，派熟悉违法建设查处的人员接替。")
    choose(liaison, "officer", name)
    liaison.fill("[name=document]", "芗城管〔2026〕31号（演示）")
    press(liaison, "答复")
    told(liaison, "已答复：已同意调换")
    expect(liaison.locator("main")).to_contain_text(name)

    # at once: the old officer sees the town's case no longer, the new one does
    assert old.goto(f"/cases/{case}/").status == 404
    assert enter(NEW).goto(f"/cases/{case}/").status == 200
    rows = stack.query(
        "SELECT s.ended_at IS NULL FROM personnel_secondment s"
        " JOIN personnel_officer o ON o.id = s.officer_id JOIN core_user u ON u.id = o.user_id"
        " WHERE u.username IN (%s, %s) ORDER BY u.username",
        [NEW, OLD],
    )
    assert [live for (live,) in rows] == [True, False]

    # 组织部 has it on file
    organisation = enter("office_organisation")
    organisation.goto("/secondments/proposals/?status=accepted")
    expect(organisation.locator("#list")).to_contain_text("已同意调换")
