"""The outbox delivers once, survives failure, and never fails the user's request."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core import outbox
from core.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivered(monkeypatch):
    seen: list[object] = []
    monkeypatch.setitem(outbox._handlers, "test.topic", lambda payload: seen.append(payload["n"]))
    return seen


def test_a_message_is_delivered_once(delivered):
    outbox.put(topic="test.topic", key="a", payload={"n": 1})
    outbox.put(topic="test.topic", key="a", payload={"n": 1})
    assert outbox.drain() == 1
    assert outbox.drain() == 0
    assert delivered == [1]


def test_a_failing_handler_leaves_the_message_waiting_and_nothing_half_done(monkeypatch):
    def fail(payload):
        OutboxMessage.objects.create(topic="x", key="half-done", payload={})
        raise RuntimeError("坏了")

    monkeypatch.setitem(outbox._handlers, "test.topic", fail)
    message = outbox.put(topic="test.topic", key="a", payload={})
    outbox.drain()
    message.refresh_from_db()
    assert message.delivered_at is None
    assert message.attempts == 1
    assert "坏了" in message.last_error
    assert message.next_attempt_at > timezone.now()
    assert not OutboxMessage.objects.filter(key="half-done").exists()


def test_a_message_that_failed_is_tried_again_later(monkeypatch, delivered):
    message = outbox.put(topic="test.topic", key="a", payload={"n": 7})
    OutboxMessage.objects.update(next_attempt_at=timezone.now() + timedelta(minutes=1))
    assert outbox.drain() == 0
    OutboxMessage.objects.update(next_attempt_at=timezone.now())
    assert outbox.drain() == 1
    message.refresh_from_db()
    assert message.delivered_at


def test_a_topic_without_a_handler_waits_for_the_version_that_has_one():
    outbox.put(topic="unknown", key="a", payload={})
    assert outbox.drain() == 0
    assert OutboxMessage.objects.get().delivered_at is None


def test_a_dead_broker_does_not_fail_the_request(
    delivered, monkeypatch, django_capture_on_commit_callbacks
):
    from core.tasks import drain_outbox

    def refuse(*args, **kwargs):
        raise OSError("连接被拒绝")

    monkeypatch.setattr(drain_outbox, "apply_async", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        outbox.put(topic="test.topic", key="a", payload={"n": 1})
    assert OutboxMessage.objects.get().delivered_at is None
