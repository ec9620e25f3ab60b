"""Reviews: who gets them, who may judge, what an opinion does."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.services import decision, handling
from core.errors import RuleViolation
from core.models import Notice
from legal_review.models import Review
from legal_review.rules.checklist import OpinionKind, Point
from legal_review.services import assigning, judging
from personnel.models import Recusal
from personnel.roles import Role
from tests import stories
from tests.factories.personnel import LONG_AGO, person
from tests.people import People

pytestmark = pytest.mark.django_db
IN_ORDER = dict.fromkeys(Point, True)


def opinion(review: Review, by, kind=OpinionKind.AGREE, points=IN_ORDER, text=""):
    return judging.conclude(review_id=review.pk, kind=kind, points=points, text=text, by=by)


def test_a_submitted_case_lies_with_the_zones_own_reviewer(people: People):
    assert people.reviewer_east
    case = stories.under_review(people)
    review = case.reviews.get()
    assert review.reviewer.user == people.reviewer_west
    assert "最少" in review.assigned_because
    assert Notice.objects.filter(recipient=people.reviewer_west).exists()


def test_a_recused_reviewer_is_passed_over(people: People):
    other = person("西部审核员乙", Role.ZONE_REVIEWER, "西部片区", home="区司法局")
    Recusal.objects.create(
        officer=people.reviewer_west.officer,
        party="芗城某建材经营部（测试）",
        ground="近亲属任职",
        recorded_on=LONG_AGO,
    )
    assert stories.under_review(people).reviews.get().reviewer.user == other


def test_with_no_reviewer_in_the_zone_the_justice_admin_is_told_and_assigns(people: People):
    assert people.justice
    case = stories.notified(people, stories.arranged(people))
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    review = Review.objects.get()
    assert review.reviewer is None
    assert Notice.objects.filter(recipient=people.justice).exists()
    officer = people.reviewer_west.officer
    assigning.assign(review_id=review.pk, officer=officer, by=people.justice)
    with pytest.raises(RuleViolation, match="不是西部片区的法制审核员"):
        assigning.assign(
            review_id=review.pk, officer=people.reviewer_east.officer, by=people.justice
        )


def test_only_the_assigned_reviewer_judges(people: People):
    review = stories.under_review(people).reviews.get()
    for other in (people.reviewer_east, people.justice, people.shiting, people.chief_west):
        with pytest.raises(PermissionDenied):
            opinion(review, other)


def test_agreeing_needs_every_point_judged_and_in_order(people: People):
    review = stories.under_review(people).reviews.get()
    with pytest.raises(RuleViolation, match="尚未判定"):
        opinion(review, people.reviewer_west, points={Point.SUBJECT: True})
    with pytest.raises(RuleViolation, match="裁量不合格"):
        opinion(review, people.reviewer_west, points={**IN_ORDER, Point.DISCRETION: False})


def test_returning_needs_words_and_gives_the_case_back(people: People):
    case = stories.under_review(people)
    review = case.reviews.get()
    with pytest.raises(RuleViolation, match="须写明具体问题"):
        opinion(review, people.reviewer_west, OpinionKind.CORRECT)
    opinion(review, people.reviewer_west, OpinionKind.CORRECT, text="裁量理由不足")
    case.refresh_from_db()
    assert case.state == "notified"
    assert case.cleared_hash == ""


def test_two_opinions_on_one_review_the_second_is_refused(people: People):
    review = stories.under_review(people).reviews.get()
    opinion(review, people.reviewer_west)
    with pytest.raises(RuleViolation, match="已审结"):
        opinion(review, people.reviewer_west, OpinionKind.CORRECT, text="再想想")


def test_the_second_round_goes_to_the_same_reviewer(people: People):
    case = stories.under_review(people)
    opinion(case.reviews.get(), people.reviewer_west, OpinionKind.CORRECT, text="改")
    assert person("西部审核员乙", Role.ZONE_REVIEWER, "西部片区", home="区司法局")
    handling.redraft(case_id=case.pk, intended=stories.intended(amount=300), by=people.shiting)
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    second = case.reviews.get(status="open")
    assert second.round == 2
    assert second.reviewer.user == people.reviewer_west


def test_the_queue_shows_the_zones_own_and_refuses_others(client, people: People):
    review = stories.under_review(people).reviews.get()
    page = reverse("review", args=[review.pk])
    for who, status in ((people.reviewer_west, 200), (people.justice, 200)):
        client.force_login(who)
        assert client.get(page).status_code == status
        assert review.case.number in client.get(reverse("reviews")).content.decode()
    client.force_login(people.reviewer_east)
    assert client.get(page).status_code == 404
    assert review.case.number not in client.get(reverse("reviews")).content.decode()
    client.force_login(people.shiting)
    assert client.get(page).status_code == 404
    assert client.get(reverse("reviews")).status_code == 403


def test_an_opinion_with_a_fault_keeps_what_was_typed(client, people: People):
    review = stories.under_review(people).reviews.get()
    client.force_login(people.reviewer_west)
    page = client.post(
        reverse("review", args=[review.pk]), {"kind": "agree", "text": "写了一半的意见"}
    )
    assert page.status_code == 200
    assert "写了一半的意见" in page.content.decode()
    assert "尚未判定" in page.content.decode()
    review.refresh_from_db()
    assert review.status == "open"


def test_the_opinion_can_be_given_through_the_api(client, people: People):
    review = stories.under_review(people).reviews.get()
    client.force_login(people.reviewer_west)
    answer = client.post(
        reverse("api_review_opinion", args=[review.pk]),
        {"kind": "agree", "points": {point.value: True for point in Point}},
        content_type="application/json",
    )
    assert answer.status_code == 201
    assert answer.json()["status"] == "passed"
