"""A session that expired gives its text back after the next login."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.steps import PASSWORD, press

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def test_what_was_typed_survives_an_expired_session(sign_in: Callable[..., Page]) -> None:
    page = sign_in("officer_shiting1", PASSWORD, "phone")
    page.goto("/cases/new/")
    page.fill("[name=title]", "写到一半的案由")
    page.fill("[name=place]", "丹霞路北段")
    page.fill("[name=description]", "写到一半的案情")
    page.wait_for_timeout(800)
    page.context.clear_cookies()
    page.goto("/cases/new/")
    expect(page.locator("input[name=password]")).to_be_visible()
    page.fill("input[name=username]", "officer_shiting1")
    page.fill("input[name=password]", PASSWORD)
    page.click("form button[type=submit]")
    page.wait_for_url("**/cases/new/")
    expect(page.locator("[name=description]")).to_have_value("写到一半的案情")
    expect(page.locator("[name=title]")).to_have_value("写到一半的案由")


def test_a_refused_form_shows_the_fault_at_the_field_and_keeps_the_text(
    sign_in: Callable[..., Page],
) -> None:
    page = sign_in("officer_shiting1", PASSWORD, "phone")
    page.goto("/cases/new/")
    page.fill("[name=title]", "占道经营")
    page.evaluate("document.querySelector('main form').noValidate = true")
    press(page, "登记")
    expect(page.locator("main")).to_contain_text("请填写此项")
    expect(page.locator("[name=title]")).to_have_value("占道经营")


def test_five_wrong_passwords_lock_the_account_for_a_while(
    new_page: Callable[..., Page],
) -> None:
    page = new_page()
    for _ in range(5):
        page.goto("/accounts/login/")
        page.fill("input[name=username]", "officer_xinqiao1")
        page.fill("input[name=password]", "wrong-password-1")
        page.click("form button[type=submit]")
        page.wait_for_load_state()
    expect(page.locator("body")).to_contain_text("锁定")
