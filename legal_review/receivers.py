"""Cases tell legal review what happened; each receiver calls one service."""

from __future__ import annotations

from collections.abc import Sequence

from cases import events
from cases.models import Case, Remedy
from cases.selectors import paper_subjects
from core.models import User
from core.rules.workdays import WorkCalendar
from legal_review.selectors.paper import read_review
from legal_review.services import aftermath, guidance, handover, opening, terms
from personnel.services import handover as leaving


def connect() -> None:
    events.submitted_for_review.connect(open_review, dispatch_uid="legal_review.open")
    events.draft_changed.connect(void_pass, dispatch_uid="legal_review.void")
    events.remedy_ended.connect(tell_of_remedy, dispatch_uid="legal_review.remedy")
    events.calendar_loaded.connect(recompute, dispatch_uid="legal_review.recompute")
    paper_subjects.register_reader("review", read_review)
    leaving.register_source("questions", handover.open_questions, handover.pass_on)


def open_review(
    sender: type[Case],
    case: Case,
    by: User,
    reasons: list[str],
    materials: Sequence[dict[str, str]],
    note: str,
    **kwargs: object,
) -> None:
    opening.open_review(case=case, by=by, reasons=reasons, materials=materials, note=note)


def void_pass(sender: type[Case], case: Case, by: User, **kwargs: object) -> None:
    aftermath.void_passes(case=case, by=by)


def tell_of_remedy(sender: type[Remedy], case: Case, remedy: Remedy, **kwargs: object) -> None:
    aftermath.tell_of_remedy(case=case, remedy=remedy)


def recompute(sender: None, calendar: WorkCalendar, **kwargs: object) -> None:
    guidance.recompute_open(calendar)
    terms.recompute_open(calendar)
