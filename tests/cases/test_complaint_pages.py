"""Pages of complaints, as officers use them."""

from __future__ import annotations

import uuid
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cases.models import Complaint
from cases.services import complaint_handling as handling
from core.models import User
from tests import stories
from tests.complaints import PHONE, received
from tests.people import People

pytestmark = pytest.mark.django_db


def picture(name: str = "现场.png") -> SimpleUploadedFile:
    target = BytesIO()
    Image.new("RGB", (60, 40), "gray").save(target, "PNG")
    return SimpleUploadedFile(name, target.getvalue(), "image/png")


def sent(**changes: Any) -> dict[str, Any]:
    values = {
        "submission_key": str(uuid.uuid4()),
        "channel": "visit",
        "township": stories.town("石亭街道").pk,
        "place": "丹霞路北段",
        "content": "占用人行道堆放建材",
        "reporter_phone": PHONE,
        "confidential": "on",
        "wants_answer": "on",
    }
    return {**values, **changes}


@pytest.fixture
def officer(client, people: People) -> User:
    client.force_login(people.shiting)
    return people.shiting


def test_taken_down_with_a_picture_the_code_is_told_once(client, officer: User):
    data = sent(attachments=[picture()])
    page = client.post(reverse("complaint_new"), data, follow=True)
    row = Complaint.objects.get()
    assert "只显示这一次" in page.content.decode()
    assert "只显示这一次" not in client.get(row.get_absolute_url()).content.decode()
    kept = row.files.get()
    assert kept.name == "现场.png"
    answer = client.get(reverse("complaint_file", args=[row.pk, kept.pk]))
    assert answer["Content-Type"] == "image/png"
    assert b"".join(answer.streaming_content)[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        pytest.param([SimpleUploadedFile("照片.jpg", b"MZ" * 400)], "改扩展名", id="内容不是图片"),
        pytest.param([SimpleUploadedFile("空.jpg", b"")], "空文件", id="空文件"),
        pytest.param([picture(f"{n}.png") for n in range(6)], "最多添加 5 个", id="六个附件"),
    ],
)
def test_files_that_are_refused(client, officer: User, files, told: str):
    page = client.post(reverse("complaint_new"), sent(attachments=files)).content.decode()
    assert told in page
    assert "占用人行道堆放建材" in page  # what was typed is still there
    assert not Complaint.objects.exists()


def test_files_of_a_confidential_complaint_stay_with_its_unit(client, people: People, officer):
    client.post(reverse("complaint_new"), sent(attachments=[picture()]))
    row = Complaint.objects.get()
    client.force_login(people.justice)
    address = reverse("complaint_file", args=[row.pk, row.files.get().pk])
    assert client.get(address).status_code == 403
    assert address not in client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "action", ["register", "link", "accept", "transfer", "merge", "refuse", "answer"]
)
def test_every_action_has_its_page(client, officer: User, action: str):
    row = received(officer)
    if action == "answer":
        handling.accept(complaint_id=row.pk, note="", by=officer)
    page = client.get(reverse("complaint_action", args=[row.pk, action]))
    assert page.status_code == 200
    assert row.place in page.content.decode()


def test_an_action_out_of_turn_is_explained(client, officer: User):
    row = received(officer)
    page = client.get(reverse("complaint_action", args=[row.pk, "answer"]))
    assert page.status_code == 409
    assert client.get(reverse("complaint_action", args=[row.pk, "nothing"])).status_code == 404


def test_from_the_complaint_to_the_case_and_the_answer(client, officer: User):
    row = received(officer)
    address = reverse("complaint_action", args=[row.pk, "register"])
    form = client.get(address).context["form"]
    data = {
        **{k: v for k, v in form.initial.items() if k != "village"},
        "submission_key": str(uuid.uuid4()),
        "title": "占用城市道路堆放物料",
        "item": stories.delegated_item("石亭街道").pk,
        "occurred_on": timezone.localdate().isoformat(),
        "party_kind": "organisation",
    }
    client.post(address, data)
    row.refresh_from_db()
    assert row.case is not None
    assert row.case.description == row.content
    client.post(
        reverse("complaint_action", args=[row.pk, "answer"]),
        {"revision": row.revision, "text": "已立案查处。", "method": "phone"},
    )
    row.refresh_from_db()
    assert row.status == "answered"
    assert "已立案查处。" in client.get(row.get_absolute_url()).content.decode()


def test_passed_on_by_the_page_to_exactly_one(client, officer: User):
    row = received(officer)
    address = reverse("complaint_action", args=[row.pk, "transfer"])
    town = stories.town("天宝镇")
    both = {"revision": 1, "to": f"T{town.pk}", "outside": "市局", "note": "属地"}
    assert "两项只填一项" in client.post(address, both).content.decode()
    client.post(address, both | {"outside": ""})
    row.refresh_from_db()
    assert row.holder == town


def test_somebody_was_faster_and_what_was_typed_stays(client, officer: User, people: People):
    row = received(officer)
    handling.accept(complaint_id=row.pk, note="", by=people.shiting_second)
    address = reverse("complaint_action", args=[row.pk, "transfer"])
    page = client.post(address, {"revision": 1, "outside": "市局", "note": "属于市级事项"})
    assert "他人刚刚办理" in page.content.decode()
    assert "属于市级事项" in page.content.decode()


def test_who_may_only_look_is_offered_nothing_and_refused(client, people: People):
    row = received(people.shiting)
    client.force_login(people.justice)
    assert (
        reverse("complaint_action", args=[row.pk, "accept"])
        not in client.get(row.get_absolute_url()).content.decode()
    )
    assert client.post(reverse("complaint_action", args=[row.pk, "accept"])).status_code == 403


def test_the_page_shows_what_it_may_repeat(client, officer: User):
    first = received(officer)
    row = received(officer, content="建材店占着人行道堆水泥砂石，行人没法走。", reporter_phone="")
    far = received(officer, place="松洲村养殖场", content="夜间排污有臭味", party_name="")
    page = client.get(row.get_absolute_url())
    assert [found.row for found in page.context["duplicates"]] == [first]
    assert "地点相同" in page.content.decode()
    again = client.get(far.get_absolute_url())
    assert again.context["duplicates"] == []
    assert first in again.context["same_reporter"]


def test_the_export_is_a_workbook_of_what_the_list_shows(client, officer: User):
    received(officer)
    answer = client.get(reverse("complaints_export"))
    assert answer.content[:2] == b"PK"
