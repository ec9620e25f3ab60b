"""Worker entry points of plans."""

from celery import shared_task

from plans.services import reminders


@shared_task(ignore_result=True)
def remind_operations() -> int:
    """Each afternoon: whoever goes out tomorrow is reminded, once."""
    return reminders.remind_of_tomorrow()
