"""A major decision cannot be issued without its passed review, whichever way is tried."""

from __future__ import annotations

import hashlib

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Decision, Draft
from cases.services import decision, handling
from core.errors import RuleViolation
from core.models import User
from legal_review.models import Opinion, Review
from legal_review.rules.checklist import OpinionKind
from tests import stories
from tests.legal_review.judging import passed, returned
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people: People) -> Case:
    """Cross-town, notified and heard: review is owed, nobody has reviewed."""
    _ = (people.reviewer_west, people.shiting_deputy)
    return stories.notified(people, stories.arranged(people))


def from_the_shell(case: Case, text: str, by: User) -> Decision:
    """As somebody at the shell would, past every service."""
    return Decision.objects.create(
        case=case,
        number="漳芗石街罚决〔2026〕999号",
        township=case.authority_township,
        authority_name=case.authority_name,
        text=text,
        remedies="略",
        text_hash=hashlib.sha256(text.encode()).hexdigest(),
        decided_on=timezone.localdate(),
        decided_by=by,
    )


def refused_by_the_database(case: Case, text: str, by: User) -> bool:
    try:
        with transaction.atomic():
            from_the_shell(case, text, by)
    except IntegrityError as error:
        return "法制审核" in str(error)
    return False


def form(client, case: Case, by: User, version: int | None = None):
    client.force_login(by)
    fields = {"version": case.version if version is None else version}
    return client.post(f"{case.get_absolute_url()}decide/", fields)


def test_the_form_refuses(client, case, people):
    answer = form(client, case, people.shiting_deputy)
    assert "未经法制审核通过，不得作出决定" in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_interface_refuses(client, case, people):
    client.force_login(people.shiting_deputy)
    address = reverse("api_case_action", args=[case.pk, "decide"])
    answer = client.post(address, {"version": case.version}, content_type="application/json")
    assert answer.status_code == 409
    assert answer.json()["code"] == "no_review"


def test_the_service_refuses_before_during_and_after_a_returned_review(case, people):
    def decide():
        return decision.decide(case_id=case.pk, by=people.shiting_deputy)

    with pytest.raises(RuleViolation, match="未经法制审核通过"):
        decide()
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    with pytest.raises(RuleViolation):
        decide()
    returned(case, people.reviewer_west, OpinionKind.CORRECT)
    with pytest.raises(RuleViolation, match="未经法制审核通过"):
        decide()


def test_the_shell_is_refused_by_the_database_itself(case, people):
    assert refused_by_the_database(case, case.draft.text, people.shiting_deputy)
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    case.refresh_from_db()
    assert refused_by_the_database(case, case.draft.text, people.shiting_deputy)
    returned(case, people.reviewer_west, OpinionKind.DISAGREE)
    assert refused_by_the_database(case, case.draft.text, people.shiting_deputy)


def test_a_review_marked_passed_by_hand_without_an_opinion_opens_nothing(case, people):
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    Review.objects.update(status="passed", stage="done", holder=None, concluded_at=timezone.now())
    assert refused_by_the_database(case, case.draft.text, people.shiting_deputy)


def test_another_text_than_the_one_passed_is_refused(case, people):
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    passed(case, people.reviewer_west)
    other = case.draft.text.replace("500.00", "900.00")
    assert other != case.draft.text
    assert refused_by_the_database(case, other, people.shiting_deputy)


def test_a_text_edited_after_the_pass_is_void_on_the_spot(case, people):
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    review = passed(case, people.reviewer_west)
    handling.redraft(case_id=case.pk, intended=stories.intended(amount=300), by=people.shiting)
    review.refresh_from_db()
    assert review.status == "voided"
    with pytest.raises(RuleViolation, match="未经法制审核通过"):
        decision.decide(case_id=case.pk, by=people.shiting_deputy)
    assert refused_by_the_database(case, review.draft_text, people.shiting_deputy)


def test_a_draft_changed_behind_the_services_is_noticed_by_its_hash(case, people):
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    passed(case, people.reviewer_west)
    Draft.objects.filter(case=case).update(amount=300)
    with pytest.raises(RuleViolation, match="文本已改动"):
        decision.decide(case_id=case.pk, by=people.shiting_deputy)


def test_two_tabs_the_one_opened_before_the_edit_decides_nothing(client, case, people):
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    passed(case, people.reviewer_west)
    seen = case.version
    handling.redraft(case_id=case.pk, intended=stories.intended(amount=300), by=people.shiting)
    answer = form(client, Case.objects.get(pk=case.pk), people.shiting_deputy, version=seen)
    assert "案件已被他人更新" in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_pass_from_before_a_new_investigation_covers_nothing(case, people):
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    review = passed(case, people.reviewer_west)
    handling.reinvestigate(case_id=case.pk, reason="补充询问", by=people.shiting)
    review.refresh_from_db()
    assert review.status == "voided"


def test_the_reviewed_text_and_the_opinion_can_no_longer_be_changed(case, people):
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    review = passed(case, people.reviewer_west)
    for change in (
        lambda: Review.objects.filter(pk=review.pk).update(draft_text="他文"),
        lambda: Review.objects.filter(pk=review.pk).update(draft_hash="0" * 64),
        lambda: Opinion.objects.filter(review=review).update(kind="agree", text="补"),
        lambda: Opinion.objects.filter(review=review).delete(),
    ):
        with pytest.raises(IntegrityError, match="已经固定"), transaction.atomic():
            change()


def test_with_a_pass_of_this_very_text_the_decision_is_made_once(case, people):
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    review = passed(case, people.reviewer_west)
    issued = decision.decide(case_id=case.pk, by=people.shiting_deputy)
    assert issued.text_hash == review.draft_hash
    with pytest.raises(IntegrityError, match="法制审核"), transaction.atomic():
        Decision.objects.filter(pk=issued.pk).update(text=issued.text + "另罚款 1 元")


def test_a_case_that_needs_no_review_is_decided_without_one(people):
    case = stories.notified(people, stories.filed(people))
    assert not case.needs_review
    assert decision.decide(case_id=case.pk, by=people.shiting_deputy).number
