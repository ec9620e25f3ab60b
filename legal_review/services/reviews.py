"""Open a review, give an opinion, write the outcome back to the case."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Remedy
from cases.rules.deadlines import Term, due_date
from cases.services import review_outcome
from core import audit, calendars, notices, parameters
from core.errors import RuleViolation
from core.models import User
from core.rules.workdays import WorkCalendar
from legal_review.models import Opinion, Review
from legal_review.policy import reviews as policy
from legal_review.rules import checklist
from legal_review.rules.checklist import OpinionKind, Point
from legal_review.selectors import reviews as selectors
from personnel.models import Officer


def open_review(*, case: Case, by: User, reasons: list[str]) -> Review:
    """Freeze the text and put it into the queue of the zone's reviewer."""
    today = timezone.localdate()
    length = parameters.values().get(Term.LEGAL_REVIEW.value)
    due = due_date(Term.LEGAL_REVIEW, today, calendars.work_calendar(), length=length)
    officer, because = selectors.choose_reviewer(case)
    draft = case.draft
    review = Review.objects.create(
        case=case,
        round=case.reviews.count() + 1,
        zone=case.township.zone,
        reviewer=officer,
        assigned_because=because,
        reasons=reasons,
        draft_text=draft.text,
        draft_hash=draft.text_hash,
        requested_by=by,
        due_on=due.due_on,
        due_provisional=due.provisional,
    )
    _tell_reviewers(review)
    return review


def recompute_open(calendar: WorkCalendar) -> int:
    """A holiday notice was loaded: the last days of open reviews; how many changed."""
    length = parameters.values().get(Term.LEGAL_REVIEW.value)
    changed = 0
    for review in Review.objects.select_for_update().filter(status=Review.Status.OPEN):
        start = timezone.localdate(review.requested_at)
        due = due_date(Term.LEGAL_REVIEW, start, calendar, length=length)
        before = (review.due_on, review.due_provisional)
        if before == (due.due_on, due.provisional):
            continue
        review.due_on, review.due_provisional = due.due_on, due.provisional
        review.save(update_fields=["due_on", "due_provisional"])
        payload = {"before": before[0].isoformat(), "after": due.due_on.isoformat()}
        audit.record(by=None, verb="recompute_terms", subject=review, payload=payload)
        changed += 1
    return changed


def _tell_reviewers(review: Review) -> None:
    people = [review.reviewer.user] if review.reviewer else selectors.queue_keepers()
    notices.send(
        people,
        key=f"review-open:{review.pk}",
        text=f"{review.case.number} {review.case.title}：提请法制审核，{review.due_on} 前审结",
        url=review.get_absolute_url(),
    )


def tell_of_remedy(*, case: Case, remedy: Remedy) -> int:
    """Whoever passed the text learns what reconsideration or the court made of it."""
    rows = case.reviews.filter(status=Review.Status.PASSED, reviewer__isnull=False)
    told = {row.reviewer.user for row in rows.select_related("reviewer__user") if row.reviewer}
    said = f"{remedy.get_kind_display()}结果为{remedy.get_result_display()}"
    note = f"：{remedy.result_note}" if remedy.result_note else ""
    return notices.send(
        told,
        key=f"remedy:{remedy.pk}",
        text=f"您审核过的 {case.number} {case.title}，{said}{note}",
        url=case.get_absolute_url(),
    )


def _lock(review_id: int) -> Review:
    return Review.objects.select_for_update(of=("self",)).get(pk=review_id)


def void_passes(*, case: Case, by: User) -> int:
    """The reviewed text was changed: earlier passes no longer cover anything (第五十八条)."""
    passed = case.reviews.filter(status=Review.Status.PASSED)
    for review in passed:
        review.status = Review.Status.VOIDED
        review.save(update_fields=["status"])
        audit.record(by=by, verb="void_review", subject=review, payload={"why": "送审文本已改动"})
    return len(passed)


@transaction.atomic
def assign(*, review_id: int, officer: Officer, by: User) -> Review:
    """The justice admin gives the review to another qualified reviewer."""
    review = _lock(review_id)
    policy.require_assigning(by)
    if review.status != Review.Status.OPEN:
        raise RuleViolation("review_closed", "该次审核已经审结，不能再分派")
    bar = selectors.bar_to_review(officer, review.case)
    if bar is not None:
        raise bar
    review.reviewer = officer
    review.assigned_because = f"{by}指定"
    review.save()
    audit.record(by=by, verb="assign_review", subject=review, payload={"reviewer": str(officer)})
    _tell_reviewers(review)
    return review


@transaction.atomic
def conclude(
    *, review_id: int, kind: OpinionKind, points: Mapping[Point, bool], text: str, by: User
) -> Opinion:
    """Give the opinion. Only 同意 passes; every other kind returns the case with its text."""
    review = _lock(review_id)
    policy.require_reviewing(by, review)
    if review.status != Review.Status.OPEN:
        raise RuleViolation(
            "review_closed", f"该次审核已审结（{review.get_status_display()}），请刷新页面查看"
        )
    checklist.validate(kind, points, text)
    opinion = Opinion.objects.create(
        review=review,
        kind=kind.value,
        points={point.value: judged for point, judged in points.items()},
        text=text,
        by=by,
    )
    review.status = Review.Status.PASSED if kind.passes else Review.Status.RETURNED
    review.concluded_at = timezone.now()
    review.save()
    review_outcome.record(
        case_id=review.case_id,
        passed=kind.passes,
        text_hash=review.draft_hash,
        opinion=f"{kind.label} {text}".strip(),
        by=by,
    )
    return opinion
