"""Long lists are counted to a thousand, and not at every page."""

from __future__ import annotations

import pytest

from core import paging
from core.models import User
from core.paging import ListPage, RowsPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def users(monkeypatch) -> None:
    monkeypatch.setattr(paging, "COUNT_LIMIT", 20)
    User.objects.bulk_create(User(username=f"u{n}", name="甲") for n in range(30))


def rows(first: str):
    return User.objects.filter(username__startswith=first).order_by("pk")


def test_a_list_found_long_is_not_counted_again_for_a_minute(users, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert ListPage(rows("u"), 1, size=5).total_label == "共 20+ 条"
    with django_assert_num_queries(1):
        assert ListPage(rows("u"), 2, size=5).total_label == "共 20+ 条"
    paging.forget_counts()
    with django_assert_num_queries(2):
        ListPage(rows("u"), 1, size=5)


def test_a_short_list_is_counted_each_time(users):
    assert ListPage(rows("u2"), 1, size=5).total_label == "共 11 条"
    User.objects.filter(username__in=["u20", "u21", "u22"]).delete()
    assert ListPage(rows("u2"), 1, size=5).total_label == "共 8 条"


def test_a_page_beyond_the_end_is_empty(users):
    page = ListPage(rows("u2"), 9, size=5)
    assert (list(page.rows), page.has_next, page.has_previous) == ([], False, True)


def test_rows_in_memory_are_paged_and_an_odd_page_is_the_last():
    page = RowsPage(list(range(7)), 9, size=3, unit="项")
    assert (page.number, list(page.rows), page.total_label) == (3, [6], "共 7 项")
    assert RowsPage([], 1).total_label == "共 0 条"
