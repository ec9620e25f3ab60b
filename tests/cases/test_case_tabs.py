"""The page of a case: the first panel, and everything else one click away under a tab."""

from __future__ import annotations

import re

import pytest

from cases.views.tabs import PANELS, TABS
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
MOST_QUERIES = 22


def page(client, case, tab: str = "") -> str:
    return client.get(case.get_absolute_url(), {"tab": tab} if tab else {}).content.decode()


def test_every_panel_hangs_on_a_tab_that_is_there():
    assert {panel.tab for panel in PANELS} <= {tab.key for tab in TABS}


@pytest.mark.parametrize("tab", [tab.key for tab in TABS])
def test_every_tab_opens_keeps_the_first_panel_and_asks_few_questions(
    client, people: People, tab, django_assert_max_num_queries
):
    case = stories.notified(people, stories.filed(people))
    client.force_login(people.shiting)
    page(client, case, tab)
    with django_assert_max_num_queries(MOST_QUERIES):
        html = page(client, case, tab)
    assert "还缺什么" in html
    assert re.search(rf'tab={tab}"\s[^>]*aria-current', html) or tab == "overview"


def test_a_tab_says_how_much_it_holds_and_an_empty_one_what_will_come(client, people: People):
    case = stories.filed(people)
    client.force_login(people.shiting)
    empty = page(client, case, "inquiry")
    assert "办理记录：还没有内容" in empty
    stories.investigated(people, case)
    html = page(client, case, "inquiry")
    assert 'class="count">1<' in html
    assert "现场见建材堆放于人行道" in html
    assert "现场见建材堆放于人行道" not in page(client, case)


def test_a_tab_nobody_knows_is_the_first(client, people: People):
    case = stories.filed(people)
    client.force_login(people.shiting)
    assert "基本情况" in page(client, case, "nonsense")
