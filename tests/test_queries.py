"""Queries of the remaining pages stay few."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def busy(people: People) -> People:
    """Something waits for everybody."""
    _ = (people.chief_west, people.shiting_deputy, people.justice)
    stories.under_review(people)
    stories.routed(stories.registered(people.shiting, "石亭街道", "天宝镇"))
    stories.registered(people.shiting, "石亭街道", accept=False)
    return people


@pytest.mark.parametrize("who", ["shiting", "chief_west", "reviewer_west", "justice"])
def test_the_workbench(client, busy: People, who, django_assert_max_num_queries):
    client.force_login(getattr(busy, who))
    client.get("/")
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("name", ["reviews", "officers", "appointments", "items", "notices"])
def test_the_lists(client, busy: People, name, django_assert_max_num_queries):
    client.force_login(busy.justice)
    client.get(reverse(name))
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("who", ["shiting", "chief_west"])
def test_the_page_of_a_case_with_all_its_parts(
    client, busy: People, who, django_assert_max_num_queries
):
    """Small tables without joins come in one query, whatever their number."""
    case = stories.filed(busy, "天宝镇")
    client.force_login(getattr(busy, who))
    client.get(case.get_absolute_url())
    with django_assert_max_num_queries(12):
        assert client.get(case.get_absolute_url()).status_code == 200
