"""The pages of joint operations: the list, its export, the page of one."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests import operations as given
from tests.people import People

pytestmark = pytest.mark.django_db


def enter(client: Client, user) -> Client:
    client.force_login(user)
    return client


def test_the_list_is_as_quick_with_many_as_with_one(
    people: People, client: Client, django_assert_max_num_queries
):
    for number in range(4):
        given.drafted(people.chief_west, name=f"整治 {number}")
    given.ordered(people)
    enter(client, people.chief_west).get("/operations/")
    with django_assert_max_num_queries(14):
        page = client.get("/operations/?state=draft").content.decode()
    assert "整治 3" in page
    assert "沿街占道" not in page


def test_an_outsider_sees_an_empty_list_and_no_page(people: People, client: Client):
    operation = given.ordered(people)
    enter(client, people.zhishan)
    assert operation.name not in client.get("/operations/").content.decode()
    assert client.get(operation.get_absolute_url()).status_code == 404


def test_the_workbook_has_what_the_list_shows(people: People, client: Client):
    operation = given.ordered(people)
    data = enter(client, people.chief_west).get("/operations/export/?q=占道").content
    rows = list(load_workbook(BytesIO(data)).active.values)
    assert rows[2][0] == operation.number
    assert rows[2][5] == "石亭街道、天宝镇"


def test_the_page_names_everything_in_few_queries(
    people: People, client: Client, django_assert_max_num_queries
):
    operation = given.under_way(people)
    given.found(operation, people.shiting)
    enter(client, people.tianbao).get("/")
    with django_assert_max_num_queries(26):
        page = client.get(operation.get_absolute_url()).content.decode()
    for words in ("丹霞路口", "石亭甲", "迟到", "未签到", "芗城某建材经营部（测试）", "拟立案查处"):
        assert words in page
