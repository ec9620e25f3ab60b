"""Reporting and following without a login."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.forms import public_complaints as forms
from cases.models import Complaint
from cases.services import complaint_handling as handling
from cases.services import complaints as service
from cases.views import public_complaints as views
from core import throttling
from core.models import Notice
from tests import stories
from tests.cases.test_complaint_pages import picture
from tests.complaints import PHONE, received
from tests.people import People

pytestmark = pytest.mark.django_db
REPORT, FOLLOW = "/public/report/", "/public/report/follow/"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    cache.clear()  # counts of other tests
    monkeypatch.setattr(forms, "QUICKEST", -1)


def opened(client: Client, people: People) -> dict[str, Any]:
    """The form as a browser sends it after the page was opened."""
    form = client.get(REPORT).context["form"]
    return {
        "submission_key": str(uuid.uuid4()),
        "opened": form["opened"].value(),
        "township": stories.town("石亭街道").pk,
        "place": "丹霞路北段",
        "content": "建材堆在人行道上一个月了",
        "reporter_phone": PHONE,
        "confidential": "on",
        "wants_answer": "on",
        "website": "",
    }


def code_in(page: Any) -> str:
    found = re.search(r'id="follow-code">\s*([A-Z0-9]{5}-[A-Z0-9]{5})', page.content.decode())
    assert found
    return found[1]


def test_reported_the_code_is_shown_and_only_its_hash_is_kept(client, people: People):
    officer = people.shiting
    page = client.post(REPORT, opened(client, people) | {"attachments": [picture()]})
    code = code_in(page)
    row = Complaint.objects.get()
    assert row.channel == "web"
    assert row.files.count() == 1
    stored = str(Complaint.objects.values_list()[0])
    assert code.replace("-", "") not in stored
    assert str(row.ack_due_on) in page.content.decode()
    assert Notice.objects.filter(recipient=officer, text__contains=row.number).exists()
    assert "sessionid" not in page.cookies


def test_sent_twice_it_is_one_and_the_code_the_same(client, people: People):
    data = opened(client, people)
    assert code_in(client.post(REPORT, data)) == code_in(client.post(REPORT, data))
    assert Complaint.objects.count() == 1


def test_by_the_code_the_reporter_sees_the_answer_and_nothing_personal(client, people: People):
    code = code_in(client.post(REPORT, opened(client, people)))
    row = Complaint.objects.get()
    assert "正在核对" in client.post(FOLLOW, {"code": code}).content.decode()
    case = stories.registered(people.shiting, "石亭街道")
    handling.link(complaint_id=row.pk, case_id=case.pk, by=people.shiting)
    handling.answer(
        complaint_id=row.pk, text="已责令清理。", method="web", repeats=False, by=people.shiting
    )
    page = client.post(FOLLOW, {"code": f" {code.lower()} "})
    words = page.content.decode()
    assert "已责令清理。" in words
    assert "no-store" in page["Cache-Control"]
    for hidden in (PHONE, case.number, case.party_name, str(people.shiting), row.content):
        assert hidden not in words


@pytest.mark.parametrize("code", ["ABCDE-FGHJK", "x", "'; --", "０" * 10])
def test_a_wrong_code_is_told_the_same_whatever_it_is(client, people: People, code: str):
    page = client.post(FOLLOW, {"code": code})
    assert views._UNKNOWN in page.content.decode()


def test_too_many_codes_from_one_address_wait_another_address_does_not(client, people: People):
    code = code_in(client.post(REPORT, opened(client, people)))
    for _ in range(30):
        client.post(FOLLOW, {"code": "ABCDEFGHJK"})
    held = client.post(FOLLOW, {"code": code}).content.decode()
    assert "查询的次数太多" in held
    other = client.post(FOLLOW, {"code": code}, REMOTE_ADDR="10.0.0.2").content.decode()
    assert "正在核对" in other


def test_too_many_reports_from_one_address_wait_with_what_was_typed(client, people: People):
    for _ in range(10):
        client.post(REPORT, opened(client, people))
    page = client.post(REPORT, opened(client, people)).content.decode()
    assert "提交的次数太多" in page
    assert "建材堆在人行道上一个月了" in page
    assert Complaint.objects.count() == 10


def test_a_flood_from_many_addresses_is_held_up_even_without_a_cache(
    client, people: People, monkeypatch
):
    monkeypatch.setattr(service, "MOST_PUBLIC_AN_HOUR", 2)
    monkeypatch.setattr(throttling, "get_usage", lambda *_, **__: 1 / 0)  # the cache is down
    for _ in range(2):
        received(None)
    page = client.post(REPORT, opened(client, people)).content.decode()
    assert "现在提交的人较多" in page
    assert Complaint.objects.count() == 2


def test_who_stands_behind_a_proxy_is_told_from_the_proxy(rf, settings):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "6.6.6.6, 1.2.3.4"})
    assert throttling.address_of(request) == "10.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert throttling.address_of(request) == "1.2.3.4"
    settings.TRUSTED_PROXIES = 3
    assert throttling.address_of(request) == "10.0.0.1"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"website": "http://x"}, "没有提交", id="程序填了陷阱"),
        pytest.param({"opened": "forged"}, "页面打开太久", id="时间标记是假的"),
        pytest.param({"content": "脏"}, "写得具体一些", id="内容太短"),
        pytest.param({"reporter_phone": "abc"}, "电话号码", id="电话不是号码"),
        pytest.param({"occurred_on": "2099-01-01"}, "晚于今天", id="发生在将来"),
        pytest.param(
            {"attachments": [SimpleUploadedFile("a.pdf", b"#!/bin/sh\n" * 9)]},
            "改扩展名",
            id="附件不是它说的那样",
        ),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_lost(client, people: People, change, told: str):
    page = client.post(REPORT, opened(client, people) | change).content.decode()
    assert told in page
    assert "丹霞路北段" in page
    assert not Complaint.objects.exists()


def test_a_program_is_quicker_than_people(client, people: People, monkeypatch):
    monkeypatch.setattr(forms, "QUICKEST", 3)
    page = client.post(REPORT, opened(client, people)).content.decode()
    assert "提交得太快" in page


def test_an_old_page_is_renewed_and_can_be_sent_then(client, people: People):
    data = opened(client, people)
    page = client.post(REPORT, data | {"opened": "forged"})
    again = page.context["form"]["opened"].value()
    assert code_in(client.post(REPORT, data | {"opened": again}))


def test_a_body_too_large_is_refused_before_it_is_read(client, people: People, monkeypatch):
    monkeypatch.setattr(views, "LARGEST_REQUEST", 100)
    page = client.post(REPORT, opened(client, people))
    assert page.status_code == 413
    assert "附件合计超过 20 MB" in page.content.decode()


def test_another_site_can_not_send_the_form(people: People):
    strict = Client(enforce_csrf_checks=True)
    data = opened(strict, people)
    assert strict.post(REPORT, data).status_code == 403
    assert not Complaint.objects.exists()


def test_the_pages_ask_little(client, people: People, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):  # towns and villages
        assert client.get(reverse("public_report")).status_code == 200
    with django_assert_max_num_queries(0):
        assert client.get(reverse("public_follow")).status_code == 200
