"""Cases tell legal review what happened; each receiver calls one service."""

from __future__ import annotations

from cases import events
from cases.models import Case
from core.models import User
from legal_review import services


def connect() -> None:
    events.submitted_for_review.connect(open_review, dispatch_uid="legal_review.open")
    events.draft_changed.connect(void_pass, dispatch_uid="legal_review.void")


def open_review(
    sender: type[Case], case: Case, by: User, reasons: list[str], **kwargs: object
) -> None:
    services.open_review(case=case, by=by, reasons=reasons)


def void_pass(sender: type[Case], case: Case, by: User, **kwargs: object) -> None:
    services.void_passes(case=case, by=by)
