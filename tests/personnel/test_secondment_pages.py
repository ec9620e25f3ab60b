"""Pages of postings, the ratio and 调换建议: who sees what, forms that keep what was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from core.models import User
from personnel.models import ReplacementProposal, Secondment
from personnel.services import replacements
from tests.people import People
from tests.postings import again, deputy, field_officer, liaison, posted

pytestmark = pytest.mark.django_db

Visit = Callable[[User, str], str]


@pytest.fixture
def visit(client: Client) -> Visit:
    def opened(user: User, path: str) -> str:
        client.force_login(user)
        response = client.get(path)
        assert response.status_code == 200, path
        return response.content.decode()

    return opened


def test_a_bureau_sees_its_own_people_and_a_town_its_own_hosts(people: People, visit: Visit):
    posted(field_officer("住建甲"), "天宝镇")
    posted(field_officer("水利甲", "区水利局"), "石亭街道")
    keeper, host = liaison(), people.shiting_deputy
    for user, seen, hidden in (
        (keeper, "住建甲", "水利甲"),
        (host, "水利甲", "住建甲"),
    ):
        html = visit(user, "/secondments/")
        assert seen in html
        assert hidden not in html
    both = visit(people.organisation, "/secondments/")
    assert "住建甲" in both
    assert "水利甲" in both


def test_detail_export_and_list_agree_on_who_is_seen(people: People, client: Client):
    mine = posted(field_officer("住建甲"), "天宝镇")
    other = posted(field_officer("水利甲", "区水利局"), "石亭街道")
    client.force_login(liaison())
    assert client.get(mine.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    book = load_workbook(BytesIO(client.get("/secondments/export/").content))
    names = [row[0] for row in book.active.iter_rows(min_row=3, values_only=True)]
    assert names == ["住建甲"]


def test_live_future_and_ended_are_told_apart(people: People, visit: Visit):
    today = timezone.localdate()
    posted(field_officer("陈在"), "天宝镇")
    posted(field_officer("陈将"), "天宝镇", starts_on=today + timedelta(days=9))
    posted(field_officer("陈满"), "天宝镇", ends_on=today - timedelta(days=1))
    for state, name in (("live", "陈在"), ("future", "陈将"), ("ended", "陈满")):
        html = visit(people.organisation, f"/secondments/?state={state}")
        assert [n for n in ("陈在", "陈将", "陈满") if n in html] == [name], state


def test_the_posted_officer_sees_their_own_posting_and_not_what_is_said_of_it(
    people: People, visit: Visit, client: Client
):
    officer = field_officer("住建甲")
    row = posted(officer, "石亭街道")
    proposal = replacements.propose(
        secondment_id=row.pk, reasons="不称职", wanted="", by=people.shiting_deputy
    )
    assert "不称职" not in visit(again(officer), row.get_absolute_url())
    assert client.get(proposal.get_absolute_url()).status_code == 404
    assert client.get(f"{row.get_absolute_url()}end/").status_code == 403


def test_the_list_takes_the_same_queries_for_one_and_for_thirty(people: People, client: Client):
    def queries() -> int:
        client.force_login(again(people.organisation))
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/secondments/").status_code == 200
        return len(seen)

    posted(field_officer("住建0"), "天宝镇")
    queries()  # what is remembered between requests is read once
    first = queries()
    for n in range(1, 24):
        posted(field_officer(f"住建{n}"), "天宝镇")
    assert queries() == first <= 12


@pytest.mark.parametrize("path", ["/secondments/ratio/", "/secondments/proposals/"])
def test_a_town_officer_has_no_business_on_staffing_pages(people: People, client: Client, path):
    client.force_login(people.tianbao)
    assert client.get(path).status_code == 403


def test_the_ratio_board_shows_short_met_and_exempt_with_its_ground(people: People, visit: Visit):
    posted(field_officer("住建甲"), "天宝镇", ends_on=timezone.localdate() + timedelta(days=30))
    field_officer("水利甲", "区水利局")
    field_officer("消防甲", "区消防救援大队")
    html = visit(people.organisation, "/secondments/ratio/")
    for words in ("达到 50%", "低于 50%", "还差 1 人", "自行调配", "（1 人下沉到期）"):
        assert words in html, words
    own = visit(liaison(), "/secondments/ratio/")
    assert "区水利局" not in own


def test_a_refused_posting_keeps_what_was_typed(people: People, client: Client):
    officer = field_officer("住建甲", certified=False)
    row = people.tianbao.officer.home_township
    client.force_login(liaison())
    answer = client.post(
        "/secondments/new/",
        {
            "officer": officer.officer.pk,
            "township": row.pk,
            "starts_on": timezone.localdate(),
            "document": "芗住建〔2026〕77号",
            "tasks": ["inspection"],
        },
    )
    html = answer.content.decode()
    assert "没有有效的行政执法证" in html
    assert "芗住建〔2026〕77号" in html
    assert not Secondment.objects.exists()


def test_from_proposal_to_answer_on_the_pages(people: People, client: Client):
    old, new, keeper = field_officer("住建甲"), field_officer("住建乙"), liaison()
    row, host = posted(old, "天宝镇"), deputy("天宝镇")
    client.force_login(host)
    client.post(f"{row.get_absolute_url()}replacement/", {"reasons": "到岗不足", "wanted": "电力"})
    page = ReplacementProposal.objects.get().get_absolute_url()
    assert client.post(page, {"agrees": "no", "answer": "。"}).status_code == 403
    client.force_login(keeper)
    assert "到岗不足" in client.get(page).content.decode()
    refused = client.post(page, {"agrees": "yes", "answer": "同意"}).content.decode()
    assert "请选择接替人员" in refused
    done = client.post(
        page,
        {
            "agrees": "yes",
            "answer": "同意",
            "officer": new.officer.pk,
            "document": "芗住建〔2026〕78号",
            "tasks": ["evidence"],
        },
    )
    assert done.status_code == 302
    client.force_login(people.organisation)
    filed = client.get("/secondments/proposals/").content.decode()
    assert "已同意调换" in filed
    row.refresh_from_db()
    assert row.ended_at


def test_extending_and_ending_on_the_pages(people: People, client: Client):
    today = timezone.localdate()
    row = posted(field_officer("住建甲"), "天宝镇", ends_on=today + timedelta(days=5))
    client.force_login(liaison())
    early = client.post(
        f"{row.get_absolute_url()}extend/", {"ends_on": today, "document": "续〔1〕号"}
    )
    assert "新的止期须晚于原止期" in early.content.decode()
    later = {"ends_on": today + timedelta(days=90), "document": "续〔1〕号"}
    assert client.post(f"{row.get_absolute_url()}extend/", later).status_code == 302
    assert client.post(f"{row.get_absolute_url()}end/", {"reason": "借调"}).status_code == 302
    assert Secondment.objects.filter(ended_at=None).count() == 0
    again_ended = client.post(f"{row.get_absolute_url()}end/", {"reason": "借调"})
    assert "已经结束" in again_ended.content.decode()
