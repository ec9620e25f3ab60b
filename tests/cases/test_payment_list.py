"""The list of payments: mine only, filtered by the address, as a workbook for the bank."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.services import payments
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(people: People) -> None:
    for number, (amount, channel) in enumerate([(300, "bank"), (200, "electronic")], start=1):
        case = stories.served(people, amount=1000)
        row = payments.Paid(Decimal(amount), timezone.localdate(), channel, f"票据{number}")
        payments.record(case_id=case.pk, paid=row, by=people.shiting)


def page(client, **asked: str) -> str:
    return client.get(reverse("payments"), asked).content.decode()


def test_the_sum_follows_the_filters(client, paid, people: People):
    client.force_login(people.shiting)
    assert "500.00" in page(client)
    found = page(client, channel="bank")
    assert "票据1" in found
    assert "票据2" not in found
    assert "300.00" in found
    assert "票据2" in page(client, q="票据2")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "没有符合条件的缴款" in page(client, since=tomorrow)
    assert "没有符合条件的缴款" in page(client, cash="unbanked")


def test_nobody_sees_payments_of_cases_that_are_not_theirs(client, paid, people: People):
    client.force_login(people.xiangkou)
    assert "没有符合条件的缴款" in page(client)


def test_the_workbook_has_the_rows_of_the_page(client, paid, people: People):
    client.force_login(people.shiting)
    data = client.get(reverse("payments_export"), {"channel": "bank"}).content
    rows = list(load_workbook(BytesIO(data)).active.values)
    assert rows[0][:2] == ("缴款日期", "决定书文号")
    assert [row[8] for row in rows[1:]] == ["票据1"]
    assert rows[1][5] == 300


def test_the_list_asks_few_questions(client, paid, people: People, django_assert_max_num_queries):
    client.force_login(people.shiting)
    page(client)
    with django_assert_max_num_queries(12):
        page(client)
