"""Study meetings brought to a stage through the services."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cases.models import Case, StudyItem, StudyMeeting
from cases.services import study, study_agenda, study_course, study_outcome
from core.models import User
from personnel.models import Officer
from tests.people import People
from zones.models import Zone

QUESTION = "占道堆放跨两镇街，违法面积如何认定，能否并案处理？"
CONCLUSION = "两处堆放系同一当事人同一行为，并案由石亭街道调查，天宝镇协助取证。"


def plan(people: People, **changes: Any) -> study.Plan:
    start = timezone.localtime() + timedelta(days=2)
    values: dict[str, Any] = {
        "zones": [Zone.objects.get(name="西部片区")],
        "title": "西部片区占道案件研讨会",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "place": "石亭街道办事处三楼会议室",
        "chair": people.chief_west.officer,
        "recorder": people.shiting_second.officer,
        "participants": [people.tianbao.officer, people.reviewer_west.officer],
    }
    return study.Plan(**{**values, **changes})


def drafted(people: People, *cases: Case, by: User | None = None, **changes: Any) -> StudyMeeting:
    """Drawn up by the western chief with the cases on its agenda."""
    who = by or people.chief_west
    meeting = study.prepare(plan=plan(people, **changes), by=who)
    for case in cases:
        study_agenda.put_on(
            meeting_id=meeting.pk, case_number=case.number, question=QUESTION, by=who
        )
    return StudyMeeting.objects.get(pk=meeting.pk)


def called(people: People, *cases: Case, **changes: Any) -> StudyMeeting:
    meeting = drafted(people, *cases, **changes)
    return study.call(meeting_id=meeting.pk, by=people.chief_west)


def part(meeting: StudyMeeting, officer: Officer) -> int:
    return meeting.participants.get(officer=officer).pk


def held(people: People, *cases: Case, **changes: Any) -> StudyMeeting:
    """Held at once, chief, recorder and the officer of 天宝镇 present."""
    meeting = called(people, *cases, **changes)
    there = [people.chief_west, people.shiting_second, people.tianbao]
    return study_course.hold(
        meeting_id=meeting.pk,
        held_at=timezone.now(),
        present=[part(meeting, user.officer) for user in there],
        by=people.chief_west,
    )


def resolved(people: People, item: StudyItem, *, days: int | None = 7) -> StudyItem:
    """Ordered within `days`, or, None, only advised."""
    term: date | None = timezone.localdate() + timedelta(days=days) if days is not None else None
    effect = "binding" if days is not None else "advisory"
    made = study_outcome.Conclusion(effect, CONCLUSION, term)
    return study_outcome.resolve(item_id=item.pk, conclusion=made, by=people.chief_west)


def concluded(people: People, *cases: Case, **changes: Any) -> StudyMeeting:
    meeting = held(people, *cases, **changes)
    for item in meeting.items.all():
        resolved(people, item)
    return study_outcome.sign(meeting_id=meeting.pk, by=people.chief_west)
