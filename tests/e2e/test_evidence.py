"""On the phone: a photo and a film; the connection breaks in the middle of the film."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.core import films
from tests.e2e.steps import LOGINS, PASSWORD, press, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page, Route

    from tests.e2e.conftest import Watch
    from tests.e2e.stack import Stack

HANDLED = """
    SELECT c.id, u.username FROM cases_case c
    JOIN cases_caseofficer h ON h.case_id = c.id AND h.removed_at IS NULL
    JOIN personnel_officer o ON o.id = h.officer_id JOIN core_user u ON u.id = o.user_id
    WHERE c.state IN ('filed', 'investigated', 'notified') AND u.username = ANY(%s)
    ORDER BY c.id DESC LIMIT 1
"""


def test_a_film_goes_on_after_a_broken_connection_and_a_cut_one_is_refused(
    stack: Stack, sign_in: Callable[..., Page], watch: Watch, tmp_path: Path
) -> None:
    watch.expected += ["net::ERR_CONNECTION_FAILED", "422"]
    [(pk, username)] = stack.query(HANDLED, [[login["username"] for login in LOGINS]])
    film = films.mp4(24_000_000)
    whole, cut = tmp_path / "现场录像.mp4", tmp_path / "截断.mp4"
    whole.write_bytes(film)
    cut.write_bytes(film[: len(film) * 7 // 10])
    page = sign_in(username, PASSWORD, "phone")
    page.goto(f"/cases/{pk}/evidence/new/")
    page.select_option("[name=kind]", "audiovisual")
    page.fill("[name=title]", "占道堆放现场（浏览器旅程）")
    page.fill("[name=proves]", "堆放的位置和面积")
    photo = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": films.picture()}
    page.set_input_files("[name=originals]", [photo])

    row = page.locator("[data-upload-list] > li").first
    passed: list[str] = []

    def cut_the_line(route: Route) -> None:
        passed.append(route.request.url)
        if len(passed) == 3:
            route.abort("connectionfailed")
        else:
            route.continue_()

    page.route(re.compile(r"/uploads/.*offset="), cut_the_line)
    page.set_input_files("[name=shot]", whole)
    expect(row).to_contain_text("连接中断")
    expect(row).to_contain_text("已传完", timeout=60_000)
    offsets = [url.split("offset=")[1].split("&")[0] for url in passed]
    assert offsets.count("0") == 1, "what had arrived was sent again"
    assert offsets[2] == offsets[3], "it did not go on where it stopped"

    page.set_input_files("[name=shot]", cut)
    refused = page.locator("[data-upload-list] > li", has_text="截断.mp4")
    expect(refused).to_contain_text("不完整：在中途被截断", timeout=60_000)
    refused.locator("[data-upload-remove]").click()
    expect(refused).to_have_count(0)

    press(page, "登记证据")
    told(page, "已登记 2 件证据")
    [(size, sha256, sm3)] = stack.query(
        "SELECT size, sha256, sm3 FROM cases_evidence WHERE case_id = %s AND name = %s",
        [pk, whole.name],
    )
    assert size == len(film)
    assert len(sha256) == len(sm3) == 64
    page.locator("#list a.evidence-name", has_text="浏览器旅程").first.click()
    expect(page.locator("#custody")).to_contain_text("登记入库")
