"""片长看板: each open case in one column, filters in the address, few questions, cheap polling."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.models import Case
from cases.rules.board import Risk
from cases.selectors import board, board_lanes, visibility
from cases.selectors.board_lanes import Wanted
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
POLL = {"X-Board": "1", "X-Background": "1"}


def look(client, **asked: object):
    return client.get(reverse("board"), asked)


def shown(page) -> dict[str, list[str]]:
    """Column → numbers of the cases on it."""
    columns = page.context["columns"]
    return {c.lane.label: [card.case.number for card in c.cards] for c in columns}


def make(people: People, where: str = "石亭街道", *others: str, **facts: object) -> Case:
    officer = {"石亭街道": people.shiting, "天宝镇": people.tianbao,
               "巷口街道": people.xiangkou}[where]  # fmt: skip
    case = stories.registered(officer, where, *others)
    Case.objects.filter(pk=case.pk).update(**facts)
    case.refresh_from_db()
    return case


def test_a_case_that_waits_for_the_chief_stands_first_whatever_its_state(client, people: People):
    chief = people.chief_west
    cross = stories.routed(stories.registered(people.shiting, "石亭街道", "天宝镇"))
    plain = make(people)
    client.force_login(chief)
    page = look(client)
    assert shown(page) == {"待安排": [cross.number], "待立案": [plain.number]}
    assert "最早一件已等不足 1 小时" in page.content.decode()
    assert page.context["figures"]["unseen"] == 1


def test_a_column_begins_with_the_nearest_term_and_says_overdue_in_words(client, people: People):
    today = timezone.localdate()
    later = make(people, next_due_on=today + timedelta(days=60), next_due_term="FILING")
    late = make(people, next_due_on=today - timedelta(days=2), next_due_term="FILING")
    none = make(people, next_due_on=None)
    client.force_login(people.chief_west)
    page = look(client)
    assert shown(page)["待立案"] == [late.number, later.number, none.number]
    assert "逾期 2 天" in page.content.decode()
    assert page.context["figures"]["late"] == 1
    assert shown(look(client, due="late")) == {"待立案": [late.number]}


def test_the_days_in_a_column_count_from_the_last_change_of_state(client, people: People):
    since = timezone.now() - timedelta(days=31)
    old = make(people, stage_since=since)
    moved = stories.filed(people)
    client.force_login(people.chief_west)
    text = look(client).content.decode()
    assert "本阶段 31 天，久未推进" in text
    assert moved.stage_since > since
    assert shown(look(client, due="stalled")) == {"待立案": [old.number]}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"town": "天宝镇"}, ["天宝"]),
        ({"domain": "农业农村"}, []),
        ({"domain": "城管-市容环卫"}, ["天宝", "石亭", "重大"]),
        ({"risk": "high"}, ["重大"]),
        ({"risk": "low"}, ["天宝", "石亭"]),
        ({"town": "天宝镇", "risk": "high"}, []),
        ({"town": "nonsense", "risk": "x", "lane": "x", "n": "y"}, ["天宝", "石亭", "重大"]),
    ],
)
def test_the_filters_of_the_address_narrow_what_is_shown(client, people: People, asked, found):
    names = {
        "天宝": make(people, "天宝镇").number,
        "石亭": make(people).number,
        "重大": make(people, is_major=True).number,
    }
    client.force_login(people.chief_west)
    if asked.get("town") == "天宝镇":
        asked = {**asked, "town": stories.town("天宝镇").pk}
    numbers = [number for lane in shown(look(client, **asked)).values() for number in lane]
    assert sorted(numbers) == sorted(names[name] for name in found)


def test_only_what_waits_for_me(client, people: People):
    chief = people.chief_west
    mine = stories.routed(stories.registered(people.shiting, "石亭街道", "天宝镇"))
    make(people)
    client.force_login(chief)
    assert shown(look(client, mine="1")) == {"待安排": [mine.number]}


def test_the_filter_by_risk_agrees_with_the_rule(people: People):
    for number in range(16):
        make(
            people,
            is_major=bool(number & 1),
            is_complex=bool(number & 2),
            needs_review=bool(number & 4),
            circumstances=["crime"] if number & 8 else ["media"] if number % 3 == 0 else [],
        )
    rows = Case.objects.all()
    for risk in Risk:
        found = set(rows.filter(board_lanes.of_risk(risk.value)))
        assert found == {case for case in rows if board_lanes.risk_of(case) is risk}


def test_a_deputy_chief_sees_the_town_a_chief_the_zone_the_office_all(client, people: People):
    western, tianbao = make(people), make(people, "天宝镇")
    eastern = make(people, "巷口街道")
    for user, numbers in [
        (people.shiting_deputy, [western]),
        (people.chief_west, [western, tianbao]),
        (people.office, [western, tianbao, eastern]),
    ]:
        client.force_login(user)
        found = [number for lane in shown(look(client)).values() for number in lane]
        assert sorted(found) == sorted(case.number for case in numbers), user
    assert shown(look(client, zone="E")) == {"待立案": [eastern.number]}
    client.force_login(people.shiting)
    assert look(client).status_code == 404


def test_a_report_led_by_another_zone_is_on_the_board_of_the_zone_that_leads(
    client, people: People
):
    _ = (people.chief_west, people.chief_east)
    case = stories.routed(stories.registered(people.xiangkou, "巷口街道", "石亭街道"))
    west = stories.town("石亭街道").zone
    case.escalations.update(lead_zone=west)
    client.force_login(people.chief_west)
    assert shown(look(client)) == {"待安排": [case.number]}


def test_a_long_column_shows_a_few_and_says_how_many_more(client, people: People):
    for _ in range(9):
        make(people)
    client.force_login(people.chief_west)
    page = look(client)
    assert len(shown(page)["待立案"]) == 6
    assert "还有 3 件" in page.content.decode()
    assert len(shown(look(client, lane="file", n="26"))["待立案"]) == 9


@pytest.mark.parametrize("many", [0, 1, 200])
def test_the_board_asks_the_same_few_questions_for_none_one_and_many(
    client, people: People, many, django_assert_max_num_queries
):
    first = make(people)
    if not many:
        first.delete()
    fields = [f.attname for f in Case._meta.concrete_fields if f.attname not in ("id",)]
    copies = [
        Case(**{**{name: getattr(first, name) for name in fields}, "number": f"副本{n}",
                "submission_key": None})
        for n in range(1, many)
    ]  # fmt: skip
    Case.objects.bulk_create(copies)
    client.force_login(people.chief_west)
    look(client)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = look(client)
    assert page.context["figures"]["load"] == many or many == 200


def test_a_poll_that_finds_nothing_new_costs_one_question_and_answers_304(
    client, people: People, django_assert_num_queries
):
    make(people)
    client.force_login(people.chief_west)
    full = client.get(reverse("board"), headers=POLL)
    assert full.status_code == 200
    assert "<html" not in full.content.decode()
    again = {**POLL, "If-None-Match": full.headers["ETag"]}
    client.get(reverse("board"), headers=again)
    with django_assert_num_queries(4):  # session, account and grants, as every page; the stamp
        answer = client.get(reverse("board"), headers=again)
    assert answer.status_code == 304
    assert answer.content == b""


def test_a_poll_after_a_step_of_a_case_brings_the_board_anew(client, people: People):
    client.force_login(people.chief_west)
    mark = client.get(reverse("board"), headers=POLL).headers["ETag"]
    case = make(people)
    answer = client.get(reverse("board"), headers={**POLL, "If-None-Match": mark})
    assert answer.status_code == 200
    assert case.number in answer.content.decode()


def test_a_poll_does_not_keep_an_idle_session_alive(client, people: People):
    client.force_login(people.chief_west)
    look(client)
    session = client.session
    session["_seen"] = 1
    session.save()
    client.get(reverse("board"), headers=POLL)
    assert client.session["_seen"] == 1
    look(client)
    assert client.session["_seen"] > 1


def test_every_town_of_the_map_leads_to_its_filter_and_is_in_the_table(client, people: People):
    make(people, "天宝镇", next_due_on=timezone.localdate() - timedelta(days=1))
    client.force_login(people.chief_west)
    text = look(client, risk="low").content.decode()
    pk = stories.town("天宝镇").pk
    assert f"?risk=low&amp;zone=W&amp;town={pk}" in text
    assert "各镇街在办案件，按时限" in text
    load = next(row for row in look(client).context["loads"] if row.town.pk == pk)
    assert (load.load, load.late) == (1, 1)


def test_the_workbook_has_what_the_filter_shows(client, people: People):
    make(people)
    heavy = make(people, is_major=True, title="=1+1")
    client.force_login(people.chief_west)
    data = client.get(reverse("board_export"), {"risk": "high"}).content
    rows = list(load_workbook(BytesIO(data)).active.values)
    assert rows[0][:3] == ("阶段", "案号", "案由")
    assert [row[:3] for row in rows[1:]] == [("待立案", heavy.number, "=1+1")]
    client.force_login(people.shiting)
    assert client.get(reverse("board_export")).status_code == 404


@pytest.mark.parametrize("who", ["shiting", "chief_west", "chief_east", "office", "organisation"])
def test_looked_up_one_by_one_the_same_cases_are_visible(people: People, who):
    make(people, "天宝镇")
    stories.registered(people.shiting, "石亭街道", "天宝镇")
    user = getattr(people, who)
    found = visibility.visible_among(Case.objects.all(), user=user)
    assert set(found) == set(visibility.visible_cases(user=user))


def test_what_one_may_not_see_is_not_on_the_board_either(people: People):
    case = make(people)
    sight = board.sight_of(people.chief_west)
    case.scopes.all().delete()
    assert list(board_lanes.board_cases(people.chief_west, sight, Wanted())) == []
