"""Cases tell legal review what happened; each receiver calls one service."""

from __future__ import annotations

from cases import events
from cases.models import Case, Remedy
from core.models import User
from core.rules.workdays import WorkCalendar
from legal_review.services import guidance
from legal_review.services import reviews as services


def connect() -> None:
    events.submitted_for_review.connect(open_review, dispatch_uid="legal_review.open")
    events.draft_changed.connect(void_pass, dispatch_uid="legal_review.void")
    events.remedy_ended.connect(tell_of_remedy, dispatch_uid="legal_review.remedy")
    events.calendar_loaded.connect(recompute, dispatch_uid="legal_review.recompute")


def open_review(
    sender: type[Case], case: Case, by: User, reasons: list[str], **kwargs: object
) -> None:
    services.open_review(case=case, by=by, reasons=reasons)


def void_pass(sender: type[Case], case: Case, by: User, **kwargs: object) -> None:
    services.void_passes(case=case, by=by)


def tell_of_remedy(sender: type[Remedy], case: Case, remedy: Remedy, **kwargs: object) -> None:
    services.tell_of_remedy(case=case, remedy=remedy)


def recompute(sender: None, calendar: WorkCalendar, **kwargs: object) -> None:
    services.recompute_open(calendar)
    guidance.recompute_open(calendar)
