"""How the outcome of legal review comes back to the case. Only legal_review may import this."""

from __future__ import annotations

from django.db import transaction

from cases.models import Case
from cases.services import _progress
from core import notices
from core.models import User


@transaction.atomic
def record(
    *, case_id: int, passed: bool, text_hash: str, opinion: str, follow_up: str = "", by: User
) -> Case:
    """Pass: the very text with `text_hash` may be issued. Return: back to the handlers.

    `follow_up`: what the handlers are to do next, in words.
    """
    case = _progress.lock(case_id)
    case.cleared_hash = text_hash if passed else ""
    action = "review_passed" if passed else "review_returned"
    _progress.finish(case, action, by=by, payload={"text_hash": text_hash, "opinion": opinion})
    outcome = "审核通过" if passed else f"审核退回，{follow_up or '请修改后再报'}"
    notices.send(
        [handler.officer.user for handler in case.handlers.filter(removed_at=None)],
        key=f"review:{case.pk}:{case.version}",
        text=f"{case.number} {case.title}：{outcome}",
        url=case.get_absolute_url(),
        urgent=not passed,
    )
    return case
