"""A cross-town case from the roadside to the archive, seen by those concerned and nobody else."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

LOGINS = json.loads((settings.BASE_DIR / "fixtures" / "demo" / "logins.json").read_text())
PASSWORD = LOGINS[0]["password"]
DESCRIPTION = "巡查发现沿街商户占用人行道堆放建材，延伸至天宝镇路段。"


def choose(page: Page, field: str, part: str) -> None:
    """Pick the option whose words contain `part`, searchable drop-down or plain."""
    page.evaluate(
        """([field, part]) => {
            const select = document.querySelector(`select[name=${field}]`);
            const option = Array.from(select.options).find((o) => o.text.includes(part));
            if (select.tomselect) { select.tomselect.setValue(option.value); return; }
            select.value = option.value;
            select.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        [field, part],
    )


def press(page: Page, label: str) -> None:
    """The form's own button of that name; a confirmation, if asked for, is given."""
    page.locator("main form button[type=submit]", has_text=label).first.click()
    dialog = page.locator("dialog[open] button", has_text=label)
    page.wait_for_timeout(150)
    if dialog.count():
        dialog.first.click()


def act(page: Page, case: str, label: str) -> None:
    """From the case page, open the action of that name."""
    page.goto(case)
    link = page.locator("main a", has_text=re.compile(f"^\\s*{label}\\s*$")).first
    menu = link.locator("xpath=ancestor::details[not(@open)]/summary")
    if menu.count():
        menu.click()
    link.click()
    expect(page.locator("h1")).to_contain_text(label)


def told(page: Page, text: str) -> None:
    expect(page.locator("main [role=status], main .alert").first).to_contain_text(text)


@pytest.fixture
def enter(sign_in: Callable[..., Page]) -> Callable[..., Page]:
    return lambda name, device="desktop": sign_in(name, PASSWORD, device)


def report(page: Page, *, others: tuple[str, ...] = ("天宝镇",)) -> str:
    """File the report form; returns the address of the case."""
    page.goto("/cases/new/")
    page.fill("[name=title]", "占用城市道路堆放物料（浏览器旅程）")
    choose(page, "item", "城管-市容环卫")
    choose(page, "township", "石亭街道")
    for town in others:
        page.locator("label", has_text=town).first.click()
    page.fill("[name=place]", "丹霞路与天宝大道交叉口")
    page.fill("[name=description]", DESCRIPTION)
    choose(page, "party_kind", "法人")
    page.fill("[name=party_name]", "某建材经营部（演示）")
    press(page, "登记")
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    return page.url


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
    choose(chief, "mode", "联合执法")
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

    # the zone's reviewer returns it once, then passes it
    submit_for_review(officer, case)
    reviewer = enter("reviewer_west")
    judge(reviewer, match.group(), "纠正", bad="裁量", text="裁量理由须写明从轻的具体情形。")
    act(officer, case, "修改拟作决定")
    officer.fill("[name=discretion]", "初次违法且当日清理完毕，依裁量基准从轻处罚。")
    press(officer, "修改拟作决定")
    told(officer, "拟作决定已修改")
    submit_for_review(officer, case)
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


def approve(page: Page, number: str, kind: str) -> None:
    """As the head of the organ: open the request of that kind for the case, approve it."""
    page.goto("/approvals/")
    row = page.locator("main tr", has_text=number).filter(has_text=kind)
    row.locator("a").first.click()
    expect(page.locator("main")).to_contain_text(kind)
    page.locator("[name=answer][value=approve]").check()
    page.fill("[name=opinion]", "同意")
    press(page, "提交审批")
    told(page, f"{kind}：已批准")


def submit_for_review(page: Page, case: str) -> None:
    act(page, case, "提请法制审核")
    press(page, "提请法制审核")
    told(page, "已提请法制审核")


def judge(page: Page, number: str, kind: str, *, bad: str = "", text: str = "") -> None:
    """From the queue, open the review, judge the seven points, give the opinion."""
    page.goto("/reviews/")
    page.locator("main a", has_text=number).first.click()
    for group in page.locator("main [role=radiogroup], main fieldset").all():
        words = group.inner_text()
        wanted = "不合格" if bad and bad in words.split("：")[0] else "合格"
        label = group.locator("label", has_text=re.compile(f"^\\s*{wanted}\\s*$"))
        if label.count():
            label.first.click()
    kind_field = page.locator("select[name=kind]")
    if kind_field.count():
        choose(page, "kind", kind)
    else:
        page.locator("label", has_text=re.compile(f"^\\s*{kind}\\s*$")).first.click()
    page.fill("[name=text]", text)
    press(page, "出具")
    told(page, "已出具审核意见")


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
