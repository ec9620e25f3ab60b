"""Repeats are found by the trigram index, and only among what the reader may see."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Complaint
from cases.rules import follow_code
from cases.selectors import complaints as selectors
from cases.selectors.duplicates import alike_texts, cases_alike, duplicates_of
from tests import stories
from tests.complaints import received
from tests.people import People

pytestmark = pytest.mark.django_db
MANY = 3000


@pytest.fixture
def many(people: People) -> Complaint:
    """Thousands of complaints in one town, each about something else, and one of today."""
    like = received(people.shiting)
    rows = [
        Complaint(
            number=f"测〔2026〕{n}号",
            follow_code_hash=follow_code.kept(str(n)),
            submission_key=uuid.uuid4(),
            channel="phone",
            township=like.township,
            place=f"{chr(0x4E00 + n)}{chr(0x5E00 + n)}{chr(0x6E00 + n)}巷 {n} 号",
            content="".join(chr(0x4E00 + (n * 37 + k * 991) % 15000) for k in range(60)),
            received_at=timezone.now() - timedelta(minutes=n),
            ack_due_on=like.ack_due_on,
            answer_due_on=like.answer_due_on,
        )
        for n in range(MANY)
    ]
    for row in rows:
        row.make_prints()
    Complaint.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_complaint")
    return received(people.shiting, content="建材店占着人行道堆水泥砂石。")


def test_the_trigram_index_can_answer_and_finds_the_one_alike(many: Complaint):
    # Whether it is chosen beside the town's index depends on the size: from ten thousand rows on.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Complaint.objects.filter(alike_texts(many)).order_by().explain()
    assert "complaint_likeness" in plan, plan
    [found] = duplicates_of(many, Complaint.objects.all())
    assert found.match.reasons[0] == "地点相同"


def test_what_the_reader_may_not_see_is_not_told_of(people: People):
    first, row = received(people.shiting), received(people.shiting)
    mine = selectors.visible_complaints(user=people.shiting)
    assert [found.row for found in duplicates_of(row, mine)] == [first]
    elsewhere = selectors.visible_complaints(user=people.tianbao)
    assert duplicates_of(row, elsewhere) == []


@pytest.mark.parametrize(("days", "found"), [(170, 1), (190, 0)])
def test_only_half_a_year_is_looked_back(people: People, days: int, found: int):
    old, row = received(people.shiting), received(people.shiting)
    before = timezone.now() - timedelta(days=days)
    Complaint.objects.filter(pk=old.pk).update(received_at=before)
    assert len(duplicates_of(row, Complaint.objects.all())) == found


def test_a_case_at_the_same_place_about_the_same_party_is_shown(people: People):
    case = stories.registered(people.shiting, "石亭街道", place="丹霞路北段 12 号")
    stories.registered(people.shiting, "石亭街道", place="松洲村养殖场", party_name="别家")
    row = received(people.shiting, party_name=case.party_name)
    [found] = cases_alike(row, people.shiting)
    assert found.row == case
    assert "被反映人相同" in found.match.reasons


def test_the_page_asks_as_little_with_many_alike_as_with_none(
    client, people: People, django_assert_max_num_queries
):
    client.force_login(people.shiting)
    row = received(people.shiting)
    client.get(row.get_absolute_url())
    with django_assert_max_num_queries(20) as few:
        client.get(row.get_absolute_url())
    for _ in range(8):
        received(people.shiting)
    with django_assert_max_num_queries(len(few) + 1):
        assert client.get(row.get_absolute_url()).status_code == 200
