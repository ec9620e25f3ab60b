"""期限表, the calculator, the derivation of a term, and what papers must have confirmed."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from cases.models import Case
from cases.rules.deadlines import TERM_RULES, Term
from cases.selectors.provisional import provisional_terms_in
from cases.services import _terms
from core import parameters
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")


def at(day: str) -> time_machine.travel:
    moment = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=CHINA)
    return time_machine.travel(moment, tick=False)


def page_of(client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_table_has_every_term_and_marks_what_is_not_confirmed(client, people: People):
    client.force_login(people.shiting)
    page = page_of(client, "terms")
    for term, rule in TERM_RULES.items():
        assert f'id="{term.value}"' in page
        assert rule.label in page
    unconfirmed = page.count("待确认</")
    parameters.confirm(code="FILING", value=10, by=people.justice)
    page = page_of(client, "terms")
    assert "10 个工作日" in page
    assert page.count("待确认</") == unconfirmed - 1


def test_the_table_is_read_with_few_queries(client, people: People, django_assert_max_num_queries):
    client.force_login(people.shiting)
    client.get(reverse("terms"))
    with django_assert_max_num_queries(12):
        client.get(reverse("terms"))


# --- the calculator -------------------------------------------------------------
def calc(client, **query: object) -> str:
    return page_of(client, "term_calculator", **query)


def test_the_calculator_shows_the_day_and_each_day_before_it(client, people: People):
    client.force_login(people.shiting)
    page = calc(
        client,
        code="EVIDENCE_PRESERVE",
        start="2026-02-10",
        pause1_from="2026-02-24",
        pause1_to="2026-02-26",
    )
    assert "2026-03-02" in page
    assert "2026 年 2 月" in page
    assert "2026 年 3 月" in page
    assert "中止，不计入" in page
    assert "第 7 日，期限届满" in page
    assert "法律没有规定本期限可以中止" in page


def test_htmx_gets_only_the_answer(client, people: People):
    client.force_login(people.shiting)
    url = reverse("term_calculator")
    query = {"code": "PAY_FINE", "start": "2026-09-20"}
    part = client.get(url, query, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="answer"')
    assert "2026-10-08" in part
    assert "<html" not in part


@time_machine.travel("2026-11-24T12:00:00+08:00")
@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param({"code": "HEARING_NOTICE_BEFORE", "start": "2026-10-15"},
                     ["2026-09-29", "最迟应于这一天送达"], id="听证通知"),
        pytest.param({"code": "COURT_ENFORCE_WINDOW", "start": "2026-02-04",
                      "counted_from": "land"}, ["2026-02-25", "2026-05-24"], id="法院窗口"),
        pytest.param({"code": "COURT_ENFORCE_URGE", "start": "2026-09-21"},
                     ["2026-10-13"], id="催告后"),
        pytest.param({"code": "EMERGENCY_APPROVAL", "start": "2026-03-02", "at": "21:30"},
                     ["2026-03-03 21:30"], id="按小时"),
        pytest.param({"code": "PAY_FINE", "start": "2026-12-28"},
                     ["2027-01-12", "暂定", "2027 年放假通知尚未发布", "尚未到来"], id="暂定"),
        pytest.param({"code": "SEIZURE", "start": "2026-01-20", "extended": "30"},
                     ["2026-03-21"], id="延长"),
        pytest.param({"code": "LIMITATION", "start": "2024-10-01"}, ["2026-10-01"], id="时效"),
    ],
)  # fmt: skip
def test_every_kind_of_term_can_be_tried(client, people: People, query, words):
    client.force_login(people.shiting)
    page = calc(client, **query)
    for word in words:
        assert word in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param({"code": "DECISION", "start": ""}, "请填写起算日", id="没有起算日"),
        pytest.param({"code": "DECISION", "start": "2026-02-30"}, "没有这一天", id="没有这一天"),
        pytest.param({"code": "DECISION", "start": "1026-01-01"}, "2000 年至 2090 年", id="年份"),
        pytest.param({"code": "NONE", "start": "2026-01-01"}, "没有代码为 NONE", id="代码"),
        pytest.param({"code": "DECISION", "start": "2026-01-05", "pause1_from": "2026-02-04",
                      "pause1_to": "2026-02-01"}, "止日早于起日", id="中止颠倒"),
        pytest.param({"code": "DECISION", "start": "2026-01-05", "pause1_from": "2026-02-04"},
                     "起止都要填写", id="只有中止起日"),
        pytest.param({"code": "DECISION", "start": "2026-01-05", "pause1_from": "2026-02-01",
                      "pause1_to": "2026-02-04", "pause2_from": "2026-02-03",
                      "pause2_to": "2026-02-09"}, "重叠", id="中止重叠"),
        pytest.param({"code": "SEIZURE", "start": "2026-01-05", "extended": "31"},
                     "最多延长 30 日", id="延长过长"),
    ],
)  # fmt: skip
def test_bad_input_is_told_and_nothing_typed_is_lost(client, people: People, query, words):
    client.force_login(people.shiting)
    page = calc(client, **query)
    assert words in page
    assert "还不能推算" in page
    if query["start"].startswith("2026-01"):
        assert f'value="{query["start"]}"' in page


# --- one term of a case -----------------------------------------------------------
@pytest.fixture
def case(people: People) -> Case:
    with at("2026-03-02"):
        return stories.filed(people)


def test_each_last_day_on_the_case_page_leads_to_its_derivation(client, case, people: People):
    client.force_login(people.shiting)
    with at("2026-03-03"):
        page = client.get(case.get_absolute_url(), {"tab": "terms"}).content.decode()
        decision = case.terms.get(term="DECISION")
        shown = page_of(client, "case_term", case.pk, decision.pk)
        first = client.get(case.get_absolute_url()).content.decode()
    for row in case.terms.all():
        assert reverse("case_term", args=[case.pk, row.pk]) in page
    assert reverse("case_term", args=[case.pk, decision.pk]) in first  # 最近期限
    for words in (
        "2026-05-31",
        "立案之日",
        "《行政处罚法》第六十条",
        "第 90 日，周末，期限届满",
        "没有",
    ):
        assert words in shown
    assert shown.count('class="days__month"') == 3  # 三月至五月


def test_the_derivation_is_seen_by_those_who_see_the_case(client, case, people: People):
    row = case.terms.get(term="DECISION")
    url = reverse("case_term", args=[case.pk, row.pk])
    client.force_login(people.xiangkou)
    assert client.get(url).status_code == 404
    other = stories.registered(people.shiting, "石亭街道")
    client.force_login(people.shiting)
    assert client.get(reverse("case_term", args=[other.pk, row.pk])).status_code == 404


# --- what a paper must have confirmed ---------------------------------------------
@pytest.mark.parametrize(
    ("text", "stated", "found"),
    [
        pytest.param("请于2027年1月11日前缴纳罚款", [], True, id="文中写明该日"),
        pytest.param("至二〇二七年一月十一日止", [], True, id="汉字日期"),
        pytest.param("请于 2027 年 01 月 11 日前缴纳", [], True, id="有空格和补零"),
        pytest.param("自收到本决定书之日起十五日内缴纳", [], False, id="只写天数"),
        pytest.param("请于2027年1月12日前缴纳罚款", [], False, id="另一日"),
        pytest.param("", [Term.FINE_PAYMENT], True, id="该种文书载明缴款期限"),
        pytest.param("", [Term.STATEMENT], False, id="该种文书载明别的期限"),
    ],
)
def test_a_provisional_day_in_a_paper_is_found(case: Case, text, stated, found):
    with at("2026-12-27"):
        row = _terms.open_term(case, Term.FINE_PAYMENT, date(2026, 12, 27), binds=False)
    assert row.provisional
    assert row.due_on == date(2027, 1, 11)
    assert provisional_terms_in(case, stated, text) == ([row] if found else [])


def test_final_and_ended_days_need_no_confirmation(case: Case):
    stated = [Term.FINE_PAYMENT]
    with at("2026-12-27"):
        _terms.open_term(case, Term.FINE_PAYMENT, date(2026, 12, 1), binds=False)
        assert provisional_terms_in(case, stated) == []
        _terms.open_term(case, Term.FINE_PAYMENT, date(2026, 12, 27), binds=False)
        assert len(provisional_terms_in(case, stated)) == 1
        _terms.close_term(case, Term.FINE_PAYMENT, date(2026, 12, 27))
    assert provisional_terms_in(case, stated) == []
