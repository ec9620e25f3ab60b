"""The forms of joint operations, as people send them; the papers; pieces on other pages."""

from __future__ import annotations

import uuid
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from cases.models import Case
from plans.models import Finding, Operation
from plans.rules.operation import S
from plans.services import field
from tests import operations as given
from tests import stories
from tests.dispatching import at, vehicle
from tests.people import People
from tests.plans.test_field import picture

pytestmark = pytest.mark.django_db


def enter(client: Client, user) -> Client:
    client.force_login(user)
    return client


def local(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def sent(**changes: Any) -> dict[str, Any]:
    """The form of a campaign over 石亭街道 and 天宝镇, with 区城管执法局."""
    towns = [stories.town("石亭街道"), stories.town("天宝镇")]
    values: dict[str, Any] = {
        "submission_key": str(uuid.uuid4()),
        "name": "夜市油烟联合整治",
        "zone": str(towns[0].zone_id),
        "objective": "检查夜市餐饮油烟。",
        "basis": "《中华人民共和国大气污染防治法》第八十一条",
        "starts_at": local(at(19)),
        "ends_at": local(at(22)),
        "muster": "丹霞路口",
        "lead": f"T{towns[0].pk}",
        "agencies": [f"A{given.unit('区城管执法局').pk}"],
        "place-TOTAL_FORMS": "3",
        "place-INITIAL_FORMS": "0",
        "place-0-township": str(towns[0].pk),
        "place-0-address": "石亭夜市",
        "place-0-point": "24.513, 117.647",
        "place-1-township": str(towns[1].pk),
        "place-1-address": "天宝夜市",
    }
    return {**values, **changes}


def test_a_campaign_is_written_in_one_form_and_its_places_towns_take_part(
    people: People, client: Client
):
    answer = enter(client, people.chief_west).post(reverse("operation_new"), sent())
    operation = Operation.objects.get()
    assert answer["Location"] == reverse("operation_people", args=[operation.pk])
    assert {str(row) for row in operation.units.all()} == {"石亭街道", "天宝镇", "区城管执法局"}
    assert str(operation.places.all()[0].latitude) == "24.513000"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"place-0-address": ""}, "镇街和地点都要填"),
        ({"place-0-point": "117.647, 24.513"}, "纬度和经度是否颠倒"),
        ({"ends_at": local(at(18))}, "结束时间须晚于开始时间"),
        (
            {"place-0-township": "", "place-0-address": "", "place-0-point": "",
             "place-1-township": "", "place-1-address": ""},
            "至少填写一个行动地点",
        ),
    ],
    ids=["half a place", "point the wrong way", "ends before it begins", "no place"],
)  # fmt: skip
def test_a_refused_form_says_why_and_loses_nothing(
    people: People, client: Client, changes: dict, words: str
):
    page = enter(client, people.chief_west).post(reverse("operation_new"), sent(**changes))
    text = page.content.decode()
    assert words in text
    assert "检查夜市餐饮油烟。" in text
    assert not Operation.objects.exists()


def test_a_draft_is_opened_in_the_form_as_it_was_written(people: People, client: Client):
    enter(client, people.chief_west).post(reverse("operation_new"), sent())
    operation = Operation.objects.get()
    page = client.get(reverse("operation_edit", args=[operation.pk])).content.decode()
    assert "24.513000, 117.647000" in page
    changed = sent(name="夜市油烟再整治", version=operation.version)
    client.post(reverse("operation_edit", args=[operation.pk]), changed)
    operation.refresh_from_db()
    assert operation.name == "夜市油烟再整治"
    assert operation.places.count() == 2


def test_people_and_a_vehicle_are_ticked_then_it_is_ordered(people: People, client: Client):
    _ = (people.shiting, people.tianbao)
    car = vehicle()
    operation = given.drafted(people.chief_west)
    page = reverse("operation_people", args=[operation.pk])
    text = enter(client, people.chief_west).get(page).content.decode()
    assert "石亭甲" in text
    assert "持证执法人员须两人以上" in text
    for name, user in (("石亭街道", people.shiting), ("天宝镇", people.tianbao)):
        values = {
            "unit": given.row(operation, name).pk,
            "officers": user.officer.pk,
            "duty": "取证",
        }
        client.post(reverse("operation_send", args=[operation.pk]), values)
    client.post(reverse("operation_carry", args=[operation.pk]), {"pieces": car.pk})
    assert "已满足要求" in client.get(page).content.decode()
    operation.refresh_from_db()
    client.post(reverse("operation_order", args=[operation.pk]), {"version": operation.version})
    operation.refresh_from_db()
    assert operation.state == S.ORDERED
    assert operation.equipment.get().equipment == car


def test_who_sees_it_without_leading_it_finds_no_button_and_is_refused(
    people: People, client: Client
):
    _ = people.shiting_second
    operation = given.ordered(people)
    text = enter(client, people.shiting_second).get(operation.get_absolute_url()).content.decode()
    assert "取消行动" not in text
    address = reverse("operation_cancel", args=[operation.pk])
    assert client.post(address, {"version": operation.version, "reason": "x"}).status_code == 403


