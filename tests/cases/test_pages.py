"""Pages: queries stay few, what was typed stays, refusals are told beside the field."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from cases.models import Case
from cases.services import intake
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def form_data(**changes):
    item = stories.delegated_item("石亭街道", "天宝镇")
    values = {
        "submission_key": str(uuid.uuid4()),
        "source": "inspection",
        "title": "占用城市道路",
        "item": item.pk,
        "township": stories.town("石亭街道").pk,
        "place": "丹霞路",
        "occurred_on": "2026-01-05",
        "description": "占道",
        "party_kind": "organisation",
        "party_name": "某店（测试）",
        "accept": "on",
    }
    return {**values, **changes}


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_the_same_few_queries_for_one_row_and_for_many(
    client, people: People, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        stories.registered(people.shiting, "石亭街道", "天宝镇")
    client.force_login(people.shiting)
    client.get(reverse("cases"))
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(reverse("cases"))
    assert page.status_code == 200


def test_the_board_asks_few_queries(client, people: People, django_assert_max_num_queries):
    chief = people.chief_west
    for _ in range(3):
        stories.routed(stories.registered(people.shiting, "石亭街道", "天宝镇"))
    client.force_login(chief)
    client.get(reverse("board"))
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(reverse("board"))
    assert page.status_code == 200


def test_a_report_with_wrong_fields_keeps_what_was_typed_and_says_what_is_wrong(
    client, people: People
):
    client.force_login(people.shiting)
    page = client.post(
        reverse("report"),
        form_data(party_identifier="91350602MA00000000", place="", title="占道经营甲"),
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "占道经营甲" in text
    assert "请填写此项" in text
    assert not Case.objects.exists()


def test_a_wrong_credit_code_is_told_at_its_field(client, people: People):
    client.force_login(people.shiting)
    page = client.post(reverse("report"), form_data(party_identifier="91350602MA00000000"))
    form = page.context["form"]
    assert list(form.errors) == ["party_identifier"]
    assert "校验" in form.errors["party_identifier"][0]


def test_a_day_that_has_not_come_is_told_at_its_field(client, people: People):
    client.force_login(people.shiting)
    page = client.post(reverse("report"), form_data(occurred_on="2999-01-01"))
    assert "晚于今天" in page.context["form"].errors["occurred_on"][0]


def test_the_report_form_sent_twice_leads_to_the_same_case(client, people: People):
    client.force_login(people.shiting)
    data = form_data()
    first, second = (client.post(reverse("report"), data) for _ in range(2))
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_a_stale_form_is_told_shows_the_new_state_and_keeps_the_text(client, people: People):
    case = stories.registered(people.shiting, "石亭街道", accept=False)
    seen = case.version
    intake.accept(case_id=case.pk, by=people.shiting_second)
    client.force_login(people.shiting)
    page = client.post(
        reverse("case_action", args=[case.pk, "refuse"]),
        {"version": seen, "reason": "不属于本辖区，已电话告知"},
    )
    text = page.content.decode()
    assert page.status_code in (200, 409)
    assert "已被他人更新，现为“待立案”" in text
    assert "不属于本辖区，已电话告知" in text


def test_an_illegal_step_says_why_with_the_article(client, people: People):
    case = stories.filed(people)
    client.force_login(people.shiting)
    page = client.post(reverse("case_action", args=[case.pk, "accept"]), {"version": case.version})
    assert page.status_code == 200
    assert "现为“调查中”，不能受理" in page.content.decode()
    assert "第五十四条" in page.content.decode()


def test_the_preview_names_the_authority_and_its_reason(client, people: People):
    client.force_login(people.shiting)
    item = stories.delegated_item("石亭街道")
    page = client.get(
        reverse("jurisdiction_preview"),
        {"item": item.pk, "township": stories.town("石亭街道").pk},
    )
    assert "石亭街道办事处" in page.content.decode()


def test_the_export_does_not_let_a_title_become_a_formula(client, people: People):
    stories.registered(people.shiting, "石亭街道", title="=cmd()")
    client.force_login(people.shiting)
    table = b"".join(client.get(reverse("cases_export"))).decode()
    assert "'=cmd()" in table


def test_a_filter_with_nonsense_shows_the_list_and_no_error(client, people: People):
    client.force_login(people.shiting)
    for query in ("state=nonsense", "page=abc", "town=999999", "since=x", "desk=none", "sort=zzz"):
        assert client.get(f"{reverse('cases')}?{query}").status_code == 200


@pytest.mark.parametrize(
    "name", ["workbench", "notices", "procedure", "items", "district", "style"]
)
def test_every_plain_page_opens(client, people: People, name):
    client.force_login(people.shiting)
    assert client.get(reverse(name)).status_code == 200
