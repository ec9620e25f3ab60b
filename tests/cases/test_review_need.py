"""Why a case needs legal review: said from the moment it does, marked, listed, asked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, GravityMark, MajorDecision
from cases.selectors import major_list
from cases.selectors.facts import review_reasons
from cases.services import decision, gravity
from cases.services.gravity import Line
from core.errors import RuleViolation
from core.models import AuditEntry, OutboxMessage
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db


def line(**changes: Any) -> Line:
    values: dict[str, Any] = {
        "title": "市容类罚款五百元以上",
        "basis": "芗城区重大执法决定法制审核目录第一项",
        "document": "芗司〔2026〕12号",
        "starts_on": date(2024, 7, 1),
        "domain": "城管-市容环卫",
        "amount_from": 500,
    }
    return Line(**{**values, **changes})


def codes(case: Case) -> list[str]:
    return [reason.code for reason in review_reasons(Case.objects.get(pk=case.pk))]


def needs(case: Case) -> bool:
    return Case.objects.get(pk=case.pk).needs_review


def test_a_line_of_the_list_reaches_open_cases_and_says_so(people: People):
    case = stories.notified(people, stories.filed(people))
    assert not needs(case)
    gravity.keep_line(line=line(), by=people.justice)
    assert OutboxMessage.objects.filter(topic=gravity.TOPIC).count() == 1
    assert gravity.refresh_need() == 1
    assert gravity.refresh_need() == 0
    assert needs(case)
    assert codes(case) == ["LISTED"]
    entry = AuditEntry.objects.filter(subject_id=case.pk, verb="review_need").get()
    assert "芗司〔2026〕12号" in entry.payload["reasons"][0]
    with pytest.raises(RuleViolation, match="未经法制审核通过"):
        decision.decide(case_id=case.pk, by=people.shiting_deputy)


def test_a_line_not_yet_or_no_longer_in_force_asks_for_nothing(people: People):
    case = stories.notified(people, stories.filed(people))
    today = timezone.localdate()
    for period in (
        {"starts_on": today + timedelta(days=1)},
        {"starts_on": today - timedelta(days=9), "ends_on": today - timedelta(days=1)},
    ):
        gravity.keep_line(line=line(**period), by=people.justice)
    assert codes(case) == []
    gravity.keep_line(line=line(starts_on=today, ends_on=today), by=people.justice)
    assert codes(case) == ["LISTED"]


def test_only_the_bureau_keeps_the_list_and_two_do_not_overwrite_each_other(people: People):
    with pytest.raises(PermissionDenied):
        gravity.keep_line(line=line(), by=people.reviewer_west)
    row = gravity.keep_line(line=line(), by=people.justice)
    gravity.keep_line(line=line(title="甲"), pk=row.pk, revision=1, by=people.justice)
    with pytest.raises(RuleViolation, match="已被他人修改"):
        gravity.keep_line(line=line(title="乙"), pk=row.pk, revision=1, by=people.justice)
    with pytest.raises(RuleViolation, match="不能早于施行日期") as refused:
        gravity.keep_line(line=line(ends_on=date(2020, 1, 1)), by=people.justice)
    assert refused.value.field == "ends_on"
    assert major_list.lines()[0].title == "甲"


def test_what_the_handlers_mark_asks_for_review_at_once_and_can_be_lifted(people: People):
    case = stories.filed(people)
    kinds = ["public_interest", "review_by_statute"]
    gravity.mark(case_id=case.pk, kinds=kinds, reason="涉及饮用水源", by=people.shiting)
    assert needs(case)
    assert codes(case) == ["PUBLIC_INTEREST", "STATUTE"]
    assert Case.objects.get(pk=case.pk).reporting  # a major case for the chief as well
    with pytest.raises(RuleViolation, match="没有变化"):
        gravity.mark(case_id=case.pk, kinds=kinds, reason="再认定", by=people.shiting)
    with pytest.raises(PermissionDenied):
        gravity.mark(case_id=case.pk, kinds=[], reason="他人", by=people.tianbao)
    gravity.mark(case_id=case.pk, kinds=[], reason="查明不在保护区内", by=people.shiting)
    assert not needs(case)
    assert GravityMark.objects.filter(lifted_at=None).count() == 0
    assert GravityMark.objects.count() == 2


def test_the_unit_may_ask_for_review_itself_and_says_why(people: People):
    case = stories.notified(people, stories.filed(people))
    with pytest.raises(RuleViolation, match="写明理由") as refused:
        decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    assert refused.value.field == "note"
    decision.submit_for_review(
        case_id=case.pk, confirmed=["true"], note="首次适用新规定", by=people.shiting
    )
    assert Case.objects.get(pk=case.pk).reviews.get().reasons == [
        "承办单位申请审核：首次适用新规定"
    ]


def test_the_pages_of_the_list(client, people: People):
    client.force_login(people.shiting)
    assert "目录中没有这样的事项" in client.get(reverse("major_list")).content.decode()
    assert client.get(reverse("major_line_new")).status_code == 403
    client.force_login(people.justice)
    fields = {
        "title": "吊销许可证件",
        "basis": "国办发〔2018〕118号",
        "document": "芗司〔2026〕12号",
        "starts_on": "2024-07-01",
        "penalties": ["revoke_permit"],
        "domain": "",
        "party": "",
    }
    back = client.post(reverse("major_line_new"), {**fields, "ends_on": "2020-01-01"})
    assert "失效日期不能早于施行日期" in back.content.decode()
    assert client.post(reverse("major_line_new"), fields).status_code == 302
    row = MajorDecision.objects.get()
    page = client.get(reverse("major_list")).content.decode()
    assert "吊销许可证件" in page
    assert client.get(reverse("major_line", args=[row.pk])).status_code == 200


def test_the_form_of_marks_shows_what_was_marked(client, people: People):
    case = stories.filed(people)
    gravity.mark(case_id=case.pk, kinds=["social_impact"], reason="群访", by=people.shiting)
    client.force_login(people.shiting)
    page = client.get(f"{case.get_absolute_url()}mark_gravity/").content.decode()
    assert "可能造成重大社会影响" in page
    assert "checked" in page


def test_the_submission_page_lists_the_material_and_refuses_at_the_field(client, people: People):
    case = stories.notified(people, stories.arranged(people))
    client.force_login(people.shiting)
    address = f"{case.get_absolute_url()}submit_for_review/"
    page = client.get(address).content.decode()
    assert "调查终结报告" in page
    assert "已在案卷" in page
    back = client.post(address, {"version": case.version, "note": "写了一半"})
    assert "送审材料不齐" in back.content.decode()
    assert "写了一半" in back.content.decode()
    assert Case.objects.get(pk=case.pk).state == "notified"
