"""Countersigning, the ruling of 区司法局, the organ's dissent, the paper of the opinion."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.models import Case, Paper
from cases.services import decision, discussion, handling
from cases.services.discussion import Minutes, Said
from core.errors import RuleViolation
from core.models import Parameter, User
from legal_review import selectors
from legal_review.models import Review
from legal_review.rules.checklist import OpinionKind
from legal_review.services import countersigning, dissent, judging
from legal_review.todo import reviews as todo
from tests import stories
from tests.legal_review.judging import opinion, passed, returned
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def grave(people: People) -> Review:
    """A round that two must sign: the district's figure is 500 yuan, the fine 500."""
    Parameter.objects.update_or_create(
        code="COUNTERSIGN_ORGANISATION", defaults={"value": 500, "label": "复核标准", "unit": "元"}
    )
    _ = (people.reviewer_west_second, people.justice)
    return stories.under_review(people).reviews.get()


def second_of(review: Review, people: People) -> User:
    return ({people.reviewer_west, people.reviewer_west_second} - {review.holder.user}).pop()


def fresh(review: Review) -> Review:
    return Review.objects.get(pk=review.pk)


def test_a_pass_that_waits_for_its_second_signature_passes_nothing(grave, people):
    first, second = grave.holder.user, second_of(grave, people)
    opinion(grave, first)
    review = fresh(grave)
    assert (review.status, review.stage, review.holder.user) == ("open", "countersign", second)
    assert Case.objects.get().cleared_hash == ""
    with pytest.raises(RuleViolation):
        decision.decide(case_id=review.case_id, by=people.shiting_deputy)
    with pytest.raises(PermissionDenied):
        countersigning.countersign(review_id=review.pk, agrees=True, text="", by=first)
    countersigning.countersign(review_id=review.pk, agrees=True, text="", by=second)
    assert fresh(review).status == "passed"
    assert decision.decide(case_id=review.case_id, by=people.shiting_deputy).number


@pytest.mark.parametrize(("passes", "state"), [(True, "cleared"), (False, "notified")])
def test_where_the_two_differ_the_bureau_rules_and_both_views_stay(grave, people, passes, state):
    opinion(grave, grave.holder.user)
    second = second_of(grave, people)
    with pytest.raises(RuleViolation, match="写明理由"):
        countersigning.countersign(review_id=grave.pk, agrees=False, text="", by=second)
    countersigning.countersign(review_id=grave.pk, agrees=False, text="裁量过重", by=second)
    assert fresh(grave).stage == "ruling"
    assert todo.desks(people.justice)["ruling"].count() == 1
    with pytest.raises(PermissionDenied):
        countersigning.rule_on(review_id=grave.pk, passes=True, text="……", by=second)
    countersigning.rule_on(review_id=grave.pk, passes=passes, text="经研究", by=people.justice)
    review = fresh(grave)
    assert Case.objects.get().state == state
    assert review.countersignature.text == "裁量过重"
    assert review.countersignature.ruling_text == "经研究"
    paper = Paper.objects.get(kind="review_opinion")
    assert "裁量过重" in paper.body
    assert "经研究" in paper.body


def test_with_nobody_else_in_the_zone_another_zones_reviewer_signs(people: People):
    Parameter.objects.update_or_create(
        code="COUNTERSIGN_ORGANISATION", defaults={"value": 1, "label": "复核标准", "unit": "元"}
    )
    east = people.reviewer_east
    review = stories.under_review(people).reviews.get()
    opinion(review, people.reviewer_west)
    assert fresh(review).holder.user == east
    assert selectors.get_visible_review(user=east, pk=review.pk)
    countersigning.countersign(review_id=review.pk, agrees=True, text="", by=east)
    assert fresh(review).status == "passed"


def test_an_ordinary_case_needs_one_signature(people: People):
    case = stories.under_review(people)
    assert passed(case, people.reviewer_west).status == "passed"


def minutes(**changes: Any) -> Minutes:
    values: dict[str, Any] = {
        "held_at": timezone.now(),
        "place": "会议室",
        "chair": "主任",
        "recorder": "记录员",
        "observers": "",
        "conclusion": "坚持原拟处罚。",
        "agreed": True,
        "said": [Said("主任", "主任", "同意"), Said("副主任", "副主任", "同意")],
    }
    return Minutes(**{**values, **changes})


def again(case: Case, people: People) -> Case:
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    return Case.objects.get(pk=case.pk)


