"""Questions of a reviewer who leaves the office go to the successor, if that one may answer."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models, transaction

from core.errors import RuleViolation
from core.models import User
from legal_review.models import Question
from legal_review.rules.guidance import State
from legal_review.services.guidance import hand_on
from personnel.models import Appointment, Officer
from personnel.roles import Role
from personnel.services.handover import Piece

KIND = "待答复的法制咨询"
_OFFICES = (Role.TOWN_REVIEWER.value, Role.ZONE_REVIEWER.value)


def open_questions(office: Appointment) -> list[Piece]:
    """What the person is still to answer in this office."""
    return [_piece(question) for question in _waiting(office)]


def _piece(question: Question, why: str = "") -> Piece:
    return Piece(KIND, question.title, question.get_absolute_url(), why)


def _waiting(office: Appointment) -> models.QuerySet[Question]:
    if office.role not in _OFFICES:
        return Question.objects.none()
    rows = Question.objects.filter(guide=office.officer, status=State.OPEN.value).order_by("due_on")
    if office.township_id is not None:
        return rows.filter(township=office.township_id)
    return rows.filter(zone=office.zone_id)


def pass_on(office: Appointment, successor: Officer, by: User) -> Sequence[Piece]:
    """Hand each question over; one the successor may not answer says why and stays."""
    done = []
    for question in _waiting(office).select_related("case__township", "township", "asker"):
        try:
            with transaction.atomic():
                hand_on(question, successor, f"{office.officer}不再任职，工作交接", by)
        except RuleViolation as violation:
            done.append(_piece(question, violation.message))
        else:
            done.append(_piece(question))
    return done
