"""What every step of a round does: lock, look at the stage, hand on, leave a trace."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from cases.models import Case
from cases.rules.deadlines import DueDate, Term, due_date
from cases.services import review_outcome
from core import audit, calendars, notices, parameters
from core.errors import RuleViolation
from core.models import User
from core.rules.workdays import WorkCalendar
from legal_review import selectors
from legal_review.models import Review
from legal_review.rules.checklist import OpinionKind
from personnel.models import Officer

Stage = Review.Stage
Status = Review.Status
_BASIS = "《行政处罚法》第五十八条"


def lock(review_id: int) -> Review:
    """Case before review, as every step of the case does, so that two never wait for each other."""
    case_id = Review.objects.values_list("case_id", flat=True).get(pk=review_id)
    Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    rows = Review.objects.select_for_update(of=("self",)).select_related(
        "case__township__zone",
        "case__authority_township",
        "case__authority_agency",
        "holder__user",
        "reviewer__user",
        "zone",
        "township",
    )
    return rows.get(pk=review_id)


def require_stage(review: Review, *stages: Review.Stage) -> None:
    """Raise unless the round is at one of these stages."""
    if not review.is_open:
        state = review.get_status_display()
        raise RuleViolation("review_closed", f"该次审核已审结（{state}），请刷新页面查看")
    if review.stage not in stages:
        message = f"本件现为“{review.get_stage_display()}”，不能办理这一步，请刷新页面查看"
        raise RuleViolation("review_stage", message)


def term_of(start: date, *, calendar: WorkCalendar | None = None, more: int = 0) -> DueDate:
    """The term of review as 区司法局 keeps it, from that day; `more`: working days granted."""
    length = parameters.values().get(Term.LEGAL_REVIEW.value, 5) + more
    return due_date(Term.LEGAL_REVIEW, start, calendar or calendars.work_calendar(), length=length)


def start_clock(review: Review, start: date) -> None:
    due = term_of(start)
    review.clock_from, review.due_on, review.due_provisional = start, due.due_on, due.provisional


def put_on_desk(review: Review, officer: Officer | None, because: str) -> None:
    """Give the round to a person, or to nobody: then 区司法局 assigns. The caller saves."""
    review.holder = officer
    review.assigned_because = because[:200]
    if review.stage == Stage.ZONE:
        review.reviewer = officer


def tell_desk(review: Review, what: str = "提请法制审核") -> None:
    """Who has it now, or who must assign it, is told; each desk once."""
    people = [review.holder.user] if review.holder else selectors.queue_keepers()
    notices.send(
        people,
        key=f"review-{review.stage}:{review.pk}:{review.due_on}",
        text=f"{review.case.number} {review.case.title}：{what}，{review.due_on} 前审结",
        url=review.get_absolute_url(),
    )


def tell_handlers(review: Review, text: str, *, key: str, urgent: bool = False) -> None:
    rows = review.case.handlers.filter(removed_at=None).select_related("officer__user")
    tell(review, [row.officer.user for row in rows], text, key=key, urgent=urgent)


def tell(
    review: Review, people: Iterable[User], text: str, *, key: str, urgent: bool = False
) -> int:
    return notices.send(
        people,
        key=key,
        text=f"{review.case.number} {review.case.title}：{text}",
        url=review.get_absolute_url(),
        urgent=urgent,
    )


def note(review: Review, verb: str, *, by: User | None, **payload: object) -> None:
    """One entry in the trail of the round."""
    audit.record(by=by, verb=verb, subject=review, payload=payload)


def to_zone(review: Review) -> None:
    """From the first look on: the zone's reviewer, or the pool. Saves."""
    review.stage = Stage.ZONE
    officer, because = selectors.choose_reviewer(review.case)
    put_on_desk(review, officer, because)
    review.save()
    tell_desk(review)


def finish(review: Review, *, kind: OpinionKind, passed: bool, said: str, by: User) -> None:
    """The round ends; the outcome goes back to the case."""
    review.status = Status.PASSED if passed else Status.RETURNED
    review.stage, review.holder = Stage.DONE, None
    if review.due_on is None:
        review.due_on = timezone.localdate()
    review.concluded_at = timezone.now()
    review.save()
    review_outcome.record(
        case_id=review.case_id,
        passed=passed,
        text_hash=review.draft_hash,
        opinion=f"{kind.label} {said}".strip(),
        follow_up=kind.follow_up,
        by=by,
    )
