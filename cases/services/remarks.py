"""What a higher app does about a case without moving it, kept in the case's own trail."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from cases.models import Case
from cases.services import _progress
from core.models import User


@transaction.atomic
def leave(
    *, case_id: int, verb: str, by: User | None, payload: Mapping[str, object] | None = None
) -> Case:
    """Append to the trail of the case, which is locked; the caller has asked whether `by` may."""
    case = _progress.lock(case_id)
    return _progress.note(case, verb, by=by, payload=payload)
