"""One person, one place: the database keeps it, and who comes second is told who has them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from core.errors import RuleViolation
from personnel.models import Engagement, Equipment
from personnel.selectors import engagements as selectors
from personnel.services import engagements
from tests import stories
from tests.core.test_concurrency import at_once
from tests.people import People

pytestmark = pytest.mark.django_db
USE = engagements.Use(label="夜间联合检查", place="新桥街道", held_by="东部片区")


def hour(value: int) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(), time(value)))


def taken(people: People, subject, start: int, end: int, use=USE) -> Engagement:
    return engagements.take(
        subject=subject, starts_at=hour(start), ends_at=hour(end), use=use, by=people.chief_west
    )


def vehicle() -> Equipment:
    return Equipment.objects.create(
        code="XCC-T1", kind="vehicle", model="皮卡", plate="闽E00001", acquired_on="2025-01-01",
        township=stories.town("石亭街道"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "free"),
    [(7, 9, True), (12, 14, True), (8, 10, False), (11, 13, False), (10, 11, False)],
    ids=["到九点为止", "十二点起", "压住开头", "压住结尾", "在中间"],
)
@pytest.mark.parametrize("what", ["officer", "vehicle"])
def test_from_nine_to_twelve_is_taken(people: People, what, start, end, free):
    subject = people.bureau.officer if what == "officer" else vehicle()
    taken(people, subject, 9, 12)
    if free:
        assert taken(people, subject, start, end).pk
        return
    with pytest.raises(engagements.Taken, match="已被东部片区安排“夜间联合检查”（新桥街道）") as e:
        taken(people, subject, start, end)
    assert f"{timezone.localdate()} 09:00–12:00" in e.value.message
    assert e.value.message.startswith(str(subject))
    assert Engagement.objects.count() == 1


def test_what_is_released_is_free_and_stays_on_record(people: People):
    row = taken(people, people.bureau.officer, 9, 12)
    assert engagements.release([row]) == 1
    assert engagements.release([row]) == 0
    taken(people, people.bureau.officer, 9, 12)
    assert Engagement.objects.count() == 2


def test_what_ended_early_frees_the_rest(people: People):
    row = taken(people, people.bureau.officer, 9, 12)
    engagements.end_early([row], hour(10))
    taken(people, people.bureau.officer, 10, 12)
    assert selectors.clash(people.bureau.officer, hour(8), hour(9)) is None
    assert selectors.clash(people.bureau.officer, hour(9), hour(10)) == row


def test_backwards_is_refused(people: People):
    with pytest.raises(RuleViolation, match="晚于开始"):
        taken(people, people.bureau.officer, 9, 9)


def test_over_midnight_both_days_are_said():
    words = selectors.span_words(hour(22), hour(22) + timedelta(hours=4))
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert words == f"{timezone.localdate()} 22:00–{tomorrow} 02:00"


@pytest.mark.django_db(transaction=True)
def test_two_connections_at_once_one_takes_it_the_other_is_told(people: People):
    subject, by = people.bureau.officer, people.chief_west
    uses = [engagements.Use("甲", held_by="东部片区"), engagements.Use("乙", held_by="西部片区")]
    results = at_once(
        2,
        lambda i: engagements.take(
            subject=subject, starts_at=hour(9 + i), ends_at=hour(12 + i), use=uses[i], by=by
        ),
    )
    [row] = [r for r in results if isinstance(r, Engagement)]
    [refused] = [r for r in results if isinstance(r, engagements.Taken)]
    assert refused.engagement == row
    assert f"已被{row.held_by}安排“{row.label}”" in refused.message
