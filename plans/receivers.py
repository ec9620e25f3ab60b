"""Cases tell plans what was arranged; each receiver calls one service."""

from __future__ import annotations

from cases import events
from cases.models import Arrangement, Case
from core.models import User
from plans.services import from_case


def connect() -> None:
    events.arranged.connect(draft_operation, dispatch_uid="plans.draft_operation")


def draft_operation(
    sender: type[Case], case: Case, arrangement: Arrangement, by: User, **kwargs: object
) -> None:
    from_case.drop_earlier(case=case, arrangement=arrangement, by=by)
    if arrangement.mode == Arrangement.Mode.JOINT:
        from_case.draft_from_case(case=case, arrangement=arrangement, by=by)
