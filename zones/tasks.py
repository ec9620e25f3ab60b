"""Worker entry points of zones."""

from celery import shared_task
from django.utils import timezone

from zones.services import catalogue, delegations


@shared_task(ignore_result=True)
def apply_due_changes() -> int:
    """Agreed adjustments whose day has come take effect; may be run again at any time."""
    return delegations.apply_due(timezone.localdate())


@shared_task(ignore_result=True)
def begin_wordings() -> int:
    """Items take on the wording that begins today; may be run again at any time."""
    return catalogue.catch_up(day=timezone.localdate())
