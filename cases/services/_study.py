"""What every step of a study meeting does: lock, compare, ask the table, save, leave a trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from django.utils import timezone

from cases.models import StudyItem, StudyMeeting, StudyParticipant
from cases.rules import study as rule
from cases.selectors import study as selectors
from cases.services import _jurisdiction, _progress
from core import audit, notices
from core.errors import RuleViolation
from core.models import User
from personnel import selectors as people
from personnel.models import Engagement, Officer
from personnel.selectors.engagements import span_words
from personnel.services import engagements

REASON = "研讨"


def begin(meeting_id: int, step: str, revision: int | None = None) -> StudyMeeting:
    """The meeting, locked, with everything; refuses a stale form and a step out of turn."""
    meeting = StudyMeeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
    if revision is not None and revision != meeting.revision:
        raise RuleViolation("stale", "会议刚被他人修改。您填写的内容已保留，请核对后再提交")
    rule.require_step(step, meeting.stage)
    return selectors.full(meeting)


def finish(
    meeting: StudyMeeting, step: str, by: User, payload: Mapping[str, object] | None = None
) -> StudyMeeting:
    """Move the meeting where the table says, save it, and append to its trail."""
    target = rule.STEPS[step].target
    if target is not None:
        meeting.state = target.value
    meeting.revision += 1
    meeting.save()
    audit.record(by=by, verb=step, subject=meeting, payload=payload or {})
    return meeting


def item_of(meeting: StudyMeeting, item_id: int) -> StudyItem:
    """The case of the agenda, of the rows already read."""
    found = next((row for row in meeting.items.all() if row.pk == item_id), None)
    if found is None:
        raise RuleViolation("not_on_agenda", "这个案件已不在会议议程上，请刷新后核对")
    return found


def span(meeting: StudyMeeting) -> str:
    return span_words(meeting.starts_at, meeting.ends_at)


def tell(
    meeting: StudyMeeting, users: Iterable[User], key: str, text: str, *, urgent: bool = False
) -> None:
    notices.send(
        users,
        key=f"study:{meeting.pk}:{key}",
        text=text,
        url=meeting.get_absolute_url(),
        urgent=urgent,
    )


def invite(meeting: StudyMeeting, officers: Iterable[Officer]) -> list[StudyParticipant]:
    """Rows for those not invited yet."""
    known = {row.officer_id for row in meeting.participants.all()}
    fresh = {officer.pk: officer for officer in officers if officer.pk not in known}
    made = StudyParticipant.objects.bulk_create(
        StudyParticipant(meeting=meeting, officer=officer, unit=str(officer.home))
        for officer in fresh.values()
    )
    _forget(meeting, "participants")
    return list(made)


def _forget(meeting: StudyMeeting, name: str) -> None:
    getattr(meeting, "_prefetched_objects_cache", {}).pop(name, None)


def check_recusals(items: Sequence[StudyItem], officers: Sequence[Officer]) -> None:
    """Nobody studies a case of a party they must stand aside from (第四十三条)."""
    facts = people.officer_facts(officers, timezone.localdate())
    rule.check_recusals(
        [
            (known.name, item.case.number, item.case.party_name)
            for item in items
            for known in facts
            if item.case.party_name in known.recused_from
        ]
    )


def lay_open(
    meeting: StudyMeeting, items: Sequence[StudyItem], officers: Sequence[Officer], by: User
) -> None:
    """From now on these people see these cases, each of them, and no others; each case says so."""
    for item in sorted(items, key=lambda row: row.case_id):
        case = _progress.lock(item.case_id)
        _jurisdiction.add_keys(case, [f"U{officer.user_id}" for officer in officers], REASON)
        _progress.note(
            case,
            "call_study",
            by=by,
            payload={
                "study": meeting.title,
                "held_at": meeting.starts_at.isoformat(),
                "place": meeting.place,
                "question": item.question,
                "chair": str(meeting.chair),
                "attendees": [str(officer) for officer in officers],
            },
        )


def ask(meeting: StudyMeeting, officers: Iterable[Officer]) -> None:
    """Tell those invited when and where, and ask for their word."""
    tell(
        meeting,
        [officer.user for officer in officers if officer.pk != meeting.chair_id],
        f"called:{meeting.starts_at.isoformat()}",
        f"请您参加{meeting.title}：{span(meeting)}，{meeting.place}，请确认能否参加",
        urgent=True,
    )


def take_time(meeting: StudyMeeting, part: StudyParticipant, by: User) -> Engagement:
    """The meeting stands in the officer's calendar. Raises `engagements.Taken`."""
    zones = "、".join(zone.name for zone in meeting.zones.all())
    use = engagements.Use(meeting.title, meeting.place, meeting.get_absolute_url(), zones)
    return engagements.take(
        subject=part.officer, starts_at=meeting.starts_at, ends_at=meeting.ends_at, use=use, by=by
    )


def seat_chair(meeting: StudyMeeting, by: User) -> None:
    """The chair comes without being asked; where the time is taken already, it stays so."""
    row = meeting.participants.select_related("officer").get(officer=meeting.chair_id)
    row.answer, row.answered_at = StudyParticipant.Answer.ACCEPTED, timezone.now()
    with suppress(engagements.Taken):
        row.engagement = take_time(meeting, row, by)
    row.save()


def release(rows: Iterable[StudyParticipant]) -> None:
    """Their time is free again."""
    taken = [row.engagement for row in rows if row.engagement is not None]
    engagements.release(taken)


def officers_of(meeting: StudyMeeting) -> list[Officer]:
    return [row.officer for row in meeting.participants.all()]
