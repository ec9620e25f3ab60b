"""Pages of 挂钩指导: list, asking with similar answers, the thread, the case and the review."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.services import decision
from legal_review.models import Question
from legal_review.services import knowledge
from tests import stories
from tests.guidance import ANSWER, TITLE, answered, asked, entry, solved
from tests.people import People

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
TYPED = {"title": TITLE, "topic": "facts", "urgency": "normal", "text": "商户不愿搬离。"}


def page(client, user, name: str, *args: object, **query: str) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_an_officer_asks_from_the_page_of_the_case(client, people: People):
    assert people.reviewer_west
    case = stories.filed(people)
    address = f"{reverse('question_new')}?case={case.pk}"
    assert address in page(client, people.shiting, "case", case.pk)
    files = {"attachments": [SimpleUploadedFile("a.pdf", b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n")]}
    sent = client.post(address, {**TYPED, **files, "submission_key": str(uuid.uuid4())})
    question = Question.objects.get()
    assert sent.url == question.get_absolute_url()
    assert question.case == case
    told = page(client, people.shiting, "question", question.pk)
    assert "不是法制审核意见" in told
    assert "a.pdf" in told


def test_the_case_shows_its_questions_beside_its_reviews(client, people: People):
    case = stories.filed(people)
    question = asked(people.shiting, case=case)
    seen = page(client, people.shiting_second, "case", case.pk, tab="review")
    assert question.get_absolute_url() in seen
    assert "不是法制审核意见" in seen


def test_a_case_under_review_offers_no_asking(client, people: People):
    case = stories.under_review(people)
    address = f"{reverse('question_new')}?case={case.pk}"
    assert address not in page(client, people.shiting, "case", case.pk, tab="review")
    assert client.get(address).status_code == 409


def test_the_reviewer_of_a_later_submission_sees_what_was_asked(client, people: People):
    assert people.reviewer_west
    case = stories.arranged(people)
    question = solved(asked(people.shiting, case=case), people.reviewer_west)
    stories.notified(people, case)
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    seen = page(client, people.reviewer_west, "review", case.reviews.get().pk)
    assert question.title in seen
    assert "不约束本次审核" in seen


def test_similar_answers_are_shown_before_the_question_is_sent(client, people: People):
    known = entry(people.justice, title="占道物料如何先行登记保存")
    client.force_login(people.shiting)
    address = reverse("question_new")
    shown = client.post(address, {**TYPED, "preview": "1"})
    assert known.title in shown.content.decode()
    assert "商户不愿搬离。" in shown.content.decode()
    assert not Question.objects.exists()
    typing = client.get(reverse("similar_answers"), {"title": "先行登记保存占道物料"})
    assert known.get_absolute_url() in typing.content.decode()
    knowledge.end(entry_id=known.pk, reason="条文废止", by=people.justice)
    assert known.title not in client.post(address, {**TYPED, "preview": "1"}).content.decode()


def test_a_question_with_a_fault_keeps_what_was_typed(client, people: People):
    client.force_login(people.shiting)
    refused = client.post(reverse("question_new"), {**TYPED, "topic": ""})
    assert refused.status_code == 200
    assert "商户不愿搬离。" in refused.content.decode()
    assert not Question.objects.exists()


def test_the_reviewer_answers_and_the_asker_closes_on_the_page(client, people: People):
    assert people.reviewer_west
    question = asked(people.shiting)
    assert question.title in page(client, people.reviewer_west, "questions")
    step = reverse("question_step", args=[question.pk, "answer"])
    refused = client.post(step, {"text": ANSWER, "articles": ""})
    assert ANSWER in refused.content.decode()
    client.post(step, {"text": ANSWER, "articles": "《行政处罚法》第五十六条"})
    assert ANSWER in page(client, people.shiting, "question", question.pk)
    assert "已答复待我确认" in client.get("/").content.decode()
    client.post(reverse("question_step", args=[question.pk, "solve"]))
    question.refresh_from_db()
    assert question.status == "solved"


def test_the_reviewer_forwards_on_the_page(client, people: People):
    assert people.reviewer_west
    question = asked(people.shiting)
    east = people.reviewer_east.officer
    client.force_login(people.reviewer_west)
    step = reverse("question_step", args=[question.pk, "forward"])
    client.post(step, {"to": str(east.pk), "reason": "熟悉该领域"})
    question.refresh_from_db()
    assert question.guide == east


def test_to_others_the_question_does_not_exist(client, people: People):
    question = asked(people.shiting, case=stories.filed(people))
    for user in (people.xiangkou, people.tianbao):
        client.force_login(user)
        assert client.get(question.get_absolute_url()).status_code == 404
        step = reverse("question_step", args=[question.pk, "solve"])
        assert client.post(step).status_code == 404
        assert question.title not in client.get(reverse("questions")).content.decode()


def test_its_file_is_for_those_who_see_the_question(client, people: People):
    pdf = SimpleUploadedFile("现场.pdf", b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n")
    question = asked(people.shiting, files=[pdf])
    kept = question.entries.get().files.get()
    address = reverse("question_file", args=[question.pk, kept.pk])
    client.force_login(people.shiting)
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
    client.force_login(people.tianbao)
    assert client.get(address).status_code == 404


def test_the_to_do_of_the_reviewer_leads_to_the_question(client, people: People):
    assert people.reviewer_west
    question = asked(people.shiting)
    client.force_login(people.reviewer_west)
    board = client.get("/").content.decode()
    assert "待我答复的咨询" in board
    assert question.get_absolute_url() in board


def test_the_figures_tell_questions_of_town_and_topic_and_the_time_to_answer(
    client, people: People
):
    assert people.reviewer_west
    answered(asked(people.shiting), people.reviewer_west)
    asked(people.tianbao, "天宝镇", topic="law")
    seen = page(client, people.justice, "question_figures")
    assert "石亭街道" in seen
    assert "0.0" in seen
    assert client.get(reverse("question_figures_export")).status_code == 200
    client.force_login(people.shiting)
    assert client.get(reverse("question_figures")).status_code == 403


def test_a_zones_reviewer_reads_the_figures_of_that_zone(client, people: People):
    seen = page(client, people.reviewer_east, "question_figures")
    assert "巷口街道" in seen
    assert "天宝镇" not in seen


@pytest.mark.parametrize("count", [1, 8])
@pytest.mark.parametrize("who", ["shiting", "reviewer_west", "justice"])
def test_the_list_asks_the_same_for_one_row_and_for_many(
    client, people: People, who, count, django_assert_max_num_queries
):
    assert people.reviewer_west
    case = stories.filed(people)
    for _ in range(count):
        asked(people.shiting, case=case)
    client.force_login(getattr(people, who))
    client.get(reverse("questions"))
    with django_assert_max_num_queries(MOST_QUERIES):
        assert TITLE in client.get(reverse("questions"), {"box": "all"}).content.decode()


def test_the_thread_asks_the_same_for_one_word_and_for_many(
    client, people: People, django_assert_max_num_queries
):
    assert people.reviewer_west
    question = asked(people.shiting)
    for _ in range(6):
        answered(question, people.reviewer_west)
    client.force_login(people.reviewer_west)
    client.get(question.get_absolute_url())
    with django_assert_max_num_queries(MOST_QUERIES + 4):  # who could answer instead is offered
        assert client.get(question.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("tab", ["overview", "review"])
def test_the_page_of_the_case_stays_within_its_bound(
    client, people: People, tab, django_assert_max_num_queries
):
    case = stories.filed(people, "天宝镇")
    asked(people.shiting, case=case)
    client.force_login(people.shiting)
    client.get(case.get_absolute_url())
    with django_assert_max_num_queries(22):
        assert client.get(case.get_absolute_url(), {"tab": tab}).status_code == 200