def test_checking_in_on_the_phone_keeps_the_position(people: People, client: Client):
    operation = given.under_way(people)
    values = {"latitude": "24.513456", "longitude": "117.647321", "accuracy": "18", "note": "绕行"}
    enter(client, people.tianbao).post(
        reverse("operation_check_in", args=[operation.pk]), values, follow=True
    )
    row = operation.members.get(officer=people.tianbao.officer)
    assert (str(row.latitude), row.accuracy, row.arrival_note) == ("24.513456", 18, "绕行")


def test_a_finding_with_a_photo_becomes_a_case_with_what_is_known(people: People, client: Client):
    operation = given.under_way(people)
    place = operation.places.all()[0]
    values = {
        "submission_key": str(uuid.uuid4()),
        "place": place.pk,
        "subject": "某建材经营部（测试）",
        "outcome": "case",
        "text": "占用人行道堆放砂石。",
        "photos": picture(),
    }
    enter(client, people.shiting).post(reverse("finding_new", args=[operation.pk]), values)
    finding = Finding.objects.get()
    photo = reverse("operation_photo", args=[finding.photos.get().pk])
    shown = client.get(f"{photo}?small=1")
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    address = reverse("finding_case", args=[finding.pk])
    form = client.get(address).content.decode()
    for words in ("占用人行道堆放砂石。", "某建材经营部（测试）", place.address):
        assert words in form
    report = {
        "submission_key": str(uuid.uuid4()),
        "source": "inspection",
        "title": "占用人行道堆放砂石",
        "item": stories.delegated_item("石亭街道").pk,
        "township": place.township_id,
        "place": place.address,
        "occurred_on": f"{timezone.localdate()}",
        "description": "占用人行道堆放砂石。",
        "party_kind": "organisation",
        "party_name": "某建材经营部（测试）",
        "accept": "on",
    }
    answer = client.post(address, report)
    case = Case.objects.get()
    assert answer["Location"] == case.get_absolute_url()
    for tab, words in (("reporting", finding.operation.name), ("evidence", "联合行动现场照片")):
        assert words in client.get(f"{answer['Location']}?tab={tab}").content.decode()
    assert client.get(address).status_code == 302  # once only
    enter(client, people.zhishan)
    assert client.get(photo).status_code == 404


def test_the_report_is_opened_drawn_up_and_submitted(people: People, client: Client):
    operation = given.under_way(people)
    for name in ("石亭街道", "天宝镇"):
        unit = given.row(operation, name)
        enter(client, people.chief_west).post(
            reverse("operation_result", args=[operation.pk, unit.pk]), {"result": "检查 3 户。"}
        )
    field.finish(operation_id=operation.pk, by=people.shiting)
    address = reverse("operation_report", args=[operation.pk])
    text = enter(client, people.shiting).get(address).content.decode()
    assert "应到 2 人，签到 1 人" in text
    operation.refresh_from_db()
    client.post(
        address, {"body": "检查完毕。", "version": operation.version, "do": "submit"}, follow=True
    )
    operation.refresh_from_db()
    assert operation.state == S.REPORTED


@pytest.mark.parametrize("kind", ["briefing", "report"])
def test_both_papers_come_as_pdf_and_docx(people: People, client: Client, kind: str):
    operation = given.under_way(people)
    given.found(operation, people.shiting)
    field.finish(operation_id=operation.pk, by=people.shiting)
    enter(client, people.shiting)
    pdf = client.get(reverse("operation_paper", args=[operation.pk, kind, "pdf"]))
    assert pdf.content.startswith(b"%PDF")
    docx = client.get(reverse("operation_paper", args=[operation.pk, kind, "docx"]))
    document = Document(BytesIO(docx.content))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "石亭街道办事处" in said
    assert "沿街占道堆放联合整治" in said


def test_there_is_no_report_before_the_end_and_no_other_paper(people: People, client: Client):
    operation = given.ordered(people)
    enter(client, people.chief_west)
    for kind, form in (("report", "pdf"), ("briefing", "xls")):
        address = reverse("operation_paper", args=[operation.pk, kind, form])
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("view", ["week", "month"])
def test_the_bars_and_the_list_below_tell_the_same(
    people: People, client: Client, view: str, django_assert_max_num_queries
):
    for number in range(3):
        given.drafted(people.chief_west, name=f"整治 {number}")
    tomorrow = f"{timezone.localtime(at(9)):%Y-%m-%d}"
    address = f"{reverse('operations_calendar')}?view={view}&on={tomorrow}&zone="
    enter(client, people.chief_west).get(address)
    with django_assert_max_num_queries(12):
        text = client.get(address).content.decode()
    assert text.count("整治 2") == 2
    east = client.get(address + stories.town("巷口街道").zone.code).content.decode()
    assert "这段时间没有联合行动" in east


def test_the_zones_board_and_the_workbench_name_what_waits(people: People, client: Client):
    operation = given.under_way(people)
    board = enter(client, people.chief_west).get(f"/board/?zone={operation.zone.code}")
    assert "本周联合行动" in board.content.decode()
    home = enter(client, people.tianbao).get("/").content.decode()
    assert "待签到的联合行动" in home
    assert operation.name in home
