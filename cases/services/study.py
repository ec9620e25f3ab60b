"""Convening a study meeting (疑难案件研讨会): draw up, change, call, call off.

《片区联合执法工作方案》二（二）3（3）.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import StudyMeeting, StudyParticipant
from cases.policy import study as policy
from cases.rules import study as rule
from cases.rules.study import StudyState
from cases.selectors import study as selectors
from cases.services import _progress, _study
from core import audit
from core.errors import RuleViolation
from core.models import User
from personnel.models import Officer
from zones.models import Zone

Answer = StudyParticipant.Answer
_PLAIN = ("title", "starts_at", "ends_at", "place", "chair", "recorder", "note")


@dataclass(frozen=True)
class Plan:
    """When, where, by whom, with whom. One zone, or several for the coordination office."""

    zones: Sequence[Zone]
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    chair: Officer
    recorder: Officer
    participants: Sequence[Officer]
    note: str = ""


def prepare(*, plan: Plan, by: User, key: uuid.UUID | None = None) -> StudyMeeting:
    """A draft. The same `key` gives the same one."""
    policy.require_convening(by, {zone.pk for zone in plan.zones})
    rule.check_times(plan.starts_at, plan.ends_at, timezone.now())
    if known := _known(key, by):
        return known
    try:
        with transaction.atomic():
            return _create(plan, key, by)
    except IntegrityError:  # the second of two clicks at once
        if again := _known(key, by):
            return again
        raise


def _known(key: uuid.UUID | None, by: User) -> StudyMeeting | None:
    if key is None:
        return None
    return StudyMeeting.objects.filter(submission_key=key, created_by=by).first()


def _create(plan: Plan, key: uuid.UUID | None, by: User) -> StudyMeeting:
    values = {name: getattr(plan, name) for name in _PLAIN}
    meeting = StudyMeeting.objects.create(created_by=by, submission_key=key, **values)
    meeting.zones.set(plan.zones)
    _study.invite(meeting, _everybody(plan))
    audit.record(by=by, verb="prepare", subject=meeting, payload=_told(plan))
    return meeting


def _everybody(plan: Plan) -> list[Officer]:
    return [plan.chair, plan.recorder, *plan.participants]


def _told(plan: Plan) -> dict[str, object]:
    return {
        "title": plan.title,
        "held_at": plan.starts_at.isoformat(),
        "place": plan.place,
        "chair": str(plan.chair),
        "attendees": [str(officer) for officer in plan.participants],
    }


@transaction.atomic
def revise(*, meeting_id: int, plan: Plan, by: User, revision: int | None = None) -> StudyMeeting:
    """Change the plan. Once called, nobody is left out any more, and a new time asks anew."""
    meeting = _study.begin(meeting_id, "revise", revision)
    policy.require_organising(by, meeting)
    policy.require_convening(by, {zone.pk for zone in plan.zones})
    called = meeting.stage is StudyState.CALLED
    moved = _moves(meeting, plan)
    new_chair = plan.chair.pk != meeting.chair_id
    if moved or not called:
        rule.check_times(plan.starts_at, plan.ends_at, timezone.now())
    _leave_out(meeting, {officer.pk for officer in _everybody(plan)})
    for name in _PLAIN:
        setattr(meeting, name, getattr(plan, name))
    meeting.zones.set(plan.zones)
    meeting = selectors.full(_fresh(meeting))
    joining = [row.officer for row in _study.invite(meeting, _everybody(plan))]
    if called:
        _welcome(meeting, joining, by)
        _ask_anew(meeting, by, moved=moved, new_chair=new_chair)
    return _study.finish(meeting, "revise", by, _told(plan))


def _moves(meeting: StudyMeeting, plan: Plan) -> bool:
    return any(
        getattr(plan, name) != getattr(meeting, name) for name in ("starts_at", "ends_at", "place")
    )


def _leave_out(meeting: StudyMeeting, staying: set[int]) -> None:
    """Of a draft: those not wanted any more. Whoever was told of a meeting stays invited."""
    if meeting.stage is not StudyState.CALLED:
        meeting.participants.exclude(officer__in=staying).delete()
    elif not {row.officer_id for row in meeting.participants.all()} <= staying:
        text = "会议已召集，已通知的人员不能撤下，只能增加；不能到会的由本人答复"
        raise RuleViolation("called_already", text, field="participants")


def _ask_anew(meeting: StudyMeeting, by: User, *, moved: bool, new_chair: bool) -> None:
    if moved:
        _move(meeting, by)
    elif new_chair:
        _study.seat_chair(meeting, by)
    if new_chair:
        _tell_chair(meeting)


def _fresh(meeting: StudyMeeting) -> StudyMeeting:
    meeting._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    return meeting


def _welcome(meeting: StudyMeeting, officers: Sequence[Officer], by: User) -> None:
    """Those who join a meeting that was called already."""
    if officers:
        items = list(meeting.items.all())
        _study.check_recusals(items, officers)
        _study.lay_open(meeting, items, officers, by)
        _study.ask(meeting, officers)


def _move(meeting: StudyMeeting, by: User) -> None:
    """Another time or place: whoever had said yes is asked again, their time is free."""
    rows = list(meeting.participants.select_related("officer__user", "engagement"))
    _study.release(rows)
    meeting.participants.update(
        answer=Answer.CALLED, answered_at=None, engagement=None, decline_reason=""
    )
    _study.seat_chair(meeting, by)
    _study.ask(meeting, [row.officer for row in rows])


@transaction.atomic
def call(*, meeting_id: int, by: User, revision: int | None = None) -> StudyMeeting:
    """Call the meeting: everybody is told and sees the cases of its agenda. Who handles them
    comes too, to report."""
    meeting = _study.begin(meeting_id, "call", revision)
    policy.require_organising(by, meeting)
    policy.require_convening(by, {zone.pk for zone in meeting.zones.all()})
    rule.check_times(meeting.starts_at, meeting.ends_at, timezone.now())
    items = list(meeting.items.all())
    handlers = [
        row.officer
        for item in items
        for row in item.case.handlers.select_related("officer__user")
        if row.removed_at is None
    ]
    _study.invite(meeting, handlers)
    officers = [row.officer for row in meeting.participants.select_related("officer__user").all()]
    rule.check_call(len(items), len(officers))
    _study.check_recusals(items, officers)
    _study.lay_open(meeting, items, officers, by)
    meeting.called_at = timezone.now()
    _study.seat_chair(meeting, by)
    _study.finish(meeting, "call", by, {"attendees": [str(one) for one in officers]})
    _study.ask(meeting, officers)
    if meeting.chair.user_id != by.pk:
        _tell_chair(meeting)
    return meeting


def _tell_chair(meeting: StudyMeeting) -> None:
    text = f"{meeting.title}由您主持：{_study.span(meeting)}，{meeting.place}"
    _study.tell(meeting, [meeting.chair.user], f"chair:{meeting.chair_id}", text)


@transaction.atomic
def cancel(*, meeting_id: int, reason: str, by: User, revision: int | None = None) -> StudyMeeting:
    """Call it off; a case that the chief wants studied waits for another meeting."""
    meeting = _study.begin(meeting_id, "cancel", revision)
    policy.require_organising(by, meeting)
    if not reason.strip():
        raise RuleViolation("no_reason", "请写明取消的原因", field="reason")
    called = meeting.stage is StudyState.CALLED
    meeting.cancel_reason = reason[:200]
    _study.finish(meeting, "cancel", by, {"reason": reason})
    if called:
        rows = list(meeting.participants.select_related("engagement", "officer__user"))
        _study.release(rows)
        for item in sorted(meeting.items.all(), key=lambda row: row.case_id):
            case = _progress.lock(item.case_id)
            payload = {"study": meeting.title, "reason": reason}
            _progress.note(case, "cancel_study", by=by, payload=payload)
        text = f"{meeting.title}（{_study.span(meeting)}）取消：{reason}"
        people = [row.officer.user for row in rows if row.officer.user_id != by.pk]
        _study.tell(meeting, people, "cancelled", text)
    return meeting
