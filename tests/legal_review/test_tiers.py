"""The town looks first, the zone decides; material; who steps back, who stands in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.services import decision
from core.errors import RuleViolation
from core.models import AuditEntry, Notice
from legal_review.models import Review
from legal_review.rules.checklist import OpinionKind
from legal_review.services import assigning, judging, opening
from legal_review.todo import reviews as todo
from personnel.models import Leave
from tests import stories
from tests.legal_review.judging import opinion, passed
from tests.people import People

pytestmark = pytest.mark.django_db


def submitted(people: People) -> Review:
    case = stories.under_review(people)
    return case.reviews.get()


def fresh(review: Review) -> Review:
    return Review.objects.get(pk=review.pk)


def verbs(review: Review) -> list[str]:
    rows = AuditEntry.objects.filter(subject_type="legal_review.review", subject_id=review.pk)
    return list(rows.order_by("seq").values_list("verb", flat=True))


def test_the_towns_own_reviewer_looks_first_and_only_then_the_zones(people: People):
    first = people.reviewer_shiting
    review = submitted(people)
    assert (review.stage, review.holder.user) == ("first_look", first)
    with pytest.raises(RuleViolation, match="镇街初审"):
        opinion(review, people.reviewer_west)
    judging.forward(review_id=review.pk, note="材料齐全", by=first)
    review = fresh(review)
    assert (review.stage, review.holder.user) == ("zone", people.reviewer_west)
    assert review.first_look.outcome == "forwarded"
    assert passed(review.case, people.reviewer_west).status == "passed"


def test_the_first_look_can_give_back_but_never_pass(people: People):
    first = people.reviewer_shiting
    review = submitted(people)
    for kind in (OpinionKind.AGREE, OpinionKind.DISAGREE):
        with pytest.raises(RuleViolation, match="初审只能退回补正"):
            judging.give_back(review_id=review.pk, kind=kind, text="……", by=first)
    with pytest.raises(PermissionDenied):
        judging.forward(review_id=review.pk, note="", by=people.reviewer_west)
    judging.give_back(review_id=review.pk, kind=OpinionKind.SUPPLEMENT, text="缺现场照片", by=first)
    assert Case.objects.get().state == "notified"
    assert fresh(review).status == "returned"


def test_without_a_reviewer_in_the_town_the_zones_begins_at_once(people: People):
    review = submitted(people)
    assert review.stage == "zone"
    assert review.first_look.outcome == "skipped"
    assert "石亭街道" in review.first_look.because


def test_missing_material_is_named_at_submission_and_nothing_is_sent(people: People):
    case = stories.notified(people, stories.arranged(people))
    with pytest.raises(RuleViolation, match="真实、准确、完整") as refused:
        decision.submit_for_review(case_id=case.pk, by=people.shiting)
    assert refused.value.field == "confirmed"
    assert not Review.objects.exists()
    assert Case.objects.get(pk=case.pk).state == "notified"


def test_asked_for_material_the_term_stops_and_starts_anew_on_the_day_it_is_there(
    people: People,
):
    review = submitted(people)
    opening.ask_for_material(
        review_id=review.pk, missing=["鉴定报告"], note="", by=people.reviewer_west
    )
    review = fresh(review)
    assert (review.stage, review.due_on, review.holder) == ("materials", None, None)
    assert "鉴定报告" in Notice.objects.filter(recipient=people.shiting).latest("pk").text
    assert todo.desks(people.shiting)["material"].count() == 1
    with pytest.raises(PermissionDenied):
        opening.supply_material(review_id=review.pk, note="在卷", by=people.tianbao)
    with pytest.raises(RuleViolation, match="逐项说明"):
        opening.supply_material(review_id=review.pk, note=" ", by=people.shiting)
    opening.supply_material(review_id=review.pk, note="已入卷第 12 页", by=people.shiting)
    review = fresh(review)
    assert (review.stage, review.holder.user) == ("zone", people.reviewer_west)
    assert review.clock_from == timezone.localdate()
    assert review.due_on > timezone.localdate()
    with pytest.raises(RuleViolation, match="已退补过一次"):
        opening.ask_for_material(
            review_id=review.pk, missing=["又一份"], note="", by=people.reviewer_west
        )
    assert verbs(review) == ["ask_material", "supply_material"]


def test_material_is_asked_for_within_the_first_working_day_only(people: People):
    review = submitted(people)
    Review.objects.update(clock_from=timezone.localdate() - timedelta(days=9))
    with pytest.raises(RuleViolation, match="第一个工作日"):
        opening.ask_for_material(
            review_id=review.pk, missing=["照片"], note="", by=people.reviewer_west
        )


def test_a_reviewer_who_steps_back_is_never_given_the_case_again(people: People):
    second = people.reviewer_west_second
    review = submitted(people)
    first = review.holder
    with pytest.raises(RuleViolation, match="请写明回避的理由"):
        assigning.step_back(review_id=review.pk, reason=" ", by=first.user)
    assigning.step_back(review_id=review.pk, reason="与当事人系亲属", by=first.user)
    other = fresh(review).holder.user
    assert {first.user, other} == {people.reviewer_west, second}
    with pytest.raises(RuleViolation, match="已就本案申请回避"):
        assigning.assign(review_id=review.pk, officer=first, by=people.justice)


def test_when_the_only_reviewer_steps_back_the_pool_and_the_bureau_have_it(people: People):
    justice = people.justice
    review = submitted(people)
    assigning.step_back(review_id=review.pk, reason="利害关系", by=people.reviewer_west)
    assert fresh(review).holder is None
    assert todo.desks(justice)["unassigned"].count() == 1
    late = people.reviewer_west_second
    with pytest.raises(PermissionDenied):
        assigning.take(review_id=review.pk, by=people.reviewer_east)
    assigning.take(review_id=review.pk, by=late)
    assert fresh(review).reviewer.user == late
    with pytest.raises(RuleViolation, match="已由西部审核员乙办理"):
        assigning.take(review_id=review.pk, by=late)


def test_what_lies_with_somebody_on_leave_goes_to_whoever_is_there(people: People):
    second = people.reviewer_west_second
    review = submitted(people)
    first, today = review.holder, timezone.localdate()
    Leave.objects.create(
        officer=first, starts_on=today, ends_on=today, kind="annual", recorded_by=people.justice
    )
    assert assigning.pass_on_absent(today) == 1
    assert assigning.pass_on_absent(today) == 0
    assert fresh(review).holder.user == ({people.reviewer_west, second} - {first.user}).pop()


def test_what_lies_with_somebody_out_of_office_goes_to_the_successor(people: People):
    review = submitted(people)
    office = review.holder.appointments.get()
    office.ended_at = timezone.now()
    office.save()
    successor = people.reviewer_west_second
    assert assigning.pass_on_absent(timezone.localdate()) == 1
    assert fresh(review).holder.user == successor


def test_the_steps_of_a_round_can_be_taken_through_the_interface(client, people: People):
    first = people.reviewer_shiting
    review = submitted(people)

    def post(who, step: str, **body):
        client.force_login(who)
        address = reverse("api_review_step", args=[review.pk, step])
        return client.post(address, body, content_type="application/json")

    assert post(people.reviewer_west, "first-look", outcome="forward").status_code == 404
    assert post(first, "first-look", outcome="supplement").status_code == 400
    assert post(first, "first-look", outcome="forward").json()["stage"] == "zone"
    assert post(people.reviewer_west, "extend", reason="案情复杂").status_code == 200
    assert post(people.reviewer_west, "extend", reason="再延").status_code == 404
    asked = post(people.reviewer_west, "ask-material", missing="照片\n鉴定报告")
    assert asked.json()["stage"] == "materials"
    assert post(people.shiting, "supply", note="已入卷", confirmed=["true"]).status_code == 200


def test_remarks_and_changes_are_read_and_written_through_the_interface(client, people: People):
    review = submitted(people)
    client.force_login(people.reviewer_west)
    address = reverse("api_review_remarks", args=[review.pk])
    body = {"start": 0, "end": 3, "quote": review.draft_text[:3], "text": "写全称"}
    assert client.post(address, body, content_type="application/json").status_code == 201
    (row,) = client.get(address).json()
    assert (
        client.delete(reverse("api_review_remark", args=[review.pk, row["id"]])).status_code == 204
    )
    assert client.get(address).json() == []
    assert client.get(reverse("api_review_changes", args=[review.pk])).json() == []


@pytest.mark.parametrize("step", ["ask-material", "extend", "step-back"])
def test_each_step_has_its_page(client, people: People, step):
    review = submitted(people)
    client.force_login(people.reviewer_west)
    assert client.get(review.get_absolute_url()).status_code == 200
    page = client.get(reverse("review_step", args=[review.pk, step]))
    assert page.status_code == 200
    client.force_login(people.reviewer_east)
    assert client.get(reverse("review_step", args=[review.pk, step])).status_code == 404


def test_the_handlers_find_the_way_to_bring_material_on_the_case_page(client, people: People):
    review = submitted(people)
    opening.ask_for_material(
        review_id=review.pk, missing=["鉴定报告"], note="", by=people.reviewer_west
    )
    client.force_login(people.shiting)
    supply = reverse("review_step", args=[review.pk, "supply"])
    page = client.get(f"{review.case.get_absolute_url()}?tab=review").content.decode()
    assert supply in page
    assert client.get(supply).status_code == 200
    assert client.post(supply, {"note": "已入卷", "confirmed": ["true"]}).status_code == 302
    assert fresh(review).stage == "zone"


@pytest.mark.parametrize("query", ["", "?mine=on", "?status=all"])
def test_the_queue_asks_the_same_few_queries_for_one_row_and_for_many(
    client, people: People, query, django_assert_max_num_queries
):
    for _ in range(3):
        stories.under_review(people)
    client.force_login(people.reviewer_west)
    address = reverse("reviews") + query
    client.get(address)
    with django_assert_max_num_queries(10):
        page = client.get(address)
    assert page.status_code == 200


def test_a_handler_who_becomes_a_reviewer_does_not_get_their_own_case(people: People):
    review = submitted(people)
    handler = people.shiting.officer
    with pytest.raises(RuleViolation, match="不在法制审核岗位"):
        assigning.assign(review_id=review.pk, officer=handler, by=people.justice)
