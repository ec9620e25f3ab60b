"""The pages of a transfer, its register, and the same by the API."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image

from cases.models import Transfer
from cases.rules.transfer import TransferKind
from cases.selectors.transfers import find_transfers
from cases.services import _jurisdiction
from tests import stories, transfers
from tests.people import People

pytestmark = pytest.mark.django_db
TOWN, CITY, CRIME = TransferKind.TOWN, TransferKind.CITY, TransferKind.CRIME


def form(case, unit, **changes):
    return {
        "version": case.version,
        "kind": "town",
        "unit": f"T{unit.pk}",
        "organ": "",
        "item": "",
        "reason": "违法行为发生在天宝镇。",
        "materials": "案件登记材料（复印件）",
        **changes,
    }


def act(client, case, action: str, data=None):
    address = reverse("case_action", args=[case.pk, action])
    return client.post(address, data) if data is not None else client.get(address)


def test_the_form_says_who_is_competent_and_what_becomes_of_the_terms(client, people: People):
    case = transfers.both_towns(people)
    client.force_login(people.shiting)
    page = act(client, case, "transfer").content.decode()
    for words in ("依照现行赋权", "重新起算", "中止计算", "不移交原件", "国家机关移送问题线索"):
        assert words in page


def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(client, people: People):
    case = transfers.both_towns(people)
    client.force_login(people.shiting)
    page = act(client, case, "transfer", form(case, stories.town("芝山街道"))).content.decode()
    assert "芝山街道对本案没有管辖权" in page
    assert "违法行为发生在天宝镇。" in page
    assert not Transfer.objects.exists()


def test_the_city_is_suggested_where_the_power_lies_there(client, people: People):
    case, _ = transfers.ready(people, CITY)
    _jurisdiction.decide(case, timezone.localdate())
    case.save()
    client.force_login(people.shiting)
    page = act(client, case, "transfer")
    assert page.context["form"]["kind"].initial == "city"


def test_the_letter_and_the_list_are_made_and_say_what_goes_along(people: People):
    row = transfers.sent(people, TOWN)
    papers = {paper.kind: paper for paper in row.case.papers.all()}
    assert set(papers) == {"transfer_letter", "transfer_list"}
    assert papers["transfer_letter"].status == "issued"
    assert "移〔" in papers["transfer_letter"].number
    assert "案件登记材料（复印件）" in papers["transfer_list"].body
    transfers.taken(row, people)
    receipt = row.case.papers.get(kind="transfer_receipt")
    assert (receipt.status, receipt.authority_name) == ("issued", "天宝镇人民政府")


def test_the_whole_way_by_the_api(client, people: People):
    case = transfers.both_towns(people)
    client.force_login(people.shiting)

    def post(action: str, **data):
        address = reverse("api_case_action", args=[case.pk, action])
        answer = client.post(address, data, content_type="application/json")
        case.refresh_from_db()
        return answer

    refused = post("transfer", **form(case, stories.town("芝山街道")))
    assert (refused.status_code, refused.json()["code"]) == (409, "not_competent")
    assert post("transfer", **form(case, stories.town("天宝镇"))).status_code == 200
    client.force_login(people.tianbao)
    reason = {"ground": "facts", "reason": "当事人身份不清"}
    assert post("return_transfer", version=case.version, **reason).status_code == 200
    client.force_login(people.shiting)
    assert post("transfer", **form(case, stories.town("天宝镇"))).status_code == 200
    client.force_login(people.tianbao)
    answer = post("receive_transfer", version=case.version, receiver_name="天宝甲", note="")
    assert answer.status_code == 200, answer.content.decode()
    assert (answer.json()["state"], answer.json()["authority_name"]) == (
        "accepted",
        "天宝镇人民政府",
    )
    client.force_login(people.shiting)
    seen = client.get(reverse("api_case", args=[case.pk])).json()
    assert (seen["number"], seen["authority_name"]) == (case.number, "天宝镇人民政府")


def test_the_receipt_of_an_organ_outside_is_entered_with_its_scan(client, people: People):
    row = transfers.sent(people, CITY)
    picture = BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    file = SimpleUploadedFile("回执.png", picture.getvalue(), content_type="image/png")
    client.force_login(people.shiting)
    row.case.refresh_from_db()
    data = {
        "version": row.case.version,
        "transfer": row.pk,
        "accepted": "yes",
        "on": timezone.localdate().isoformat(),
        "receiver_name": "窗口",
        "number": "",
        "reason": "",
        "file": file,
    }
    answer = act(client, row.case, "record_receipt", data)
    assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()
    assert (row.status, len(row.receipt_sha256)) == (Transfer.Status.ACCEPTED, 64)
    address = reverse("transfer_receipt", args=[row.pk])
    scan = client.get(address)
    assert b"".join(scan.streaming_content).startswith(b"\x89PNG")
    client.force_login(people.zhishan)
    assert client.get(address).status_code == 404


def test_the_register_is_narrowed_and_taken_out_as_a_workbook(client, people: People):
    late, other = transfers.sent(people, TOWN), transfers.sent(people, CITY)
    today = late.due_on.replace(year=late.due_on.year + 1)
    assert set(find_transfers(people.shiting, {"late": "late"}, today)) == {late, other}
    client.force_login(people.tianbao)
    page = client.get(reverse("transfers"), {"way": "in"}).content.decode()
    assert late.case.number in page
    assert other.case.number not in page
    client.force_login(people.shiting)
    found = client.get(reverse("transfers_export"), {"kind": "city"})
    sheet = load_workbook(BytesIO(found.content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [other.case.number]
    empty = client.get(reverse("transfers"), {"q": "没有这样的案件"}).content.decode()
    assert "没有符合条件的移送" in empty


def test_the_register_asks_few_questions(client, people: People, django_assert_max_num_queries):
    for _ in range(3):
        transfers.sent(people, TOWN)
    client.force_login(people.shiting)
    client.get(reverse("transfers"))
    with django_assert_max_num_queries(10):
        assert client.get(reverse("transfers")).status_code == 200


def test_the_case_page_says_whose_turn_it_is_while_it_is_on_its_way(
    client, people: People, django_assert_max_num_queries
):
    row = transfers.sent(people, TOWN)
    client.force_login(people.shiting)
    client.get(row.case.get_absolute_url())
    with django_assert_max_num_queries(22):
        page = client.get(row.case.get_absolute_url()).content.decode()
    assert "接收移送" in page
    assert "撤回移送" in page
    client.force_login(people.tianbao)
    page = client.get(row.case.get_absolute_url() + "?tab=transfers").content.decode()
    assert "违法行为发生地在天宝镇辖区" in page


@pytest.mark.parametrize("action", ["receive_transfer", "return_transfer"])
def test_the_receiver_reads_the_list_before_answering(client, people: People, action: str):
    row = transfers.sent(people, TOWN)
    client.force_login(people.tianbao)
    page = act(client, row.case, action).content.decode()
    assert "案件登记材料（复印件）" in page
    assert "指定管辖" in act(client, row.case, "return_transfer").content.decode()
