"""Grades and like cases beside the proposal; a deviation asks for its reason (第三十四条)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Draft
from cases.selectors.facts import next_steps
from cases.services import handling
from core.errors import RuleViolation
from core.rules.identifiers import resident_id_check_digit
from tests import stories
from tests.people import People
from zones.models import ItemVersion

pytestmark = pytest.mark.django_db
GRADES = [
    {"grade": "较轻", "text": "初次违法", "fine_from": "100", "fine_to": "500"},
    {"grade": "较重", "text": "拒不改正", "fine_from": "500", "fine_to": "2000"},
]


@pytest.fixture
def graded(people: People) -> Case:
    case = stories.filed(people)
    ItemVersion.objects.filter(item=case.item).update(discretion=GRADES)
    return stories.investigated(people, case)


def told(people: People, case: Case, **changes: object) -> Draft:
    handling.notify(
        case_id=case.pk,
        intended=stories.intended(**changes),
        served_on=timezone.localdate(),
        by=people.shiting,
    )
    return Draft.objects.get(case=case)


def test_the_form_shows_the_grades_with_their_figures_and_like_cases(
    client, people: People, graded: Case
):
    client.force_login(people.shiting)
    page = client.get(reverse("case_action", args=[graded.pk, "notify"])).content.decode()
    assert "较轻：100 至 500 元" in page
    assert "近三年没有同一事项、同类当事人的决定" in page
    earlier = stories.served(people, amount=Decimal(300))
    assert earlier.item_id == graded.item_id
    page = client.get(reverse("case_action", args=[graded.pk, "notify"])).content.decode()
    assert "罚款 1 件" in page
    assert "300.00 元" in page


def test_a_fine_outside_the_chosen_grade_asks_for_its_reason_at_the_field(
    client, people: People, graded: Case
):
    with pytest.raises(RuleViolation) as refused:
        told(people, graded, amount=Decimal(600), grade="较轻")
    assert (refused.value.field, refused.value.basis) == (
        "deviation_reason",
        "《行政处罚法》第三十四条",
    )
    draft = told(people, graded, amount=Decimal(600), grade="较轻", deviation_reason="持续时间长")
    client.force_login(people.shiting)
    page = client.get(f"{graded.get_absolute_url()}?tab=inquiry").content.decode()
    assert "裁量档次：较轻" in page
    assert "持续时间长" in page
    assert "裁量（较轻）：" in draft.text


def test_the_grade_that_holds_the_fine_is_taken_where_none_is_chosen(people: People, graded: Case):
    assert told(people, graded, amount=Decimal(300)).grade == "较轻"


def test_without_the_reason_nothing_is_decided(people: People, graded: Case):
    draft = told(people, graded, amount=Decimal(300))
    handling.hear_statement(
        case_id=graded.pk, statement="", answer="", waived=True, by=people.shiting
    )
    Draft.objects.filter(pk=draft.pk).update(amount=Decimal(900))
    found = next_steps(Case.objects.get(pk=graded.pk), ["decide"], timezone.localdate())["decide"]
    (blocker,) = [row for row in found if row.code == "unexplained_deviation"]
    assert "较轻，100 至 500 元" in blocker.text


def test_a_party_of_sixteen_is_treated_more_lightly(people: People):
    body = f"350602{timezone.localdate().year - 16}0101001"
    case = stories.filed(
        people,
        party_kind="citizen",
        party_name="林志远",
        party_identifier=body + resident_id_check_digit(body),
    )
    stories.investigated(people, case)
    with pytest.raises(RuleViolation) as refused:
        told(people, case)
    assert (refused.value.code, refused.value.field) == ("minor_not_lighter", "leniency")
    told(people, case, leniency=("age",))


def test_the_reviewer_sees_grades_and_like_cases(client, people: People):
    case = stories.under_review(people)
    ItemVersion.objects.filter(item=case.item).update(discretion=GRADES)
    client.force_login(people.reviewer_west)
    page = client.get(case.reviews.get().get_absolute_url()).content.decode()
    assert "较重：500 至 2000 元" in page
    assert "同类案件" in page