def test_a_refused_text_comes_back_only_changed_or_after_a_discussed_dissent(people: People):
    case = stories.under_review(people)
    refused = returned(case, people.reviewer_west, OpinionKind.DISAGREE, "证据不足")
    head = people.shiting_deputy
    with pytest.raises(RuleViolation, match="送审文本没有改动"):
        again(case, people)
    with pytest.raises(RuleViolation, match="须经负责人集体讨论"):
        dissent.record(review_id=refused.pk, view="证据充分", by=head)
    discussion.record(case_id=case.pk, minutes=minutes(agreed=False), by=head)
    with pytest.raises(RuleViolation, match="没有同意现在的文本"):
        dissent.record(review_id=refused.pk, view="证据充分", by=head)
    discussion.record(case_id=case.pk, minutes=minutes(), by=head)
    with pytest.raises(PermissionDenied):
        dissent.record(review_id=refused.pk, view="证据充分", by=people.shiting)
    row = dissent.record(review_id=refused.pk, view="证据充分，有笔录佐证", by=head)
    assert (row.reviewer_view, row.view) == ("不同意：证据不足", "证据充分，有笔录佐证")
    # the dissent is no bypass: the case still waits, and two must sign this time
    with pytest.raises(RuleViolation, match="未经法制审核通过"):
        decision.decide(case_id=case.pk, by=head)
    _ = people.reviewer_west_second
    case = again(case, people)
    opinion(case.reviews.get(status="open"), people.reviewer_west)
    assert case.reviews.get(status="open").stage == "countersign"


def test_a_changed_text_comes_back_without_more_ado(people: People):
    case = stories.under_review(people)
    returned(case, people.reviewer_west, OpinionKind.DISAGREE)
    handling.redraft(case_id=case.pk, intended=stories.intended(amount=300), by=people.shiting)
    case = again(case, people)
    review = case.reviews.get(status="open")
    (change,) = selectors.changes_since_previous(review)
    assert (change.kind, "500.00" in change.before, "300.00" in change.after) == (
        "changed",
        True,
        True,
    )


def test_an_opinion_to_supplement_asks_for_no_dissent(people: People):
    case = stories.under_review(people)
    row = returned(case, people.reviewer_west, OpinionKind.SUPPLEMENT)
    with pytest.raises(RuleViolation, match="无须登记异议"):
        dissent.record(review_id=row.pk, view="……", by=people.shiting_deputy)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (OpinionKind.CORRECT, "修改、补充后再报"),
        (OpinionKind.EXCEEDS_AUTHORITY, "移送有权机关"),
        (OpinionKind.SUSPECTED_CRIME, "移送司法机关"),
    ],
)
def test_the_paper_of_the_opinion_states_all_its_fields_and_what_follows(people, kind, told):
    case = stories.under_review(people)
    returned(case, people.reviewer_west, kind, "详见批注")
    paper = Paper.objects.get(kind="review_opinion")
    assert paper.status == "issued"
    assert "法审" in (paper.number or "")
    for field in ("送审单位", "收件日期", "材料清单", "审核要点", "法律职业资格证号", "采纳情况"):
        assert field in paper.body
    assert told in paper.body


def test_a_remark_is_tied_to_the_very_words_of_the_frozen_text(people: People):
    review = stories.under_review(people).reviews.get()
    text = review.draft_text
    at = text.index("从轻处罚")
    anchor = {"review_id": review.pk, "start": at, "end": at + 4, "quote": "从轻处罚"}
    row = judging.remark(**anchor, text="须写明情形", point="discretion", by=people.reviewer_west)
    with pytest.raises(RuleViolation, match="与送审文本不符"):
        judging.remark(**{**anchor, "start": at + 1}, text="错位", by=people.reviewer_west)
    with pytest.raises(PermissionDenied):
        judging.remark(**anchor, text="他人", by=people.reviewer_east)
    opinion(review, people.reviewer_west, OpinionKind.CORRECT, text="见批注")
    assert "“从轻处罚”：须写明情形" in Paper.objects.get(kind="review_opinion").body
    with pytest.raises(RuleViolation, match="已审结"):
        judging.remove_remark(remark_id=row.pk, by=people.reviewer_west)


def test_the_discussion_must_follow_the_opinion(people: People):
    case = stories.notified(people, stories.arranged(people))
    _ = people.reviewer_west
    discussion.record(case_id=case.pk, minutes=minutes(), by=people.shiting_deputy)
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    row = returned(case, people.reviewer_west, OpinionKind.DISAGREE)
    assert row.concluded_at > timezone.now() - timedelta(minutes=5)
    with pytest.raises(RuleViolation, match="审核意见出具以后"):
        dissent.record(review_id=row.pk, view="……", by=people.shiting_deputy)
