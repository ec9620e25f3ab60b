"""The jurisdiction page: answers in situations, by plain GET, by htmx, and over the API."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from personnel.roles import Role
from tests import stories
from tests.factories.personnel import person
from tests.people import People
from zones.models import Empowerment, EnforcementItem, Township

pytestmark = pytest.mark.django_db
START = date(2024, 7, 1)


@pytest.fixture(autouse=True)
def _clean(people: People) -> None:
    Empowerment.objects.all().delete()
    EnforcementItem.objects.update(statutory_town=False, city_since=None)


@pytest.fixture
def items() -> list[EnforcementItem]:
    return list(EnforcementItem.objects.select_related("agency").order_by("code")[:3])


@pytest.fixture
def certified() -> None:
    for name in ("石亭街道", "天宝镇", "巷口街道"):
        for n in range(2):
            person(f"{name}持证{n}", Role.TOWN_OFFICER, name)


def delegate(item: EnforcementItem, *towns: str, **changes) -> None:
    for name in towns:
        values = {"starts_on": START, "document": "测试承接书", **changes}
        Empowerment.objects.create(item=item, township=stories.town(name), **values)


@pytest.fixture
def ask(client, people: People):
    client.force_login(people.chief_west)

    def answer(items, *towns, **more):
        codes = [Township.objects.get(name=name).code for name in towns]
        query = {"item": [item.code for item in items], "town": codes, **more}
        page = client.get(reverse("jurisdiction"), query)
        assert page.status_code == 200
        return page

    return answer


def text_of(page) -> str:
    return page.content.decode()


def test_the_empty_page_says_what_to_do(ask):
    assert "选定执法事项和违法行为发生地后" in text_of(ask([]))


def test_a_town_with_the_power(ask, items, certified):
    delegate(items[0], "石亭街道")
    page = ask([items[0]], "石亭街道")
    assert page.context["answer"].authority == "石亭街道"
    assert "石亭街道办事处" in text_of(page)
    assert "有权" in text_of(page)


def test_any_day_past_or_future(ask, items, certified):
    delegate(items[0], "石亭街道")
    before = ask([items[0]], "石亭街道", on="2024-06-30").context["answer"]
    assert before.authority == items[0].agency.name
    assert "delegation_not_begun" in {reason.rule for reason in before.reasons}
    future = (timezone.localdate() + timedelta(days=400)).isoformat()
    assert ask([items[0]], "石亭街道", on=future).context["answer"].authority == "石亭街道"


def test_a_place_still_to_be_chosen(ask, items):
    delegate(items[0], "石亭街道")
    page = ask([items[0]])
    assert page.context["answer"].authority is None
    rows = page.context["why"][0][1]
    assert {town.name for town, may, _ in rows if may} == {"石亭街道"}
    assert len(rows) == 10


def test_two_zones_and_who_filed_first(ask, items, certified):
    delegate(items[0], "石亭街道", "巷口街道")
    first = stories.town("石亭街道").code
    answer = ask([items[0]], "石亭街道", "巷口街道", first=first).context["answer"]
    assert answer.authority == "石亭街道"
    assert answer.report_to == ("西部片区", "东部片区")


def test_several_items_are_split(ask, items, certified):
    delegate(items[0], "石亭街道")
    page = ask(items[:2], "石亭街道")
    assert page.context["answer"].split
    assert [part["organ"] for part in page.context["parts"]] == [
        "石亭街道",
        items[1].agency.name,
    ]
    assert "各事项由谁办理" in text_of(page)


def test_the_item_named_first_is_the_principal_one(ask, items):
    page = ask([items[2], items[0]], "石亭街道")
    assert [part["code"] for part in page.context["parts"]] == [items[2].code, items[0].code]


def test_too_few_certified_officers(ask, items):
    delegate(items[0], "石亭街道")
    page = ask([items[0]], "石亭街道")
    assert page.context["answer"].joint
    assert "不足两人" in text_of(page)


def test_a_farm_outside_every_zone(ask, items):
    farm = Township.objects.filter(zone=None)[0]
    page = ask([items[0]], farm.name)
    assert page.context["answer"].authority == items[0].agency.name
    assert f"{farm.name}未划入任何片区" in text_of(page)


def test_an_item_the_city_holds(ask, items):
    EnforcementItem.objects.filter(pk=items[0].pk).update(city_since=date(2025, 1, 1))
    page = ask([items[0]], "石亭街道")
    assert "本区无权办理，应移送市级执法机关" in text_of(page)
    assert "已上收市级" in text_of(page)


def test_a_power_of_statute_is_for_towns_not_streets(ask, items, certified):
    EnforcementItem.objects.filter(pk=items[0].pk).update(statutory_town=True)
    assert ask([items[0]], "天宝镇").context["answer"].authority == "天宝镇"
    street = ask([items[0]], "石亭街道")
    assert "不当然适用于街道" in text_of(street)


def test_major_complex_and_crime(ask, items, certified):
    delegate(items[0], "石亭街道")
    answer = ask([items[0]], "石亭街道", major="on", crime="on").context["answer"]
    assert answer.report_to == ("西部片区",)
    assert answer.transfer_to == "公安机关"


def test_what_cannot_be_read_is_said(ask, items):
    page = ask([items[0]], "石亭街道", on="2026-13-01")
    assert page.context["answer"] is None
    assert 'class="jd-error"' in text_of(page)
    assert ask([], first="没有").status_code == 200


def test_htmx_gets_the_answer_and_the_map_alone(client, people: People, items):
    client.force_login(people.shiting)
    query = {"item": items[0].code, "town": stories.town("石亭街道").code}
    page = client.get(reverse("jurisdiction"), query, headers={"HX-Request": "true"})
    text = text_of(page)
    assert "<html" not in text
    assert 'id="map"' in text
    assert 'id="answer"' in text


def test_demo_power_is_marked(ask, items, certified):
    delegate(items[0], "石亭街道", is_demo=True)
    assert ask([items[0]], "石亭街道").context["demo"]
    assert not ask([items[1]], "石亭街道").context["demo"]


@pytest.mark.parametrize("many", [1, 6])
def test_queries_stay_few(client, people: People, many, django_assert_max_num_queries):
    chosen = list(EnforcementItem.objects.order_by("code")[:many])
    for item in chosen:
        delegate(item, "石亭街道", "天宝镇")
    client.force_login(people.shiting)
    towns = [town.code for town in Township.objects.all()]
    query = {"item": [item.code for item in chosen], "town": towns}
    client.get(reverse("jurisdiction"), query)
    with django_assert_max_num_queries(12):
        client.get(reverse("jurisdiction"), query)


def test_the_preview_of_the_case_form_still_answers(client, people: People, items):
    delegate(items[0], "石亭街道", is_demo=True)
    client.force_login(people.shiting)
    query = {"item": items[0].pk, "township": stories.town("石亭街道").pk}
    text = text_of(client.get(reverse("jurisdiction_preview"), query))
    assert "石亭街道办事处" in text
    assert "演示赋权" in text
    assert f"{reverse('jurisdiction')}?item={items[0].code}" in text
    assert "选定执法事项" in text_of(client.get(reverse("jurisdiction_preview")))


def test_the_api_answers_in_the_exchange_format(client, people: People, items, certified):
    delegate(items[0], "石亭街道")
    url = reverse("api_jurisdiction")
    query = {"item": items[0].code, "town": "石亭街道", "on": "2026-01-05"}
    assert client.get(url, query).status_code in (401, 403)
    client.force_login(people.shiting)
    found = client.get(url, query).json()
    assert (found["authority_kind"], found["authority"]) == ("town", "石亭街道")
    assert set(found) == {"authority_kind", "authority", "report_to", "joint", "reasons"}
    by_code = client.get(url, {**query, "town": stories.town("石亭街道").code}).json()
    assert by_code == found
    refused = client.get(url, {**query, "on": "昨天"})
    assert refused.status_code == 400
    assert "on" in refused.json()
    assert client.get(url, {**query, "item": "没有"}).status_code == 400
