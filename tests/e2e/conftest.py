"""A running platform and a browser that is told to leave it for nowhere else."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e import browser as system_browser
from tests.e2e.stack import Stack
from tests.e2e.steps import PASSWORD
from xiangcheng_enforcement.embedded.process import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

DEVICES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1366, "height": 768}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    # Names resolve to nothing: a page that asks another host gets an error, and we see it.
    f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {LOOPBACK}",
]


@dataclass
class Watch:
    """What went wrong in the browser behind a test's back.

    A refused document (404, 403, 409) is what many tests ask for and is no fault; put part
    of any other expected message into `expected`.
    """

    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)

    def follow(self, context: BrowserContext) -> None:
        context.on("request", self._on_request)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def _on_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self.documents.add(request.url)
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != LOOPBACK:
            self.faults.append(f"left the host: {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        place = message.location["url"]
        if message.text.startswith("Failed to load resource") and place in self.documents:
            return
        self.faults.append(f"console: {message.text} ({place})")

    def unexpected(self) -> list[str]:
        return [fault for fault in self.faults if not any(part in fault for part in self.expected)]


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    """One platform for all journeys; a test that breaks a part mends it again."""
    platform = Stack()
    try:
        platform.start()
        yield platform
    finally:
        platform.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser, closed after the last journey: its event loop forbids the ORM."""
    arguments = [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=system_browser.provide(), args=arguments
        )
        yield chromium
        chromium.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test for script errors, console errors (CSP too) and foreign requests."""
    watching = Watch()
    yield watching
    assert watching.unexpected() == []


@pytest.fixture
def new_page(stack: Stack, browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Makes pages, each with cookies of its own: one person at one device."""
    contexts: list[BrowserContext] = []

    def make(device: str = "desktop") -> Page:
        context = browser.new_context(
            base_url=stack.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            **DEVICES[device],
        )
        context.set_default_timeout(15_000)
        watch.follow(context)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def desktop(new_page: Callable[..., Page]) -> Page:
    return new_page("desktop")


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    return new_page("phone")


@pytest.fixture
def sign_in(new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a page signed in as a demo account."""

    def enter(username: str, password: str, device: str = "desktop") -> Page:
        page = new_page(device)
        page.goto("/accounts/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", password)
        page.click("form button[type=submit]")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return page

    return enter


@pytest.fixture
def enter(sign_in: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a page signed in as a demo account by its name."""
    return lambda name, device="desktop": sign_in(name, PASSWORD, device)
