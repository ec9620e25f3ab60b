"""The outbox: what must arrive is written with the business data and delivered by the worker.

A topic has one handler. A handler runs in the same transaction that marks its message
delivered, so a worker killed half-way leaves the message waiting and nothing half-done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.models import OutboxMessage

Handler = Callable[[Mapping[str, object]], None]
_handlers: dict[str, Handler] = {}
logger = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(minutes=10)


def register(topic: str, handler: Handler) -> None:
    _handlers[topic] = handler


def put(*, topic: str, key: str, payload: Mapping[str, object]) -> OutboxMessage:
    """Write a message inside the caller's transaction and wake the worker once it commits."""
    message, created = OutboxMessage.objects.get_or_create(
        key=key, defaults={"topic": topic, "payload": dict(payload)}
    )
    if created:
        transaction.on_commit(wake, robust=True)
    return message


def wake() -> None:
    """Ask the worker to look now. A broker that is down must not fail the user's request."""
    from core.tasks import drain_outbox  # the task module imports this one

    try:
        drain_outbox.apply_async(retry=False)
    except Exception as error:
        logger.warning("消息代理不可用，出站箱将由定时任务补投：%s", error)


def deliver_next() -> bool:
    """Deliver one waiting message, skipping those another worker holds. False: nothing waits."""
    now = timezone.now()
    message_id: int | None = None
    try:
        with transaction.atomic():
            message = (
                OutboxMessage.objects.select_for_update(skip_locked=True)
                .filter(delivered_at=None, next_attempt_at__lte=now, topic__in=list(_handlers))
                .order_by("next_attempt_at", "id")
                .first()
            )
            if message is None:
                return False
            message_id = message.pk
            _handlers[message.topic](message.payload)
            message.delivered_at = timezone.now()
            message.attempts += 1
            message.last_error = ""
            message.save()
    except Exception as error:
        if message_id is None:
            raise
        logger.exception("出站箱第 %s 号消息投递失败，稍后重试", message_id)
        _postpone(message_id, error)
    return True


def _postpone(message_id: int, error: Exception) -> None:
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().get(pk=message_id)
        message.attempts += 1
        wait = min(timedelta(seconds=2 ** min(message.attempts, 10)), LONGEST_WAIT)
        message.next_attempt_at = timezone.now() + wait
        message.last_error = f"{type(error).__name__}: {error}"[:500]
        message.save()


def drain(limit: int = 500) -> int:
    """Deliver until nothing waits or `limit` is reached; returns how many were handled."""
    handled = 0
    while handled < limit and deliver_next():
        handled += 1
    return handled
