"""The stack starts, says how it is, and recovers when a part of it is killed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.stack import Stack


def health(page: Page) -> tuple[int, dict[str, str]]:
    response = page.goto("/healthz")
    assert response is not None
    return response.status, json.loads(response.text())


def test_a_stranger_is_sent_to_the_login_page(desktop: Page, phone: Page) -> None:
    for page in (desktop, phone):
        page.goto("/")
        assert "/accounts/login/?next=/" in page.url
        expect(page.locator("input[name=password]")).to_be_visible()


def test_pages_go_on_without_the_broker(stack: Stack, desktop: Page) -> None:
    stack.kill_broker()
    try:
        status, state = health(desktop)
        assert (status, state["status"], state["broker"]) == (200, "degraded", "down")
        desktop.goto("/accounts/login/")
        expect(desktop.locator("input[name=password]")).to_be_visible()
    finally:
        stack.start_broker()
    assert health(desktop)[1]["status"] == "ok"


def test_pages_return_after_the_database_was_killed(stack: Stack, desktop: Page) -> None:
    stack.kill_postgres()
    try:
        assert health(desktop)[0] == 503
        desktop.goto("/accounts/login/?next=/")
        assert "Traceback" not in desktop.content()
    finally:
        stack.start_postgres()
    assert health(desktop) == (200, {"status": "ok", "database": "ok", "broker": "ok"})


def test_a_killed_worker_comes_back(stack: Stack) -> None:
    stack.kill_worker()
    stack.start_worker()
