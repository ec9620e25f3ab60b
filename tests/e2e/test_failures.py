"""Killing the worker or PostgreSQL in the middle of an escalation loses nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.steps import PASSWORD, report

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

STATE = "SELECT status FROM cases_escalation WHERE case_id = %s"
TOLD = (
    "SELECT u.username FROM cases_escalationrecipient r"
    " JOIN cases_escalation e ON e.id = r.escalation_id"
    " JOIN core_user u ON u.id = r.user_id WHERE e.case_id = %s"
)


@pytest.fixture
def officer(sign_in: Callable[..., Page]) -> Page:
    return sign_in("officer_shiting1", PASSWORD)


def number(case: str) -> int:
    return int(case.rstrip("/").rsplit("/", 1)[1])


def wait_for(stack: Stack, pk: int, status: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while stack.query(STATE, [pk]) != [(status,)]:
        assert time.monotonic() < deadline, stack.query(STATE, [pk])
        time.sleep(0.1)


def test_a_report_filed_while_the_worker_is_dead_waits_and_arrives(
    stack: Stack, officer: Page
) -> None:
    stack.kill_worker()
    try:
        case = report(officer)
        expect(officer.locator("main")).to_contain_text("待转送")
        assert stack.query(STATE, [number(case)]) == [("pending",)]
    finally:
        stack.start_worker()
    wait_for(stack, number(case), "routed")
    assert stack.query(TOLD, [number(case)]) == [("chief_west",)]
    officer.reload()
    expect(officer.locator("main")).to_contain_text("待片长安排")


def test_a_worker_killed_while_reports_are_being_routed_tells_each_chief_once(
    stack: Stack, officer: Page
) -> None:
    cases = [number(report(officer)) for _ in range(2)]
    stack.kill_worker()
    cases.append(number(report(officer)))
    stack.start_worker()
    stack.kill_worker()
    stack.start_worker()
    for pk in cases:
        wait_for(stack, pk, "routed")
        assert stack.query(TOLD, [pk]) == [("chief_west",)]
        routes = "SELECT count(*) FROM core_auditentry WHERE verb = 'route' AND subject_id = %s"
        assert stack.query(routes, [pk]) == [(1,)]


def test_a_report_survives_the_death_of_the_database_and_the_broker(
    stack: Stack, officer: Page
) -> None:
    stack.kill_worker()
    case = report(officer)
    stack.kill_broker()
    stack.kill_postgres()
    stack.start_postgres()
    stack.start_broker()
    stack.start_worker()
    wait_for(stack, number(case), "routed", 45)
    assert stack.query(TOLD, [number(case)]) == [("chief_west",)]


def test_all_trails_of_the_platform_verify(stack: Stack) -> None:
    assert stack.manage("verify_trails")
