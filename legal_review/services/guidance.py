"""挂钩指导: ask, answer, follow up, forward, solve, withdraw; remind what is overdue.

What concerns a case leaves its trace in the trail of the case, what does not in the question's own.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Case
from cases.selectors import visible_cases
from cases.services import remarks
from core import audit, calendars, notices, parameters, uploads
from core.errors import RuleViolation
from core.models import User
from core.rules.workdays import WorkCalendar
from legal_review.models import Question, QuestionEntry, QuestionFile
from legal_review.policy import guidance as policy
from legal_review.rules import guidance as rule
from legal_review.rules.guidance import Stage, State, Topic, Urgency
from legal_review.selectors import guidance as selectors
from personnel.models import Officer
from zones.models import EnforcementItem, Township

MOST_FILES = 5
LARGEST_FILE = 10 * uploads.MEGABYTE
KINDS = (*uploads.PAPER, *uploads.OFFICE)
Kind = QuestionEntry.Kind
Files = Sequence[UploadedFile[Any]]


@dataclass(frozen=True)
class Asking:
    """What is asked. With a case, town and item are the case's."""

    title: str
    text: str
    topic: str = Topic.OTHER.value
    urgency: str = Urgency.NORMAL.value
    case: Case | None = None
    township: Township | None = None
    item: EnforcementItem | None = None


def ask(*, asking: Asking, key: uuid.UUID, files: Files = (), by: User) -> Question:
    """Put a question to the reviewer who guides the town. Sent twice with one key it is one."""
    policy.require_asking(by)
    known = Question.objects.filter(submission_key=key, asker=by).first()
    if known is not None:
        return known
    checked = _checked(files)
    try:
        return _ask(asking, key, checked, by)
    except IntegrityError:
        twin = Question.objects.filter(submission_key=key, asker=by).first()
        if twin is None:
            raise
        return twin  # the other half of a double click was a moment faster


@transaction.atomic
def _ask(asking: Asking, key: uuid.UUID, files: list[uploads.Checked], by: User) -> Question:
    case, town = asking.case, asking.township
    if case is not None:
        if not visible_cases(user=by).filter(pk=case.pk).exists():
            raise PermissionDenied("您不能就看不到的案件咨询")
        policy.require_asking_about(by, case)
        rule.check_case(case.stage)
        town = case.township
    guide, why = selectors.choose_guide(selectors.asked_by(by, case, town))
    question = Question(
        submission_key=key,
        case=case,
        item=case.item if case else asking.item,
        township=town,
        zone=town.zone if town else None,
        title=asking.title,
        topic=asking.topic,
        urgency=asking.urgency,
        asker=by,
        guide=guide,
        routed_because=why,
    )
    _begin_term(question)
    question.save()
    _say(question, Kind.ASK, by, text=asking.text, files=files)
    _trace(question, "ask_guidance", by)
    _tell_guide(question, "请答复")
    return question


def answer(*, question_id: int, text: str, articles: str, files: Files = (), by: User) -> Question:
    """The reviewer's advice, with the articles it rests on; a second one adds to the first."""
    checked = _checked(files)
    with transaction.atomic():
        question = _locked(question_id)
        policy.require_answering(by, question)
        rule.check_step("answer", question.state)
        entry = _say(question, Kind.ANSWER, by, text=text, articles=articles, files=checked)
        question.status = State.ANSWERED.value
        question.answered_at = question.answered_at or entry.at
        question.save()
        _trace(question, "answer_guidance", by)
        told = f"{by}答复了您的咨询“{question.title}”，请查看并确认是否解决"
        _send(question, [question.asker], f"answer:{entry.pk}", told)
    return question


def follow(*, question_id: int, text: str, files: Files = (), by: User) -> Question:
    """The asker asks on; after an answer the term runs anew."""
    checked = _checked(files)
    with transaction.atomic():
        question = _locked(question_id)
        policy.require_asker(by, question)
        rule.check_step("follow", question.state)
        entry = _say(question, Kind.FOLLOW, by, text=text, files=checked)
        if question.state is State.ANSWERED:
            question.status = State.OPEN.value
            _begin_term(question)
            question.save()
        _trace(question, "follow_guidance", by)
        _tell_guide(question, "有追问，请答复", key=f"follow:{entry.pk}")
    return question


@transaction.atomic
def forward(*, question_id: int, to: Officer, reason: str, by: User) -> Question:
    """Another reviewer is asked instead, with the reason; the term runs on."""
    question = _locked(question_id)
    policy.require_answering(by, question)
    rule.check_step("forward", question.state)
    return hand_on(question, to, reason, by)


def hand_on(question: Question, to: Officer, reason: str, by: User) -> Question:
    """Give a locked question to another reviewer; the caller has asked whether `by` may."""
    if to not in selectors.could_answer(question):
        message = f"{to}当日不能答复这件咨询，请另选一位"
        raise RuleViolation("guide_barred", message, rule.BASIS, "to")
    entry = _say(question, Kind.FORWARD, by, text=reason, to=to)
    question.guide = to
    question.routed_because = f"{by}转请答复：{reason}"[:200]
    question.save()
    _trace(question, "forward_guidance", by, {"reason": reason})
    _tell_guide(question, "转请您答复", key=f"forward:{entry.pk}")
    text = f"您的咨询“{question.title}”转由{to}答复"
    _send(question, [question.asker], f"forwarded:{entry.pk}", text)
    return question


