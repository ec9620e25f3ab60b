"""Worker entry points of legal review."""

from celery import shared_task

from legal_review.services import guidance


@shared_task(ignore_result=True)
def remind_questions() -> int:
    """Each morning: questions whose answer is due today or overdue; each stage told once."""
    return guidance.remind_overdue()
