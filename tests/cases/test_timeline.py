"""The course of a case in words a court can read: who, when, what, by which article."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from cases.rules.workflow import TABLES
from cases.selectors.timeline import timeline_of, title_of
from core import audit
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db


def tab(client, case, **query: str) -> str:
    return client.get(case.get_absolute_url(), {"tab": "trail", **query}).content.decode()


@pytest.mark.parametrize("action", sorted({key for table in TABLES.values() for key in table}))
def test_every_act_of_the_table_has_a_name(action: str):
    assert title_of(action) != action


def test_each_entry_names_its_article_and_speaks_no_code(people: People):
    case = stories.notified(people, stories.filed(people))
    entries = timeline_of(case)
    assert len(entries) == case.version
    assert all(entry.basis for entry in entries)
    by_title = {entry.title: entry for entry in entries}
    assert by_title["登记调查记录"].content.startswith("种类：现场检查（勘验）笔录")
    assert by_title["处罚告知"].text.endswith("依据：《行政处罚法》第四十四条、第六十三条")
    assert "案件状态变为：已告知" in by_title["处罚告知"].content
    said = "".join(entry.title + entry.content for entry in entries)
    assert not re.search(r"[a-z]{4,}", said), said


def test_a_term_worked_out_anew_says_which_and_from_when_to_when(people: People):
    case = stories.filed(people)
    decision = next(row.term for row in case.terms.all() if row.closed_on is None)
    payload = {decision: ["2026-01-01", "2026-01-04"]}
    audit.record(by=None, verb="recompute_terms", subject=case, payload=payload)
    assert "2026-01-01 改为 2026-01-04" in timeline_of(case)[0].content


def test_the_reader_keeps_one_subject(client, people: People):
    case = stories.notified(people, stories.filed(people))
    client.force_login(people.shiting)
    assert 'timeline__title">登记调查记录' in tab(client, case)
    some = tab(client, case, group="告知与听证")
    assert 'timeline__title">处罚告知' in some
    assert 'timeline__title">登记调查记录' not in some
    assert 'timeline__title">登记调查记录' in tab(client, case, group="没有的类别")


def test_the_course_prints_from_the_first_day_with_its_seal(client, people: People):
    case = stories.filed(people)
    client.force_login(people.shiting)
    html = client.get(reverse("case_timeline", args=[case.pk])).content.decode()
    assert html.index("<td>登记</td>") < html.index("<td>批准立案</td>")
    assert "与记录一致" in html
    assert list(audit.trail_of(case))[-1].entry_hash in html
    client.force_login(people.xiangkou)
    assert client.get(reverse("case_timeline", args=[case.pk])).status_code == 404