@transaction.atomic
def solve(*, question_id: int, by: User) -> Question:
    """The asker says that the answer solved it."""
    question = _locked(question_id)
    policy.require_asker(by, question)
    rule.check_step("solve", question.state)
    question.status, question.solved_at = State.SOLVED.value, timezone.now()
    question.save()
    _say(question, Kind.SOLVE, by)
    _trace(question, "solve_guidance", by)
    if question.guide is not None:
        text = f"{by}确认咨询“{question.title}”已解决，可以整理进问答库"
        _send(question, [question.guide.user], "solved", text)
    return question


@transaction.atomic
def withdraw(*, question_id: int, by: User) -> Question:
    """The asker no longer needs an answer."""
    question = _locked(question_id)
    policy.require_asker(by, question)
    rule.check_step("withdraw", question.state)
    question.status = State.WITHDRAWN.value
    question.save()
    _say(question, Kind.WITHDRAW, by)
    _trace(question, "withdraw_guidance", by)
    if question.guide is not None:
        text = f"{by}撤回了咨询“{question.title}”，不必再答复"
        _send(question, [question.guide.user], "withdrawn", text)
    return question


def remind_overdue() -> int:
    """On the last day and after it the reviewer, then 区司法局; each told once for each term."""
    today, calendar, sent = timezone.localdate(), calendars.work_calendar(), 0
    rows = Question.objects.filter(status=State.OPEN.value, due_on__lte=today)
    admins = selectors.overseers()
    for question in rows.select_related("guide__user", "case"):
        stage = rule.stage_on(question.due_on, today, calendar)
        own = [question.guide.user] if question.guide else admins
        sent += _remind(question, own, stage)
        if stage is Stage.ESCALATED:
            sent += _remind(question, admins, stage)
    return sent


def _remind(question: Question, told: Iterable[User], stage: Stage | None) -> int:
    if stage is Stage.DUE:
        text = f"咨询“{question.title}”今天是答复期限，请答复"
    else:
        text = f"咨询“{question.title}”逾期未答复（期限 {question.due_on}），请答复或者转请他人"
    key = f"{'due' if stage is Stage.DUE else 'late'}:{question.due_on}"
    return _send(question, told, key, text, urgent=stage is not Stage.DUE)


def recompute_open(calendar: WorkCalendar) -> int:
    """A holiday notice was loaded: the last days of open questions; how many changed."""
    changed = 0
    for question in Question.objects.select_for_update().filter(status=State.OPEN.value):
        before = (question.due_on, question.due_provisional)
        _set_due(question, question.due_from, calendar)
        if before != (question.due_on, question.due_provisional):
            question.save(update_fields=["due_on", "due_provisional"])
            changed += 1
    return changed


def _begin_term(question: Question) -> None:
    _set_due(question, timezone.localdate(), calendars.work_calendar())


def _set_due(question: Question, start: date, calendar: WorkCalendar) -> None:
    urgency = Urgency(question.urgency)
    length = parameters.values().get(urgency.parameter, urgency.workdays)
    question.due_from, question.due_on = start, calendar.add_workdays(start, length)
    question.due_provisional = calendar.is_provisional(start, question.due_on)


def _checked(files: Files) -> list[uploads.Checked]:
    if len(files) > MOST_FILES:
        text = f"最多添加 {MOST_FILES} 个附件，请减少后重新选择"
        raise RuleViolation("too_many_files", text, field="attachments")
    return [uploads.check(file, KINDS, LARGEST_FILE, "attachments") for file in files]


def _locked(question_id: int) -> Question:
    rows = Question.objects.select_for_update(of=("self",))
    return rows.select_related("case", "asker", "guide__user", "township").get(pk=question_id)


def _say(
    question: Question,
    kind: QuestionEntry.Kind,
    by: User,
    *,
    files: Iterable[uploads.Checked] = (),
    **words: Any,
) -> QuestionEntry:
    entry = QuestionEntry.objects.create(question=question, kind=kind, by=by, **words)
    for checked in files:
        row = QuestionFile(
            entry=entry, name=checked.name, size=checked.size, sha256=checked.digests().sha256
        )
        row.file.save(checked.stored_name, checked.file, save=False)
        row.save()
    return entry


def _trace(question: Question, verb: str, by: User, more: dict[str, object] | None = None) -> None:
    payload = {
        "question": question.title,
        "topic": Topic(question.topic).label,
        "guide": str(question.guide) if question.guide else "区司法局",
        **(more or {}),
    }
    if question.case_id is not None:
        remarks.leave(case_id=question.case_id, verb=verb, by=by, payload=payload)
    else:
        audit.record(by=by, verb=verb, subject=question, payload=payload)


def _tell_guide(question: Question, what: str, key: str = "asked") -> None:
    people = [question.guide.user] if question.guide else selectors.overseers()
    urgent = question.urgency == Urgency.URGENT
    word = "紧急咨询" if urgent else "咨询"
    text = f"{question.asker}的{word}“{question.title}”{what}，{question.due_on} 前"
    _send(question, people, key, text, urgent=urgent)


def _send(
    question: Question, told: Iterable[User], event: str, text: str, *, urgent: bool = False
) -> int:
    return notices.send(
        told,
        key=f"question:{question.pk}:{event}",
        text=text,
        url=question.get_absolute_url(),
        urgent=urgent,
    )
