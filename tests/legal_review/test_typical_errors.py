"""常见错误: what reviews keep finding, proposed from the opinions, written down for training."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.errors import RuleViolation
from legal_review.models import Opinion, Review, TypicalError
from legal_review.rules.checklist import Point
from legal_review.rules.failings import Trend
from legal_review.selectors import failings as selectors
from legal_review.selectors.failings import Span
from legal_review.services import knowledge
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
WORDS = {
    "title": "裁量理由没有说明",
    "point": "discretion",
    "item": None,
    "wrong": "只写“从轻处罚”，没有事实依据。",
    "right": "写明从轻的情节和证据，对照裁量基准。",
    "articles": "《行政处罚法》第三十四条",
    "example": "",
}


def returned(case, reviewer, *points: Point, days: int = 1, text: str = "裁量理由不足") -> Opinion:
    """A review of the case that was returned so many days ago for these points."""
    at = timezone.now() - timedelta(days=days)
    review = Review.objects.create(
        case=case,
        round=case.reviews.count() + 1,
        zone=case.township.zone,
        reviewer=reviewer.officer,
        status="returned",
        stage="done",
        draft_text="文",
        draft_hash="0" * 64,
        requested_by=reviewer,
        due_on=timezone.localdate(),
        requested_at=at,
        concluded_at=at,
    )
    judged = {point.value: point not in points for point in Point}
    return Opinion.objects.create(
        review=review, kind="correct", points=judged, text=text, by=reviewer, at=at
    )


def error(by, *, publish: bool = True, **changes) -> TypicalError:
    made = knowledge.write_error(words={**WORDS, **changes}, by=by)
    return knowledge.publish_error(error_id=made.pk, by=by) if publish else made


@pytest.fixture
def case(people: People):
    return stories.filed(people)


def span(days: int = 365) -> Span:
    return Span(days, timezone.localdate())


def found(days: int = 365) -> list[selectors.Failing]:
    return selectors.failings(span(days).earlier, span(days).until)


def test_an_error_found_twice_on_an_item_is_proposed_with_its_towns(people: People, case):
    for _ in range(2):
        returned(case, people.reviewer_west, Point.DISCRETION)
    returned(case, people.reviewer_west, Point.LAW)
    [proposed] = selectors.candidates(found(), span())
    assert (proposed.point, proposed.item, proposed.count.now) == (Point.DISCRETION, case.item, 2)
    assert proposed.towns == "石亭街道 2"


def test_what_is_written_down_is_no_longer_proposed(people: People, case):
    for _ in range(2):
        returned(case, people.reviewer_west, Point.DISCRETION)
    made = error(people.justice, item=case.item)
    assert selectors.candidates(found(), span()) == []
    knowledge.withdraw_error(error_id=made.pk, reason="并入另一条", by=people.justice)
    assert len(selectors.candidates(found(), span())) == 1


def test_a_passed_review_counts_for_nothing(people: People, case):
    opinion = returned(case, people.reviewer_west, Point.DISCRETION)
    Review.objects.filter(pk=opinion.review_id).update(status="passed")
    assert found() == []


def test_the_trend_compares_with_the_period_before(people: People, case):
    reviewer = people.reviewer_west
    for days in (1, 20, 100):
        returned(case, reviewer, Point.DISCRETION, days=days)
    made = error(people.justice)
    count = selectors.count_of(made, found(90), span(90))
    assert (count.now, count.before, count.trend) == (2, 1, Trend.UP)


def test_an_error_of_one_item_does_not_count_those_of_others(people: People, case):
    returned(case, people.reviewer_west, Point.DISCRETION)
    other = error(people.justice, item=stories.undelegated_item())
    assert selectors.count_of(other, found(), span()).now == 0
    everywhere = error(people.justice)
    assert selectors.count_of(everywhere, found(), span()).now == 1


def test_the_opinions_are_quoted_without_the_case(people: People, case):
    text = f"{case.party_name}一案（{case.number}）未说明裁量理由"
    returned(case, people.reviewer_west, Point.DISCRETION, text=text)
    [words] = selectors.words_of(Point.DISCRETION, case.item)
    assert "未说明裁量理由" in words
    assert case.party_name not in words
    assert case.number not in words


def test_one_entry_for_a_point_and_an_item(people: People):
    error(people.justice)
    with pytest.raises(RuleViolation, match="已有条目"):
        error(people.reviewer_west)


def test_an_example_that_names_a_case_is_not_published(people: People, case):
    with pytest.raises(RuleViolation, match="案号或者文号") as refused:
        error(people.justice, example=f"如{case.number}")
    assert refused.value.field == "example"


@pytest.mark.parametrize("who", ["shiting", "chief_west"])
def test_only_reviewers_and_the_justice_bureau_write_it_down(people: People, who: str):
    with pytest.raises(PermissionDenied):
        error(getattr(people, who))


def test_all_staff_read_the_list_and_drafts_stay_with_those_who_write(client, people: People):
    made, draft = (
        error(people.justice),
        error(people.justice, publish=False, point="law", title="草"),
    )
    client.force_login(people.shiting)
    page = client.get(reverse("typical_errors")).content.decode()
    assert made.title in page
    assert draft.get_absolute_url() not in page
    assert client.get(made.get_absolute_url()).status_code == 200
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(reverse("error_candidates")).status_code == 403


def test_from_the_proposal_to_the_published_entry_on_the_pages(client, people: People, case):
    for _ in range(2):
        returned(case, people.reviewer_west, Point.DISCRETION)
    client.force_login(people.reviewer_west)
    page = client.get(reverse("error_candidates")).content.decode()
    address = f"{reverse('error_new')}?point=discretion&item={case.item_id}"
    assert address.replace("&", "&amp;") in page
    assert "裁量理由不足" in client.get(address).content.decode()
    typed = {k: v or "" for k, v in WORDS.items()}
    client.post(address, {**typed, "item": str(case.item_id)})
    made = TypicalError.objects.get()
    client.post(reverse("error_step", args=[made.pk, "publish"]))
    assert "2 次" in client.get(made.get_absolute_url()).content.decode()
    refused = client.post(reverse("error_step", args=[made.pk, "withdraw"]), {"reason": ""})
    assert "请填写此项" in refused.content.decode()
    client.post(reverse("error_step", args=[made.pk, "withdraw"]), {"reason": "过时"})
    made.refresh_from_db()
    assert (made.standing, made.end_reason) == ("withdrawn", "过时")
    answer = client.get(reverse("typical_errors_export"))
    assert made.title in str(list(load_workbook(BytesIO(answer.content)).active.values))


def test_the_figures_tell_towns_zones_reviewers_and_reasons(client, people: People, case):
    returned(case, people.reviewer_west, Point.DISCRETION, Point.LAW)
    client.force_login(people.justice)
    page = client.get(reverse("return_figures"), {"days": "90"}).content.decode()
    for words in ("石亭街道", "西部片区", "西部审核员", "纠正", "共 1 次"):
        assert words in page
    answer = client.get(reverse("return_figures_export"))
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert ("镇街", "石亭街道", 0, 0, 0, 0, 1, 1, 0, 1) in rows


def test_a_zone_reads_its_own_figures_only(client, people: People, case):
    returned(case, people.reviewer_west, Point.DISCRETION)
    client.force_login(people.reviewer_east)
    page = client.get(reverse("return_figures")).content.decode()
    assert "共 0 次" in page
    assert "石亭街道" not in page
    client.force_login(people.shiting)
    assert client.get(reverse("return_figures")).status_code == 403


@pytest.mark.parametrize("name", ["typical_errors", "error_candidates", "return_figures"])
def test_the_pages_ask_little_however_much_was_returned(
    client, people: People, case, name, django_assert_max_num_queries
):
    for number in range(6):
        returned(case, people.reviewer_west, list(Point)[number], Point.LAW)
    error(people.justice)
    client.force_login(people.justice)
    client.get(reverse(name))
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(reverse(name)).status_code == 200
