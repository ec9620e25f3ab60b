"""The API does what the pages do, by the same functions."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.rules.findings import HEADS
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
REPORT = dict.fromkeys(HEADS, "。")


def post(client, case, action: str, **data):
    address = reverse("api_case_action", args=[case.pk, action])
    return client.post(address, data, content_type="application/json")


def test_a_case_is_filed_through_the_api(client, people: People):
    case = stories.registered(people.shiting, "石亭街道")
    client.force_login(people.shiting)
    answer = post(
        client,
        case,
        "propose_filing",
        version=case.version,
        lead=people.shiting.officer.pk,
        others=[people.shiting_second.officer.pk],
    )
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()["state"] == "filing"
    assert answer.json()["actions"] == ["escalate", "change_places"]


def test_a_refused_rule_is_409_with_code_message_and_article(client, people: People):
    case = stories.filed(people)
    client.force_login(people.shiting)
    answer = post(client, case, "conclude", version=case.version, **REPORT)
    assert answer.status_code == 409
    body = answer.json()
    assert body["code"] == "no_record"
    assert "尚无调查记录" in body["message"]
    assert "第五十四条" in body["basis"]


def test_a_stale_version_is_409(client, people: People):
    case = stories.filed(people)
    client.force_login(people.shiting)
    answer = post(client, case, "conclude", version=1, **REPORT)
    assert answer.status_code == 409
    assert answer.json()["code"] == "stale"


def test_missing_fields_are_400_in_chinese(client, people: People):
    case = stories.filed(people)
    client.force_login(people.shiting)
    answer = post(client, case, "conclude", version=case.version)
    assert answer.status_code == 400
    assert answer.json() == {name: ["请填写此项"] for name in REPORT}


def test_visible_but_not_allowed_is_403_with_the_reason(client, people: People):
    case = stories.registered(people.shiting, "石亭街道", "天宝镇")
    client.force_login(people.tianbao)
    answer = post(client, case, "decline_filing", version=case.version, reason="。")
    assert answer.status_code == 403
    assert "由有权机关的执法人员办理" in answer.json()["detail"]


@pytest.mark.parametrize("action", ["review_passed", "review_returned"])
def test_what_only_the_system_does_cannot_be_asked_for(client, people: People, action):
    case = stories.under_review(people)
    client.force_login(people.shiting)
    assert post(client, case, action, version=case.version).status_code == 404
    case.refresh_from_db()
    assert case.state == "under_review"


def test_the_chief_arranges_through_the_api(client, people: People):
    chief = people.chief_west
    case = stories.routed(stories.registered(people.shiting, "石亭街道", "天宝镇"))
    client.force_login(chief)
    answer = post(
        client,
        case,
        "arrange",
        version=case.version,
        mode="joint",
        lead_town=stories.town("石亭街道").pk,
        asks=[f"T{stories.town('天宝镇').pk}:inspection"],
        instruction="联合取证",
    )
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()["reporting"] == "arranged"


def test_the_list_pages_and_filters_like_the_page(client, people: People):
    for _ in range(3):
        stories.registered(people.shiting, "石亭街道")
    stories.registered(people.shiting, "石亭街道", title="焚烧秸秆")
    client.force_login(people.shiting)
    answer = client.get(reverse("api_cases"), {"page_size": 2}).json()
    assert len(answer["results"]) == 2
    assert answer["next"]
    found = client.get(reverse("api_cases"), {"q": "秸秆"}).json()["results"]
    assert [row["title"] for row in found] == ["焚烧秸秆"]


def test_the_schema_is_complete_and_without_warnings(client, people: People):
    client.force_login(people.shiting)
    assert client.get(reverse("schema")).status_code == 200
    assert client.get(reverse("api-docs")).status_code == 200
