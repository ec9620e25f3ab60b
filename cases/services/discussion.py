"""Collective discussion by the heads of the organ (集体讨论, 第五十七条第二款)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.models import Discussion, DiscussionOpinion
from cases.selectors.facts import draft_of
from cases.services import _progress
from core.errors import RuleViolation
from core.models import User

_BASIS = "《行政处罚法》第五十七条第二款"
FEWEST = 2  # a discussion needs somebody to discuss with


@dataclass(frozen=True)
class Said:
    """What one of those who took part said."""

    name: str
    post: str
    opinion: str


@dataclass(frozen=True)
class Minutes:
    """The discussion as minuted."""

    held_at: datetime
    place: str
    chair: str
    recorder: str
    observers: str
    conclusion: str
    agreed: bool
    said: Sequence[Said]


@transaction.atomic
def record(*, case_id: int, minutes: Minutes, by: User, version: int | None = None) -> Discussion:
    """Enter the minutes; what was agreed to is the very text of the draft as it stands."""
    case = _progress.begin(case_id=case_id, action="discuss", by=by, version=version)
    draft = draft_of(case)
    assert draft is not None  # guard no_draft
    if minutes.held_at > timezone.now():
        raise RuleViolation("future_discussion", "讨论时间晚于现在，请核对", field="held_at")
    # Minutes are kept to the minute.
    if minutes.held_at < draft.updated_at.replace(second=0, microsecond=0):
        when = timezone.localtime(draft.updated_at)
        raise RuleViolation(
            "discussed_before_draft",
            f"拟作决定于 {when:%Y-%m-%d %H:%M} 定稿，讨论不能早于定稿",
            _BASIS,
            field="held_at",
        )
    if len({said.name for said in minutes.said}) < FEWEST:
        raise RuleViolation(
            "nobody_to_discuss_with",
            "集体讨论须有两名以上负责人参加并各自发表意见",
            _BASIS,
            field="opinions",
        )
    values = {name: value for name, value in vars(minutes).items() if name != "said"}
    row = Discussion.objects.create(case=case, text_hash=draft.text_hash, recorded_by=by, **values)
    DiscussionOpinion.objects.bulk_create(
        DiscussionOpinion(discussion=row, **vars(said)) for said in minutes.said
    )
    _progress.finish(
        case,
        "discuss",
        by=by,
        payload={
            "agreed": minutes.agreed,
            "participants": [said.name for said in minutes.said],
            "conclusion": minutes.conclusion,
            "text_hash": draft.text_hash,
        },
    )
    return row
