"""The chief's board at eight: it refreshes by itself, the keyboard chooses, one press reminds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.steps import report, told
from tests.e2e.test_every_page import faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.stack import Stack

HALF_A_MINUTE = 31_000
WAITING = ".stat:has-text('待安排') .stat__value"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.dataset.key || ''"))


def hide(page: Page, *, hidden: bool) -> None:
    """As if the tab lay behind another."""
    page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_the_board_refreshes_by_itself_and_takes_nothing_out_of_the_hand(
    enter: Callable[..., Page],
) -> None:
    chief = enter("chief_west")
    chief.clock.install()
    chief.goto("/board/")
    asked: list[str] = []
    chief.on("request", lambda sent: asked.append(sent.url) if "x-board" in sent.headers else None)
    waiting = int(chief.locator(WAITING).inner_text())

    # arrow keys go from card to card and from column to column, X chooses
    first = chief.locator("[data-card]").first
    first.focus()
    chief.keyboard.press("ArrowRight")
    card = focused(chief)
    assert card.startswith("case-")
    assert card != first.get_attribute("data-key")
    chief.keyboard.press("x")
    expect(chief.locator("[data-count]")).to_have_text("1")
    chief.locator("#board-table > summary").click()
    chief.locator(f"[data-key={card}]").focus()

    # somebody reports a case of two towns: it appears without a touch, and all else stays
    report(enter("officer_shiting1"))
    for _ in range(20):  # the worker routes it within a second or so
        chief.clock.fast_forward(HALF_A_MINUTE)
        chief.wait_for_timeout(500)
        if int(chief.locator(WAITING).inner_text()) == waiting + 1:
            break
    expect(chief.locator(WAITING)).to_have_text(str(waiting + 1))
    assert focused(chief) == card
    expect(chief.locator("[data-count]")).to_have_text("1")
    assert chief.locator("[name=case]:checked").count() == 1
    assert chief.locator("#board-table").get_attribute("open") is not None

    # a tab nobody looks at asks nothing; a lost connection is said, and said to be over
    hide(chief, hidden=True)
    before = len(asked)
    chief.clock.fast_forward(4 * HALF_A_MINUTE)
    chief.wait_for_timeout(500)
    assert len(asked) == before
    chief.context.set_offline(True)
    hide(chief, hidden=False)
    expect(chief.locator("[data-state]")).to_contain_text("连接中断")
    chief.context.set_offline(False)
    chief.clock.fast_forward(HALF_A_MINUTE)
    expect(chief.locator("[data-state]")).not_to_contain_text("连接中断")


def test_the_chief_reminds_on_two_cases_with_the_keyboard(
    stack: Stack, enter: Callable[..., Page]
) -> None:
    chief = enter("chief_central")
    chief.goto("/board/?risk=")
    rows = chief.locator("article", has=chief.locator("[name=case]"))
    names = [str(rows.nth(n).locator("[data-card]").get_attribute("data-key")) for n in (0, 1)]
    for name in names:
        chief.locator(f"[data-key={name}]").focus()
        chief.keyboard.press("x")
    expect(chief.locator("[data-count]")).to_have_text("2")
    chief.keyboard.press("c")
    chief.keyboard.press("Control+a")
    chief.keyboard.type("请在周五前报进展（浏览器旅程）")
    chief.keyboard.press("Enter")
    told(chief, "已催办 2 件")
    for name in names:
        card = chief.locator("article", has=chief.locator(f"[data-key={name}]"))
        expect(card).to_contain_text("催办 1 次")
        expect(card).to_contain_text("今天已催办")
    keys = [f"urged:{name.removeprefix('case-')}:%" for name in names]
    sent = stack.query(
        "SELECT count(*), count(DISTINCT (recipient_id, key)) FROM core_notice"
        " WHERE key LIKE %s OR key LIKE %s",
        keys,
    )
    assert sent[0][0] >= 2
    assert sent[0][0] == sent[0][1]
    chief.goto(f"/cases/{names[0].removeprefix('case-')}/")
    expect(chief.locator(".case-head")).to_contain_text("催办 1 次，最近")


def test_more_of_a_column_and_the_filters_stay_in_the_address(enter: Callable[..., Page]) -> None:
    office = enter("office_coordination")
    office.goto("/board/")
    more = office.locator("[data-more]").first
    lane = more.locator("xpath=ancestor::details")
    shown = lane.locator("[data-card]").count()
    name = lane.get_attribute("id")
    more.click()
    expect(office.locator(f"#{name} [data-card]").nth(shown)).to_be_focused()
    office.select_option("select[name=risk]", "low")
    office.wait_for_url("**risk=low**")
    expect(office.locator("#board")).not_to_contain_text("风险高")
    office.reload()
    expect(office.locator("select[name=risk]")).to_have_value("low")


def test_on_a_phone_the_columns_are_an_accordion(enter: Callable[..., Page]) -> None:
    page = enter("chief_west", "phone")
    assert faults(page, "/board/") == []
    lanes = page.locator("[data-lane]")
    assert lanes.count() > 1
    expect(page.locator("[data-lane][open]")).to_have_count(1)
    lanes.nth(1).locator("summary").click()
    expect(page.locator("[data-lane][open]")).to_have_count(2)
    lanes.nth(1).locator("[name=case]").first.check()
    expect(page.locator("#urge")).to_be_visible()
