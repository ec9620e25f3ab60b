"""挂钩指导 of the demo: questions at every stage, knowledge made of them, typical errors."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from cases.models import Case
from core.models import User
from legal_review.models import Question
from legal_review.selectors.suggestions import entry_of
from legal_review.services import guidance, knowledge
from legal_review.services.guidance import Asking
from xiangcheng_enforcement.loading.records import Tally, read_json
from zones.models import Township

_ASKED_ABOUT = ("filed", "investigated", "notified")
_KEYS = uuid.UUID("5e1f0c1e-0000-4000-8000-000000000000")


def ensure_guidance(today: date) -> Tally:
    """Carry the questions through the real services unless they are there.

    The trail of a case tells the true moment: a demo of another day than today asks about none.
    """
    tally = Tally("法制咨询、问答库、常见错误")
    tally.unchanged = Question.objects.count()
    if tally.unchanged:
        return tally
    told = read_json("demo/guidance.json")
    for row in told["questions"]:
        _question(row, with_case=today == timezone.localdate())
    admin = User.objects.get(username="justice_admin")
    for row in told["errors"]:
        error = knowledge.write_error(words={**row, "item": None}, by=admin)
        knowledge.publish_error(error_id=error.pk, by=admin)
    tally.created = len(told["questions"]) + len(told["errors"])
    return tally


def _question(row: Mapping[str, Any], *, with_case: bool) -> None:
    asker = User.objects.get(username=row["asker"])
    case = _case_of(asker) if with_case and row.get("case") else None
    asking = Asking(
        title=row["title"],
        text=row["text"],
        topic=row["topic"],
        urgency=row.get("urgency", "normal"),
        case=case,
        township=None if case else Township.objects.get(officers__user=asker),
    )
    key = uuid.uuid5(_KEYS, row["title"])
    question = guidance.ask(asking=asking, key=key, by=asker)
    if row["course"] != "open" and question.guide is not None:
        guide = question.guide.user
        guidance.answer(
            question_id=question.pk, text=row["answer"], articles=row["articles"], by=guide
        )
        if row["course"] == "solved":
            guidance.solve(question_id=question.pk, by=asker)
        _move_back(question, row["days"])
        if "entry" in row:
            _entry(question, row["entry"], guide)


def _case_of(asker: User) -> Case | None:
    """The newest case in this person's hands that waits for something to be done."""
    mine = Case.objects.filter(handlers__officer__user=asker, handlers__removed_at=None)
    return mine.filter(state__in=_ASKED_ABOUT).order_by("-pk").first()


def _move_back(question: Question, days: int) -> None:
    """Asked so many days ago; answered the next day."""
    if not days:
        return
    back = timedelta(days=days)
    for entry in question.entries.all():
        later = timedelta() if entry.kind == "ask" else timedelta(hours=7)
        entry.at = entry.at - back + later
        entry.save(update_fields=["at"])
    question.refresh_from_db()
    question.asked_at -= back
    question.due_from -= back
    question.due_on -= back
    for name in ("answered_at", "solved_at"):
        moment: datetime | None = getattr(question, name)
        if moment is not None:
            setattr(question, name, moment - back + timedelta(hours=7))
    question.save()


def _entry(question: Question, words: Mapping[str, Any], guide: User) -> None:
    values = {**entry_of(question), **words, "items": []}
    made = knowledge.write(words=values, question=question, by=guide)
    knowledge.publish(entry_id=made.pk, by=guide)
    knowledge.mark_useful(entry_id=made.pk, by=question.asker)
