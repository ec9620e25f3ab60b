"""The matrix: what a cell says, filters, queries, and how fast the whole of it opens."""

from __future__ import annotations

import time
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests import stories
from tests.people import People
from zones import selectors
from zones.models import Agency, Empowerment, EnforcementItem
from zones.views.matrix import MatrixFilter, _table

pytestmark = pytest.mark.django_db
START = date(2024, 7, 1)


@pytest.fixture(autouse=True)
def _nothing_delegated(people: People) -> None:
    Empowerment.objects.all().delete()
    EnforcementItem.objects.update(statutory_town=False, city_since=None)


@pytest.fixture
def items() -> list[EnforcementItem]:
    return list(EnforcementItem.objects.order_by("code")[:4])


def delegate(item: EnforcementItem, *towns: str, **changes) -> None:
    for name in towns or [town.name for town in selectors.towns_in_zones()]:
        values = {"starts_on": START, "document": "测试承接书", **changes}
        Empowerment.objects.create(item=item, township=stories.town(name), **values)


def lines(**query):
    form = MatrixFilter(query)
    return {line.code: line for line in _table(form).lines}


def said(line, town: str) -> str:
    names = [t.name for zone in selectors.zones_with_towns() for t in zone.townships.all()]
    return line.words[names.index(town)]


def test_a_cell_tells_since_when_for_the_demo_by_statute_or_by_the_city(items):
    delegate(items[0], "石亭街道", is_demo=True, ends_on=date(2027, 1, 1))
    delegate(items[3])
    EnforcementItem.objects.filter(pk=items[1].pk).update(statutory_town=True)
    EnforcementItem.objects.filter(pk=items[3].pk).update(city_since=date(2026, 1, 1))
    found = lines(on="2026-02-01")
    assert said(found[items[0].code], "石亭街道") == "自 2024-07-01 至 2027-01-01，演示赋权"
    assert said(found[items[0].code], "天宝镇") == ""
    assert said(found[items[1].code], "天宝镇").startswith("法定职权")
    assert said(found[items[1].code], "石亭街道") == ""
    assert "上收市级（自 2026-01-01）" in found[items[3].code].cells
    before = lines(on="2025-12-31")
    assert said(before[items[3].code], "石亭街道") == "自 2024-07-01"


def test_filters(items):
    delegate(items[0])
    delegate(items[1], "石亭街道")
    assert set(lines(differs="1")) == {items[1].code}
    assert set(lines(q=items[2].code)) == {items[2].code}
    domain = items[0].domain
    assert {line.domain for line in lines(domain=domain).values()} == {domain}
    bureau = items[0].agency
    assert {line.bureau for line in lines(bureau=bureau.pk).values()} == {bureau.short_name}
    assert lines(on="嘿") == lines()
    assert said(lines(on="2024-06-30")[items[0].code], "石亭街道") == ""


def test_export_has_what_is_shown(client, people: People, items):
    delegate(items[1], "石亭街道")
    client.force_login(people.shiting)
    book = client.get(reverse("power_matrix_xlsx"), {"differs": "1"})
    rows = list(load_workbook(BytesIO(book.content)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[2:]] == [items[1].code]
    assert "自 2024-07-01" in rows[2]


def test_nothing_found_says_so(client, people: People):
    client.force_login(people.shiting)
    page = client.get(reverse("power_matrix"), {"q": "没有这样的事项"})
    assert "没有符合条件的事项" in page.content.decode()


def test_477_items_by_ten_towns_open_fast(client, people: People, django_assert_max_num_queries):
    agency = Agency.objects.filter(kind="bureau")[0]
    missing = 477 - EnforcementItem.objects.count()
    EnforcementItem.objects.bulk_create(
        EnforcementItem(
            code=f"ZZ{n:04d}",
            name=f"对第 {n} 种违法行为的处罚（测试）",
            domain=f"测试领域{n % 12}",
            legal_basis="某法第一条",
            agency=agency,
        )
        for n in range(max(0, missing))
    )
    towns = list(selectors.towns_in_zones())
    Empowerment.objects.bulk_create(
        Empowerment(item=item, township=town, starts_on=START, document="测试", is_demo=n % 2 == 0)
        for n, item in enumerate(EnforcementItem.objects.all())
        for town in towns
    )
    client.force_login(people.shiting)
    client.get(reverse("power_matrix"))
    with django_assert_max_num_queries(12):
        client.get(reverse("power_matrix"))
    took = []
    for _ in range(5):
        started = time.perf_counter()
        page = client.get(reverse("power_matrix"))
        took.append(time.perf_counter() - started)
    assert page.content.decode().count('class="mx__') >= 4770
    print(f"matrix 477 × 10: {min(took) * 1000:.0f} ms")  # noqa: T201
    assert min(took) < 0.3
