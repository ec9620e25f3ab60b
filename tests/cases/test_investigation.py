"""The plan, records with their dialogue, the report under its heads, the warning of a twin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.services import investigation
from core.errors import RuleViolation
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db


def record_of(people: People, **changes: Any) -> investigation.Record:
    values: dict[str, Any] = {
        "kind": "interview",
        "held_at": timezone.now(),
        "place": "石亭街道办事处",
        "subject": "王某",
        "content": "问：何时堆放？\n答：昨日。",
        "certificates_shown": True,
        "officers": [people.shiting.officer, people.shiting_second.officer],
        "rights_told": True,
    }
    return investigation.Record(**{**values, **changes})


def action_page(case, action: str) -> str:
    return reverse("case_action", args=[case.pk, action])


def test_a_plan_is_made_and_shown_and_a_later_one_leaves_it(people: People, client):
    case = stories.filed(people)
    client.force_login(people.shiting)
    for steps in ("勘验、询问，石亭甲主问", "补充询问邻居"):
        case.refresh_from_db()
        sent = {"version": case.version, "aims": "占道面积", "steps": steps}
        assert client.post(action_page(case, "plan"), sent).status_code == 302
    html = client.get(case.get_absolute_url(), {"tab": "inquiry"}).content.decode()
    assert html.index("补充询问邻居") < html.index("石亭甲主问")


def test_a_plan_for_yesterday_is_refused(people: People):
    case = stories.filed(people)
    plan = investigation.Plan("事实", "步骤", finish_by=timezone.localdate() - timedelta(days=1))
    with pytest.raises(RuleViolation) as refusal:
        investigation.make_plan(case_id=case.pk, plan=plan, by=people.shiting)
    assert refusal.value.field == "finish_by"


def test_only_handlers_of_the_case_make_its_records(people: People):
    case = stories.filed(people)
    officers = [people.shiting.officer, people.tianbao.officer]
    record = record_of(people, officers=officers)
    with pytest.raises(RuleViolation) as refusal:
        investigation.add_record(case_id=case.pk, record=record, by=people.shiting)
    assert (refusal.value.code, refusal.value.field) == ("not_a_handler", "officers")


def test_a_refused_signature_is_kept_with_its_reason_and_shown(people: People, client):
    case = stories.filed(people)
    record = record_of(people, refused_to_sign="认为记录不实，拒绝签名", witness="村主任")
    investigation.add_record(case_id=case.pk, record=record, by=people.shiting)
    client.force_login(people.shiting)
    html = client.get(case.get_absolute_url(), {"tab": "inquiry"}).content.decode()
    assert "拒绝签名：认为记录不实，拒绝签名" in html
    assert "见证人：村主任" in html


def interview(people: People, case, **changes: Any) -> dict[str, Any]:
    return {
        "version": case.version,
        "kind": "interview",
        "held_at": f"{timezone.localtime() - timedelta(minutes=1):%Y-%m-%dT%H:%M}",
        "place": "石亭街道办事处",
        "subject": "王某",
        "officers": [people.shiting.officer.pk, people.shiting_second.officer.pk],
        "certificates_shown": "on",
        "rights_told": "on",
        "dialogue_question": ["何时堆放？", "堆了多少？", ""],
        "dialogue_answer": ["昨日。", "约十平方米。", ""],
        **changes,
    }


def test_an_interview_is_written_as_questions_and_answers(people: People, client):
    case = stories.filed(people)
    client.force_login(people.shiting)
    assert client.post(action_page(case, "record"), interview(people, case)).status_code == 302
    text = "问：何时堆放？\n答：昨日。\n问：堆了多少？\n答：约十平方米。"
    assert case.records.get().content == text


def test_what_was_answered_is_kept_when_the_form_is_refused(people: People, client):
    case = stories.filed(people)
    client.force_login(people.shiting)
    sent = interview(people, case, rights_told="")
    html = client.post(action_page(case, "record"), sent).content.decode()
    assert "询问前须告知被询问人的权利义务" in html
    assert "约十平方米。" in html


def test_the_report_comes_under_its_heads_with_what_is_known(people: People, client):
    case = stories.filed(people)
    investigation.add_record(case_id=case.pk, record=record_of(people), by=people.shiting)
    case.refresh_from_db()
    client.force_login(people.shiting)
    page = action_page(case, "conclude")
    html = client.get(page).content.decode()
    assert "1. 询问笔录" in html
    heads = ["origin", "party", "facts", "evidence", "qualification", "discretion", "proposal"]
    sent = {name: f"{name} 的内容" for name in heads}
    assert client.post(page, {**sent, "version": case.version}).status_code == 302
    shown = client.get(case.get_absolute_url(), {"tab": "inquiry"}).content.decode()
    assert "三、违法事实\nfacts 的内容" in shown
    assert "七、处理建议\nproposal 的内容" in shown


def test_a_second_case_on_the_same_matter_is_pointed_out_before_filing(people: People, client):
    first = stories.filed(people)
    second = stories.registered(people.shiting, "石亭街道")
    other = stories.registered(people.shiting, "石亭街道", party_name="另一家（测试）")
    client.force_login(people.shiting)
    html = client.get(action_page(second, "propose_filing")).content.decode()
    assert first.number in html
    assert "第二十九条" in html
    assert first.number not in client.get(action_page(other, "propose_filing")).content.decode()


@pytest.mark.parametrize(
    ("days", "words"),
    [(10, "在二年时效"), (800, "二年时效已于"), (2000, "二年时效已于")],
    ids=["in time", "after two years", "after five"],
)
def test_the_filing_form_says_whether_the_act_was_found_in_time(client, people, days, words):
    """《行政处罚法》第三十六条."""
    case = stories.registered(people.shiting, "石亭街道")
    Case.objects.filter(pk=case.pk).update(occurred_on=timezone.localdate() - timedelta(days=days))
    client.force_login(people.shiting)
    page = client.get(reverse("case_action", args=[case.pk, "propose_filing"])).content.decode()
    assert words in page
    assert ("延长至五年" in page) == (days == 800)
