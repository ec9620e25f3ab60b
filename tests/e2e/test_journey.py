"""A cross-town case from the roadside to the archive, seen by those concerned and nobody else."""

from __future__ import annotations

import re
import time
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


def test_a_cross_town_case_goes_the_whole_way(stack: Stack, enter: Callable[..., Page]) -> None:
    officer = enter("officer_shiting1", "phone")
    started = time.monotonic()
    case = report(officer)
    told(officer, "已登记")

    # the western chief, and no other, gets it within five seconds
    chief = enter("chief_west")
    chief.goto("/")
    number = officer.locator("main").inner_text()
    match = re.search(r"芗执案〔\d{4}〕\d+号", number)
    assert match
    while match.group() not in chief.locator("main").inner_text():
        assert time.monotonic() - started < 15
        chief.reload()
    reached = stack.query(
        "SELECT EXTRACT(EPOCH FROM e.routed_at - e.raised_at), u.username"
        " FROM cases_escalation e JOIN cases_case c ON c.id = e.case_id"
        " JOIN cases_escalationrecipient r ON r.escalation_id = e.id"
        " JOIN core_user u ON u.id = r.user_id WHERE c.number = %s",
        [match.group()],
    )
    assert [username for _, username in reached] == ["chief_west"]
    assert reached[0][0] < 5

    # arranges joint handling
    act(chief, case, "安排办理")
    chief.locator("[name=mode][value=joint]").check()
    chief.fill("[name=instruction]", "两镇街联合取证，石亭街道牵头。")
    press(chief, "安排办理")
    told(chief, "安排已下达")

    # filing by two certified officers, approved by the head of the organ; investigation, notice,
    # the party's answer
    act(officer, case, "申请立案")
    officer.locator("select[name=lead]").select_option(index=1)
    officer.locator("input[name=others]").nth(1).check()
    press(officer, "申请立案")
    told(officer, "已申请立案")
    deputy = enter("deputy_shiting")
    approve(deputy, match.group(), "立案审批")
    act(officer, case, "登记调查记录")
    officer.fill("[name=content]", "现场见建材堆放于人行道，约十平方米。")
    officer.locator("[name=certificates_shown]").check()
    press(officer, "登记调查记录")
    told(officer, "调查记录已登记")
    act(officer, case, "调查终结")
    officer.fill("[name=discretion]", "初次违法，及时清理。")
    officer.fill("[name=proposal]", "建议警告。")
    press(officer, "调查终结")
    told(officer, "调查已终结")
    act(officer, case, "处罚告知")
    choose(officer, "penalty", "警告")
    officer.fill("[name=facts]", "当事人占用人行道堆放建材，有现场笔录、照片为证。")
    officer.fill("[name=discretion]", "初次违法，及时清理，从轻处罚。")
    officer.fill("[name=performance]", "立即清理，不再占用道路。")
    press(officer, "处罚告知")
    told(officer, "已登记处罚告知")
    act(officer, case, "登记陈述申辩")
    officer.locator("[name=waived]").check()
    press(officer, "登记陈述申辩")
    told(officer, "陈述申辩已登记")

    # the town's reviewer looks first; the zone's returns it once, then passes it
    submit_for_review(officer, case)
    town_reviewer, reviewer = enter("reviewer_shiting"), enter("reviewer_west")
    look_first(town_reviewer, match.group())
    judge(reviewer, match.group(), "纠正", bad="裁量", text="裁量理由须写明从轻的具体情形。")
    act(officer, case, "修改拟作决定")
    officer.fill("[name=discretion]", "初次违法且当日清理完毕，依裁量基准从轻处罚。")
    press(officer, "修改拟作决定")
    told(officer, "拟作决定已修改")
    submit_for_review(officer, case)
    look_first(town_reviewer, match.group())
    judge(reviewer, match.group(), "同意")

    # the decision carries the right authority; service; closing
    act(deputy, case, "作出处罚决定")
    press(deputy, "作出处罚决定")
    told(deputy, "已作出处罚决定")
    expect(deputy.locator("main")).to_contain_text("石亭街道办事处")
    act(officer, case, "送达")
    officer.fill("[name=proof]", "当事人签收，附送达回证")
    press(officer, "送达")
    told(officer, "送达已登记")
    act(officer, case, "申请结案")
    officer.fill("[name=outcome]", "当事人已改正，现场复查合格。")
    press(officer, "申请结案")
    told(officer, "已申请结案")
    approve(deputy, match.group(), "结案审批")
    expect(deputy.locator("main")).to_contain_text("已结案")

    trail_verifies_and_a_tampered_row_is_found(stack, officer, case)


def trail_verifies_and_a_tampered_row_is_found(stack: Stack, page: Page, case: str) -> None:
    page.goto(f"{case}trail/")
    expect(page.locator("main")).to_contain_text("校验通过")
    pk = int(case.rstrip("/").rsplit("/", 1)[1])
    change = "UPDATE core_auditentry SET actor_name = %s WHERE subject_id = %s AND seq = 3"
    where = "subject_type = 'cases.case'"
    [(name,)] = stack.query(
        f"SELECT actor_name FROM core_auditentry WHERE {where} AND subject_id = %s AND seq = 3",
        [pk],
    )
    for value, shown in (("他人", "第 3 条"), (name, "校验通过")):
        stack.query("ALTER TABLE core_auditentry DISABLE TRIGGER trail_is_append_only")
        stack.query(f"{change} AND {where}", [value, pk])
        stack.query("ALTER TABLE core_auditentry ENABLE TRIGGER trail_is_append_only")
        page.reload()
        expect(page.locator("main")).to_contain_text(shown)


def test_the_same_pages_are_404_to_an_outsider_of_another_zone(
    enter: Callable[..., Page],
) -> None:
    case = report(enter("officer_shiting1"))
    outsider = enter("officer_xiangkou1")
    for path in ("", "trail/", "propose_filing/", "escalate/", "arrange/", "accept/"):
        response = outsider.goto(f"{case}{path}")
        assert response is not None
        assert response.status == 404, path
    pk = case.rstrip("/").rsplit("/", 1)[1]
    for path in (f"/api/v1/cases/{pk}/", f"/api/v1/cases/{pk}/trail/"):
        response = outsider.goto(path)
        assert response is not None
        assert response.status == 404, path
    outsider.goto("/cases/?q=浏览器旅程")
    expect(outsider.locator("#list")).not_to_contain_text("浏览器旅程")
    chief_of_another_zone = enter("chief_east")
    response = chief_of_another_zone.goto(case)
    assert response is not None
    assert response.status == 404
