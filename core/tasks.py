"""Worker entry points of core."""

from celery import shared_task

from core import outbox


@shared_task(ignore_result=True)
def drain_outbox() -> int:
    """Deliver waiting outbox messages. Woken on commit, swept by beat; safe to run at any time."""
    return outbox.drain()
