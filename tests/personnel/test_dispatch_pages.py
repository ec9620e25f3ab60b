"""Pages of dispatch by role; what was typed stays; the lists ask few queries."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from personnel.models import DispatchOrder
from personnel.roles import Role
from personnel.services import dispatch_course as course
from tests import dispatching, stories
from tests.dispatching import at, drafted, issued, vehicle
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def stamp(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def form_data(*users, do="issue", **changes):
    stories.delegated_item("石亭街道")
    values = {
        "do": do,
        "submission_key": str(uuid.uuid4()),
        "township": stories.town("石亭街道").pk,
        "place": "街道办门口",
        "purpose": "夜间联合检查",
        "starts_at": stamp(at(9)),
        "ends_at": stamp(at(12)),
        "domain": dispatching.DOMAIN,
        "officers_needed": 2,
        "vehicles_needed": 0,
        "cameras_needed": 0,
        "officers": [user.officer.pk for user in users],
    }
    return {**values, **changes}


@pytest.fixture
def team(people: People):
    return people.shiting, people.shiting_second


def text(response) -> str:
    return response.content.decode()


def test_proposed_drafted_changed_and_issued_by_pages(client, people: People, team):
    _ = people.zhishan
    client.force_login(people.chief_west)
    assert client.get(reverse("dispatch_new")).status_code == 200
    proposed = client.post(reverse("dispatch_new"), form_data(do="propose"))
    assert proposed.context["ticked"] == {("officers", user.officer.pk) for user in team}
    assert "属其他片区，须经该片区片长同意" in text(proposed)
    assert not DispatchOrder.objects.exists()
    client.post(reverse("dispatch_new"), form_data(*team, do="draft"))
    order = DispatchOrder.objects.get()
    page = reverse("dispatch_edit", args=[order.pk])
    assert client.get(page).context["ticked"] == {("officers", u.officer.pk) for u in team}
    changed = form_data(*team, purpose="改为油烟检查", revision=order.revision)
    assert client.post(page, changed).url == order.get_absolute_url()
    order.refresh_from_db()
    assert (order.status, order.purpose) == ("issued", "改为油烟检查")
    assert client.get(page).url == order.get_absolute_url()


def test_htmx_gets_the_proposals_alone(client, people: People, team):
    client.force_login(people.chief_west)
    part = client.post(
        reverse("dispatch_new"), form_data(do="propose"), headers={"HX-Request": "true"}
    )
    assert "<html" not in text(part)
    assert "石亭甲" in text(part)
    empty = client.post(
        reverse("dispatch_new"),
        form_data(do="propose", domain=""),
        headers={"HX-Request": "true"},
    )
    assert "先写时间" in text(empty)


def test_a_refused_issue_keeps_everything_typed_and_ticked(client, people: People, team):
    spare = person("石亭丙", Role.TOWN_OFFICER, "石亭街道")
    issued(people)
    client.force_login(people.chief_west)
    answer = client.post(reverse("dispatch_new"), form_data(*team, detail="带记录仪"))
    assert answer.status_code == 200
    assert "石亭甲不能调度：已被西部片区调度至石亭街道" in text(answer)
    assert f"可改派：{spare}" in text(answer)
    assert "带记录仪" in text(answer)
    assert answer.context["ticked"] == {("officers", user.officer.pk) for user in team}
    assert DispatchOrder.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("ends_at", "2020-01-01T09:00", "结束时间须晚于开始时间"),
        ("officers_needed", "1", "2"),
        ("domain", "航天", "航天"),
        ("place", "", "请填写此项"),
    ],
)
def test_refusals_beside_the_field(client, people: People, team, field, value, told):
    client.force_login(people.chief_west)
    answer = client.post(reverse("dispatch_new"), form_data(*team, **{field: value}))
    assert told in str(answer.context["form"].errors[field])


def test_the_same_form_sent_twice_makes_one_order(client, people: People, team):
    client.force_login(people.chief_west)
    data = form_data(*team)
    addresses = {client.post(reverse("dispatch_new"), data).url for _ in range(2)}
    assert len(addresses) == 1
    assert DispatchOrder.objects.count() == 1


# --- who sees and who may -------------------------------------------------------------------
def test_another_zones_town_is_refused(client, people: People, team):
    for user in (people.chief_east, people.chief_central):
        client.force_login(user)
        answer = client.post(reverse("dispatch_new"), form_data(*team))
        assert answer.status_code == 403
        assert "由该片区片长统一调度" in text(answer)
    assert not DispatchOrder.objects.exists()


def test_who_sees_an_order(client, people: People, team):
    liaison = person("农业联络人", Role.LIAISON, "区农业农村局")
    other_liaison = person("住建联络人", Role.LIAISON, "区住建局")
    tianbao_deputy = person("天宝副片长", Role.DEPUTY_CHIEF, "天宝镇")
    order = issued(people, people.bureau)
    draft = drafted(people.chief_west, *team, start=14, end=15)
    expected = {
        people.chief_west: (200, 200),
        people.chief_east: (404, 404),
        people.office: (200, 404),
        people.shiting_deputy: (200, 404),
        tianbao_deputy: (404, 404),
        people.shiting: (200, 404),
        people.bureau: (200, 404),
        people.bureau_second: (404, 404),
        liaison: (200, 404),
        other_liaison: (404, 404),
        people.justice: (404, 404),
    }
    for user, codes in expected.items():
        client.force_login(user)
        found = tuple(client.get(row.get_absolute_url()).status_code for row in (order, draft))
        assert found == codes, user
        listed = client.get(reverse("dispatches"))
        assert listed.status_code == (403 if user == people.justice else 200), user
        if listed.status_code == 200:
            assert (order in listed.context["page"].rows) is (codes[0] == 200), user
            api = client.get("/api/v1/dispatches/").json()["results"]
            assert {row["id"] for row in api} == {
                row.pk for row, code in zip((order, draft), codes, strict=True) if code == 200
            }


def test_steps_of_the_chief_are_403_to_those_who_only_see(client, people: People, team):
    order = issued(people)
    client.force_login(people.shiting_deputy)
    for name in ("issue", "substitute"):
        assert client.post(reverse(f"dispatch_{name}", args=[order.pk])).status_code == 403
    for name in ("move", "cancel", "finish"):
        assert client.get(reverse(f"dispatch_{name}", args=[order.pk])).status_code == 403
    client.force_login(people.chief_east)
    assert client.post(reverse("dispatch_cancel", args=[order.pk])).status_code == 404
    client.force_login(people.shiting)
    assert client.get(reverse("dispatch_new")).status_code == 403


def test_answering_and_replacing_by_pages(client, people: People, team):
    third = person("石亭丙", Role.TOWN_OFFICER, "石亭街道")
    order = issued(people)
    client.force_login(people.shiting)
    assert "请答复" in text(client.get(order.get_absolute_url()))
    page = reverse("dispatch_answer", args=[order.pk])
    assert "请写明不能参加的理由" in text(client.post(page, {"word": "decline", "reason": ""}))
    client.post(page, {"word": "decline", "reason": "出差"})
    assert "请答复" not in text(client.get(order.get_absolute_url()))
    client.force_login(people.chief_west)
    shown = client.get(order.get_absolute_url())
    assert [row.name for row in shown.context["offered"]] == ["石亭丙"]
    assert "改派石亭丙" in text(shown)
    order.refresh_from_db()
    page = reverse("dispatch_substitute", args=[order.pk])
    client.post(page, {"officer": third.officer.pk, "revision": order.revision - 1})
    assert order.officers.count() == 2  # an older view
    client.post(page, {"officer": third.officer.pk, "revision": order.revision})
    assert order.officers.count() == 3


def test_moving_cancelling_and_finishing_by_pages(client, people: People, team):
    order = issued(people)
    client.force_login(people.chief_west)
    page = reverse("dispatch_move", args=[order.pk])
    data = {"version": order.revision, "starts_at": stamp(at(10)), "ends_at": stamp(at(9))}
    assert "结束时间须晚于" in text(client.post(page, data))
    assert client.post(page, {**data, "ends_at": stamp(at(13))}).status_code == 302
    order.refresh_from_db()
    assert order.ends_at == at(13)
    page = reverse("dispatch_finish", args=[order.pk])
    assert "尚未开始" in text(client.post(page, {"version": order.revision, "note": "完成"}))
    page = reverse("dispatch_cancel", args=[order.pk])
    assert "刚刚修改" in text(client.post(page, {"version": 1, "reason": "雨"}))
    client.post(page, {"version": order.revision, "reason": "雨"})
    assert "已撤销" in text(client.get(order.get_absolute_url()))


def test_the_printed_order_and_the_export(client, people: People, team):
    order = issued(people, equipment=(vehicle(),))
    course.answer(order_id=order.pk, accept=False, reason="出差", by=people.shiting)
    client.force_login(people.chief_west)
    sheet = text(client.get(reverse("dispatch_print", args=[order.pk])))
    assert order.number in sheet
    assert "石亭乙" in sheet
    assert "石亭甲" not in sheet
    assert "闽ET1001" in sheet
    path = reverse("dispatches_export")
    rows = list(load_workbook(BytesIO(client.get(path).content)).active.iter_rows(values_only=True))
    assert rows[2][0] == order.number
    assert "石亭甲（已谢绝）" in rows[2][9]
    none = client.get(path + "?status=draft")
    assert len(list(load_workbook(BytesIO(none.content)).active.iter_rows())) == 2


def test_filters(client, people: People, team):
    first, _ = issued(people), issued(people, start=14, end=15, purpose="油烟")
    client.force_login(people.chief_west)

    def found(query: str) -> int:
        return len(client.get(f"{reverse('dispatches')}?{query}").context["page"].rows)

    day = timezone.localdate(first.starts_at)
    assert [found(q) for q in ("", "q=油烟", "q=石亭甲", "q=无此人")] == [2, 1, 2, 0]
    assert [found(q) for q in ("status=issued", "status=done", "mine=1")] == [2, 0, 0]
    assert [found(q) for q in (f"since={day}", f"until={at(9, 0):%Y-%m-%d}")] == [2, 0]


# --- few queries ----------------------------------------------------------------------------
def test_the_list_asks_the_same_for_one_row_and_for_many(
    client, people: People, team, django_assert_max_num_queries
):
    client.force_login(people.chief_west)
    counts = []
    for start in (7, 9, 11, 13, 15, 17):
        issued(people, start=start, end=start + 1)
        client.get(reverse("dispatches"))
        with django_assert_max_num_queries(MOST_QUERIES) as asked:
            client.get(reverse("dispatches"))
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_the_pages_stay_few_in_queries(client, people: People, team, django_assert_max_num_queries):
    order = issued(people, equipment=(vehicle(),))
    client.force_login(people.chief_west)
    client.get(order.get_absolute_url())
    for path, most in (
        (order.get_absolute_url(), MOST_QUERIES),
        (reverse("zone_week"), MOST_QUERIES),
        (reverse("dispatch_print", args=[order.pk]), MOST_QUERIES),
        ("/api/v1/dispatches/", MOST_QUERIES),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200, path


def test_the_board_says_who_is_free_today(
    client, people: People, team, django_assert_max_num_queries
):
    now = timezone.now()
    issued(people, starts_at=now, ends_at=now + timedelta(minutes=20))
    client.force_login(people.chief_west)
    board = text(client.get(reverse("board")))
    page = f"{reverse('zone_today')}?zone=W"
    assert f'hx-get="{page}"' in board
    assert client.get(page).url == f"{reverse('zone_week')}?zone=W"
    with django_assert_max_num_queries(MOST_QUERIES):
        part = text(client.get(page, headers={"HX-Request": "true"}))
    assert "执法人员 2 人，今天没有安排的 <b>0</b> 人" in part
    assert "夜间联合检查（待答复）" in part
    client.force_login(people.chief_east)
    assert client.get(page, headers={"HX-Request": "true"}).status_code == 404
