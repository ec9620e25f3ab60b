"""The outbox: what must arrive is written with the business data and delivered by the worker.

A topic has one handler, and perhaps one that takes many messages at once. A handler runs in the
same transaction that marks its message delivered, so a worker killed half-way leaves the message
waiting and nothing half-done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from core.models import OutboxMessage

Handler = Callable[[Mapping[str, object]], None]
Many = Callable[[Sequence[Mapping[str, object]]], None]
_handlers: dict[str, Handler] = {}
_many: dict[str, Many] = {}
logger = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(minutes=10)


BATCH = 50


def register(topic: str, handler: Handler, many: Many | None = None) -> None:
    """`many` takes a batch in one transaction; where it fails, each goes to `handler` alone."""
    _handlers[topic] = handler
    if many is not None:
        _many[topic] = many


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


def _waiting(topics: Iterable[str]) -> models.QuerySet[OutboxMessage]:
    """Messages whose time has come, locked; those another worker holds are skipped."""
    return (
        OutboxMessage.objects.select_for_update(skip_locked=True)
        .filter(delivered_at=None, next_attempt_at__lte=timezone.now(), topic__in=list(topics))
        .order_by("next_attempt_at", "id")
    )


def deliver_batch(size: int) -> int:
    """Deliver up to `size` messages of a topic that takes many, all or none; returns how many.

    Where the batch fails nothing is done; its messages are then delivered one by one, so that a
    bad one holds up no other.
    """
    taken = 0
    try:
        with transaction.atomic():
            rows = list(_waiting(_many)[:size])
            rows = [row for row in rows if row.topic == rows[0].topic]
            taken = len(rows)
            if taken < 2:
                return 0  # one is delivered as ever
            _many[rows[0].topic]([row.payload for row in rows])
            OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(
                delivered_at=timezone.now(), attempts=models.F("attempts") + 1, last_error=""
            )
    except Exception:
        if not taken:
            raise
        logger.exception("出站箱 %s 条消息成批投递失败，改为逐条投递", taken)
        return sum(deliver_next() for _ in range(taken))
    return taken


def deliver_next() -> bool:
    """Deliver one waiting message, skipping those another worker holds. False: nothing waits."""
    message_id: int | None = None
    try:
        with transaction.atomic():
            message = _waiting(_handlers).first()
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
    while handled < limit:
        done = deliver_batch(min(BATCH, limit - handled)) or int(deliver_next())
        if not done:
            break
        handled += done
    return handled
