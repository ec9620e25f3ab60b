"""What a study meeting comes to: conclusions, minutes, the paper in each case, carrying out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.models import Case, StudyItem, StudyMeeting
from cases.policy import study as policy
from cases.rules import study as rule
from cases.rules.paper_language import tidy
from cases.rules.study import Effect
from cases.rules.study_minutes import plain
from cases.selectors import study_minutes
from cases.services import _progress, _study, papers
from core import access, notices
from core.errors import RuleViolation
from core.models import User
from zones.models import Agency, Township


@dataclass(frozen=True)
class Conclusion:
    """What the chair concludes on one case; `finish_by` only with an order."""

    effect: str
    text: str
    finish_by: date | None = None


@transaction.atomic
def resolve(*, item_id: int, conclusion: Conclusion, by: User) -> StudyItem:
    """The chair's conclusion on one case. An order goes to the unit on whose desk the case lies,
    wherever that is: who is competent stays as it was."""
    meeting_id = StudyItem.objects.values_list("meeting_id", flat=True).get(pk=item_id)
    meeting = _study.begin(meeting_id, "resolve")
    policy.require_chair(by, meeting)
    item = _study.item_of(meeting, item_id)
    effect = Effect(conclusion.effect)
    rule.check_conclusion(
        effect,
        commands=policy.commands(by, item.case),
        finish_by=conclusion.finish_by,
        today=timezone.localdate(),
        closed=item.case.is_final,
    )
    if not conclusion.text.strip():
        raise RuleViolation("no_conclusion", "请写明研讨结论", field="conclusion")
    item.effect, item.conclusion = effect.value, conclusion.text.strip()
    item.finish_by, item.minutes = conclusion.finish_by, ""
    item.township = item.agency = None
    if effect is Effect.BINDING:
        _address(item, item.case.unit)
    item.save()
    payload = {"case": item.case.number, "effect": effect.value, "conclusion": item.conclusion}
    _study.finish(meeting, "resolve", by, payload)
    return item


def _address(item: StudyItem, unit: Township | Agency) -> None:
    if isinstance(unit, Township):
        item.township = unit
    else:
        item.agency = unit


@transaction.atomic
def minute(
    *,
    meeting_id: int,
    general: str,
    parts: Mapping[int, str],
    by: User,
    revision: int | None = None,
) -> StudyMeeting:
    """Edit the minutes: what is said of the meeting, and the part on each case by its item."""
    meeting = _study.begin(meeting_id, "minute", revision)
    policy.require_organising(by, meeting)
    meeting.minutes = tidy(general)
    for item in meeting.items.all():
        text = tidy(parts.get(item.pk, ""))
        if text == study_minutes.of_item(item):
            text = ""  # as drafted: it follows what is still entered
        if text != item.minutes:
            item.minutes = text
            item.save(update_fields=["minutes"])
    return _study.finish(meeting, "minute", by)


@transaction.atomic
def redraft(*, meeting_id: int, by: User) -> StudyMeeting:
    """Throw the edited text away and draft the minutes anew from what was entered."""
    meeting = _study.begin(meeting_id, "minute")
    policy.require_organising(by, meeting)
    meeting.minutes = ""
    meeting.items.update(minutes="")
    return _study.finish(meeting, "minute", by, {"redrafted": True})


@transaction.atomic
def sign(*, meeting_id: int, by: User, revision: int | None = None) -> StudyMeeting:
    """The chair signs the minutes: the text is fixed, each case gets its own part as a paper and
    an entry in its trail, and the units are told what they are to do."""
    meeting = _study.begin(meeting_id, "sign", revision)
    policy.require_chair(by, meeting)
    items = list(meeting.items.all())
    for item in items:
        _check(item)
    meeting.minutes = study_minutes.general_text(meeting)
    for item in items:
        item.minutes = study_minutes.item_text(item)
        item.save(update_fields=["minutes"])
    meeting.signed_by, meeting.signed_at = by, timezone.now()
    meeting.minutes_hash = hashlib.sha256(study_minutes.whole(meeting).encode()).hexdigest()
    _study.finish(meeting, "sign", by, {"text_hash": meeting.minutes_hash})
    for item in sorted(items, key=lambda row: row.case_id):
        _file(meeting, item, by)
    text = f"{meeting.title}的纪要已签发"
    others = [user for user in _people(meeting) if user != by]
    _study.tell(meeting, others, "signed", text)
    return meeting


def _people(meeting: StudyMeeting) -> list[User]:
    return [row.officer.user for row in meeting.participants.all()]


def _check(item: StudyItem) -> None:
    dissents = [plain(row.text) for row in item.opinions.all() if row.dissents]
    rule.check_minutes(
        study_minutes.item_text(item),
        conclusion=plain(item.conclusion),
        dissents=dissents,
        number=item.case.number,
    )


def _file(meeting: StudyMeeting, item: StudyItem, by: User) -> None:
    """The part on one case goes into that case."""
    case = _progress.lock(item.case_id)
    _progress.note(
        case,
        "conclude_study",
        by=by,
        payload={
            "study": meeting.title,
            "effect": item.effect,
            "conclusion": item.conclusion,
            "units": [str(item.unit)] if item.unit else [],
            "finish_by": item.finish_by.isoformat() if item.finish_by else "",
        },
    )
    papers.produce(case, "study_minutes", by=by, about=item)
    users = [row.officer.user for row in case.handlers.filter(removed_at=None)]
    text = f"{case.number} 研讨结论（{item.get_effect_display()}）：{item.conclusion}"
    if item.unit is not None:
        users += list(access.users_with("approve_cases", item.unit))
        text = f"{text}。请于 {item.finish_by} 前落实"
    notices.send(
        users,
        key=f"study:{meeting.pk}:concluded:{item.pk}",
        text=text,
        url=f"{case.get_absolute_url()}?tab=reporting",
        urgent=item.unit is not None,
    )


@transaction.atomic
def carry_out(*, item_id: int, text: str, by: User) -> StudyItem:
    """The unit reports what it did; the chair and the organiser are told."""
    case_id = StudyItem.objects.values_list("case_id", flat=True).get(pk=item_id)
    case: Case = _progress.lock(case_id)
    item = StudyItem.objects.select_for_update(of=("self",)).get(pk=item_id)
    meeting = item.meeting
    rule.require_step("carry_out", meeting.stage)
    item.case = case
    if item.unit is None:
        raise RuleViolation("only_advice", "参考意见由办案人自行考虑，不须报告落实")
    policy.require_carrying_out(by, item)
    if item.done_at is not None:
        return item
    if not text.strip():
        raise RuleViolation("no_result", "请写明落实情况", field="text")
    item.done_text, item.done_at, item.done_by = text.strip(), timezone.now(), by
    item.save()
    late = item.finish_by is not None and timezone.localdate() > item.finish_by
    payload = {"study": meeting.title, "done": item.done_text, "late": late}
    _progress.note(case, "carry_out_study", by=by, payload=payload)
    told = f"{case.number} 研讨意见已落实：{item.done_text}"
    users = {user.pk: user for user in (meeting.chair.user, meeting.created_by)}
    users.pop(by.pk, None)
    _study.tell(meeting, users.values(), f"done:{item.pk}", told)
    return item
