"""Worker entry points of legal review."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from legal_review.services import assigning, guidance, terms


@shared_task(ignore_result=True)
def remind_questions() -> int:
    """Each morning: questions whose answer is due today or overdue; each stage told once."""
    return guidance.remind_overdue()


@shared_task(ignore_result=True)
def pass_on_absent_reviews() -> int:
    """Each morning: reviews of people on leave go to whoever stands in."""
    return assigning.pass_on_absent(timezone.localdate())


@shared_task(ignore_result=True)
def remind_reviews() -> int:
    """Each morning: whoever has a review that is due soon, or overdue, is told once a stage."""
    return terms.remind(timezone.localdate())
