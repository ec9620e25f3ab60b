"""Study meetings of the demo: one concluded with minutes in its cases, one to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone

from cases.models import Case, StudyItem, StudyMeeting, StudyOpinion, StudyParticipant
from cases.rules.study import StudyState
from cases.rules.workflow import CaseState
from cases.services import _study, study, study_agenda, study_course, study_outcome
from core import access
from core.models import User
from personnel.models import Officer, Recusal
from personnel.services.engagements import Taken
from zones.models import Zone

_ZONE = "W"
_STUDIED = (CaseState.FILED.value, CaseState.INVESTIGATED.value, CaseState.NOTIFIED.value)
_PLACE = "石亭街道办事处三楼会议室"
_HELD_DAYS_AGO = 2

_QUESTIONS = (
    "违法数量和持续时间如何认定，现有证据是否足以定性？",
    "当事人主张已获口头同意，现有证据能否认定其主观过错？",
)
_SAID = (
    "现场勘验与当事人陈述的数量不一致，应当以勘验为准，并附测算过程。",
    "同意。建议补充询问现场人员、调取附近监控，固定持续时间。",
    "裁量只能按已经固定的数量适用档次，不宜推算。",
)
_DISSENT = "当事人陈述中对其不利的部分可以采信，我认为不必再补测算，以免影响办案期限。"
_ORDER = "以现场勘验认定违法数量，补充测算过程并固定持续时间后再作告知。"
_ADVICE = "现有证据尚不足以排除其主张，建议先询问村（社区）经办人并调取书面材料，再行认定。"


def ensure_studies() -> int:
    """Both meetings, unless any is there; 0 where the zone has nobody or nothing to study."""
    zone = Zone.objects.filter(code=_ZONE).first()
    if StudyMeeting.objects.exists() or zone is None:
        return 0
    chief = access.users_with("arrange_cases", zone).first()
    coordinator = access.users_with("assist_arranging", zone).first()
    cases = _cases(zone)
    if chief is None or coordinator is None or len(cases) < 3:
        return 0
    people = _people(zone, cases)
    _concluded(zone, chief, coordinator, people, cases[:2])
    _to_come(zone, chief, coordinator, people, cases[2:4])
    return 2


def _cases(zone: Zone) -> list[Case]:
    """The newest open cases of the zone, those of several towns and the complex first."""
    rows = Case.objects.filter(
        township__zone=zone, state__in=_STUDIED, suspended_on=None, handlers__removed_at=None
    )
    ordered = rows.distinct().prefetch_related("places").order_by("-pk")[:60]
    return sorted(ordered, key=lambda case: (not case.is_complex, -len(case.places.all())))


def _people(zone: Zone, cases: Sequence[Case]) -> list[Officer]:
    """The reviewer of the zone and an officer of each town, nobody who must stand aside."""
    recused = Recusal.objects.filter(
        party__in=[case.party_name for case in cases], lifted_on=None
    ).values_list("officer_id", flat=True)
    users = list(access.users_with("review_cases", zone)[:1])
    for town in zone.townships.all():
        users += list(access.users_with("handle_cases", town)[:1])
    officers = Officer.objects.filter(user__in=users).exclude(pk__in=list(recused))
    return list(officers.select_related("user", "home_township", "home_agency").order_by("pk"))


def _plan(
    zone: Zone, chief: User, coordinator: User, people: Sequence[Officer], at: datetime
) -> study.Plan:
    return study.Plan(
        zones=[zone],
        title=f"{zone.name}疑难案件研讨会",
        starts_at=at,
        ends_at=at + timedelta(hours=2),
        place=_PLACE,
        chair=chief.officer,
        recorder=coordinator.officer,
        participants=people,
        note="请会前阅卷，先发表书面意见。",
    )


def _at(days: int, hour: int) -> datetime:
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _to_come(
    zone: Zone, chief: User, coordinator: User, people: Sequence[Officer], cases: Sequence[Case]
) -> None:
    plan = _plan(zone, chief, coordinator, people, _at(4, 9))
    meeting = study.prepare(plan=plan, by=coordinator)
    for case, question in zip(cases, _QUESTIONS, strict=False):
        study_agenda.put_on(
            meeting_id=meeting.pk, case_number=case.number, question=question, by=coordinator
        )
    study.call(meeting_id=meeting.pk, by=coordinator)
    first = meeting.participants.filter(officer=people[0]).get()
    _accept(meeting, first)
    study_course.opine(item_id=meeting.items.all()[0].pk, text=_SAID[0], by=first.officer.user)


def _accept(meeting: StudyMeeting, part: StudyParticipant) -> None:
    try:
        study_course.answer(meeting_id=meeting.pk, accept=True, by=part.officer.user)
    except Taken:
        study_course.answer(
            meeting_id=meeting.pk, accept=False, reason="另有执法任务", by=part.officer.user
        )


def _concluded(
    zone: Zone, chief: User, coordinator: User, people: Sequence[Officer], cases: Sequence[Case]
) -> None:
    """Held the day before yesterday, which no service can call any more, signed today."""
    at = _at(-_HELD_DAYS_AGO, 15)
    plan = _plan(zone, chief, coordinator, people, at)
    values = {**vars(plan)}
    del values["zones"], values["participants"]
    meeting = StudyMeeting.objects.create(
        created_by=coordinator, created_at=at - timedelta(days=4), **values
    )
    meeting.zones.set([zone])
    for case, question in zip(cases, _QUESTIONS, strict=True):
        study_agenda.put_on(
            meeting_id=meeting.pk, case_number=case.number, question=question, by=coordinator
        )
    _called(meeting, plan, coordinator, at - timedelta(days=3))
    present = meeting.participants.exclude(answer=StudyParticipant.Answer.DECLINED)
    study_course.hold(
        meeting_id=meeting.pk, held_at=at, present={row.pk for row in present}, by=coordinator
    )
    items = list(meeting.items.all())
    _speak(items, [row for row in present if row.officer_id != chief.officer.pk], at)
    term = timezone.localdate() + timedelta(days=6)
    made = (
        study_outcome.Conclusion("binding", _ORDER, term),
        study_outcome.Conclusion("advisory", _ADVICE),
    )
    for item, conclusion in zip(items, made, strict=True):
        study_outcome.resolve(item_id=item.pk, conclusion=conclusion, by=chief)
    study_outcome.sign(meeting_id=meeting.pk, by=chief)


def _called(meeting: StudyMeeting, plan: study.Plan, by: User, at: datetime) -> None:
    """What `study.call` does, three days before the meeting."""
    items = list(meeting.items.select_related("case"))
    handlers = [
        row.officer
        for item in items
        for row in item.case.handlers.select_related("officer__user")
        if row.removed_at is None
    ]
    _study.invite(meeting, [plan.chair, plan.recorder, *plan.participants, *handlers])
    _study.lay_open(meeting, items, _study.officers_of(meeting), by)
    meeting.called_at = at
    meeting.participants.update(answer=StudyParticipant.Answer.ACCEPTED, answered_at=at)
    _study.finish(
        meeting, "call", by, {"attendees": [str(one) for one in _study.officers_of(meeting)]}
    )
    assert meeting.state == StudyState.CALLED.value


def _speak(items: Sequence[StudyItem], parts: Sequence[StudyParticipant], at: datetime) -> None:
    """Three agree on the first case and one dissents; one speaks on the second."""
    for part, text in zip(parts, (*_SAID, _DISSENT), strict=False):
        study_course.opine(
            item_id=items[0].pk, text=text, dissents=text is _DISSENT, by=part.officer.user
        )
    study_course.opine(
        item_id=items[1].pk,
        text="口头同意须有书面材料或者经办人证实，先补证再认定。",
        by=parts[0].officer.user,
    )
    StudyOpinion.objects.filter(item__in=items).update(given_at=at)
