"""A case in two zones: both chiefs and the coordination office are told, and the office says who
leads. What each sees, and that nobody else does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.steps import act, choose, press, report, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

TOLD = (
    "SELECT u.username, r.part FROM cases_escalationrecipient r"
    " JOIN cases_escalation e ON e.id = r.escalation_id"
    " JOIN core_user u ON u.id = r.user_id WHERE e.case_id = %s ORDER BY u.username"
)


def test_the_coordination_office_names_the_zone_that_leads(
    stack: Stack, enter: Callable[..., Page]
) -> None:
    officer = enter("officer_shiting1", "phone")
    case = report(officer, others=("天宝镇", "芝山街道"))
    told(officer, "已登记")
    pk = int(case.rstrip("/").rsplit("/", 1)[1])

    # the zone of the town that took it up leads; the other chief and the office know
    deadline = time.monotonic() + 30
    while not stack.query(TOLD, [pk]):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert stack.query(TOLD, [pk]) == [
        ("chief_central", "chief"),
        ("chief_west", "lead"),
        ("office_coordination", "office"),
    ]
    officer.goto(f"{case}?tab=reporting")
    main = officer.locator("main")
    expect(main).to_contain_text("石亭街道最先办理，由其所属西部片区牵头")
    expect(main).to_contain_text("芝山街道属中部片区，片长一并知悉")
    expect(main).to_contain_text("等待：西部片区片长")

    # the other chief has it among what is to be known, signs for it, and can't arrange it
    central = enter("chief_central")
    central.goto("/")
    expect(central.locator("main")).to_contain_text("待知悉的上报")
    act(central, case, "签收上报")
    press(central, "签收上报")
    told(central, "已签收")
    central.goto(f"{case}?tab=reporting")
    expect(central.locator("main")).to_contain_text("已签收")
    refused = central.goto(f"{case}arrange/")
    assert refused is not None
    assert refused.status == 403

    # the office names the other zone; from then on that chief arranges, and the first one can't
    office = enter("office_coordination")
    act(office, case, "指定牵头片区")
    choose(office, "zone", "中部片区")
    press(office, "指定牵头片区")
    told(office, "已指定牵头片区")
    assert ("chief_central", "lead") in stack.query(TOLD, [pk])
    assert ("chief_west", "chief") in stack.query(TOLD, [pk])
    office.goto(f"{case}?tab=reporting")
    expect(office.locator("main")).to_contain_text("指导单位指定中部片区牵头")
    west = enter("chief_west")
    refused = west.goto(f"{case}arrange/")
    assert refused is not None
    assert refused.status == 403

    act(central, case, "安排办理")
    central.locator("[name=mode][value=joint]").check()
    central.fill("[name=instruction]", "两片区联合取证，石亭街道先行办理。")
    press(central, "安排办理")
    told(central, "安排已下达")
    central.goto(f"{case}?tab=reporting")
    expect(central.locator("main")).to_contain_text("已安排")

    # who is not concerned sees nothing
    answer = enter("chief_east").goto(case)
    assert answer is not None
    assert answer.status == 404


def test_a_report_nobody_made_goes_up_by_itself(stack: Stack, enter: Callable[..., Page]) -> None:
    """Registered and left lying for two days: the beat's look at it reports it to the chief."""
    officer = enter("officer_shiting1", "phone")
    case = report(officer, accept=False)
    expect(officer.locator("main")).to_contain_text("须上报片长")
    pk = int(case.rstrip("/").rsplit("/", 1)[1])
    late = "report_owed_since - interval '49 hours'"
    stack.query(f"UPDATE cases_case SET report_owed_since = {late} WHERE id = %s", [pk])
    stack.manage("shell", "-c", "from cases.tasks import watch_reports; watch_reports()")
    deadline = time.monotonic() + 30
    while stack.query(TOLD, [pk]) != [("chief_west", "lead")]:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    officer.goto(f"{case}?tab=reporting")
    expect(officer.locator("main")).to_contain_text("系统自动上报")
