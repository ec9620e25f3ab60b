"""Before and at a study meeting: the word of each person invited, opinions, who was there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cases.models import StudyItem, StudyMeeting, StudyOpinion, StudyParticipant
from cases.policy import study as policy
from cases.rules import study as rule
from cases.services import _study
from core.errors import RuleViolation
from core.models import User

Answer = StudyParticipant.Answer


def _own_part(meeting: StudyMeeting, by: User) -> StudyParticipant:
    part = policy.part_of(by, meeting)
    if part is None:
        raise PermissionDenied("您不在这次会议的参会人员之列")
    return part


@transaction.atomic
def answer(*, meeting_id: int, accept: bool, reason: str = "", by: User) -> StudyParticipant:
    """Say whether one comes. A yes takes the time; one who has been taken elsewhere is told by
    whom. Until the meeting is held the answer may change."""
    meeting = _study.begin(meeting_id, "answer")
    part = _own_part(meeting, by)
    wanted = Answer.ACCEPTED if accept else Answer.DECLINED
    if part.answer == wanted:
        return part
    if not accept and not reason.strip():
        text = "请写明不能参加的原因，召集人据此调整"
        raise RuleViolation("no_reason", text, field="reason")
    if not accept and policy.is_chair(by, meeting):
        text = "您是主持人，不能到会的请修改会议，另定时间或者另请主持人"
        raise RuleViolation("chair_declines", text, field="reason")
    _study.release([part])
    part.engagement = _study.take_time(meeting, part, by) if accept else None
    part.answer, part.answered_at = wanted, timezone.now()
    part.decline_reason = "" if accept else reason.strip()[:200]
    part.save()
    payload = {"officer": str(part), "accepted": accept, "reason": part.decline_reason}
    _study.finish(meeting, "answer", by, payload)
    if not accept:
        others = [meeting.created_by, meeting.chair.user, meeting.recorder.user]
        text = f"{part}不能参加{meeting.title}：{part.decline_reason}"
        told = [user for user in others if user != by]
        _study.tell(meeting, told, f"declined:{part.pk}:{part.answered_at}", text)
    return part


@transaction.atomic
def opine(*, item_id: int, text: str, dissents: bool = False, by: User) -> StudyOpinion:
    """One's opinion on one case, before or after the meeting; each has one, changed until the
    minutes are signed."""
    meeting_id = StudyItem.objects.values_list("meeting_id", flat=True).get(pk=item_id)
    meeting = _study.begin(meeting_id, "opine")
    part = _own_part(meeting, by)
    item = _study.item_of(meeting, item_id)
    if not text.strip():
        raise RuleViolation("no_opinion", "请写明意见", field="text")
    found = next((row for row in item.opinions.all() if row.participant_id == part.pk), None)
    if found is None:
        row = StudyOpinion.objects.create(
            item=item, participant=part, text=text.strip(), dissents=dissents
        )
    else:
        row = found
        row.text, row.dissents, row.revised_at = text.strip(), dissents, timezone.now()
        row.save()
    payload = {"case": item.case.number, "officer": str(part), "text": row.text,
               "dissents": dissents}  # fmt: skip
    _study.finish(meeting, "opine", by, payload)
    return row


@transaction.atomic
def hold(
    *,
    meeting_id: int,
    held_at: datetime,
    present: Collection[int],
    by: User,
    revision: int | None = None,
) -> StudyMeeting:
    """Enter that the meeting took place, and who was there (ids of `StudyParticipant`)."""
    meeting = _study.begin(meeting_id, "hold", revision)
    policy.require_organising(by, meeting)
    assert meeting.called_at is not None  # called
    rule.check_held(held_at, meeting.called_at, timezone.now())
    rows = list(meeting.participants.all())
    there = [row for row in rows if row.pk in present]
    rule.check_present(len(there))
    if meeting.chair_id not in {row.officer_id for row in there}:
        text = "主持人没有到会；请修改会议另请主持人，再登记召开情况"
        raise RuleViolation("chair_absent", text, field="present")
    for row in rows:
        row.present = row.pk in present
    StudyParticipant.objects.bulk_update(rows, ["present"])
    meeting.held_at = held_at
    payload = {"held_at": held_at.isoformat(), "attendees": [str(row) for row in there]}
    return _study.finish(meeting, "hold", by, payload)
