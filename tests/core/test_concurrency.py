"""Two connections at once: one winner, no gap, no double."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from cases.models import Case
from cases.services import escalation, intake
from core import numbering, outbox
from core.errors import RuleViolation
from core.models import NumberSequence, OutboxMessage
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, work):
    """Run `work(i)` on `count` threads with their own connections, started together."""
    gate = threading.Barrier(count)

    def run(index: int):
        try:
            gate.wait(10)
            return work(index)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_numbers_taken_at_once_have_no_gap_and_no_double():
    numbers = at_once(20, lambda _: numbering.take("test", 2026))
    assert sorted(numbers) == list(range(1, 21))


def test_a_number_taken_in_a_transaction_that_fails_is_not_lost():
    def fail():
        with transaction.atomic():
            numbering.take("test", 2026)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert numbering.take("test", 2026) == 1
    assert NumberSequence.objects.get(key="test").last == 1


def test_two_officers_accept_the_same_report_one_does_it_the_other_is_told(people: People):
    case = stories.registered(people.shiting, "石亭街道", accept=False)
    officers = [people.shiting, people.shiting_second]
    results = at_once(
        2,
        lambda i: intake.accept(case_id=case.pk, by=officers[i], version=case.version),
    )
    refused = [r for r in results if isinstance(r, RuleViolation)]
    assert len(refused) == 1
    assert refused[0].code == "stale"
    case.refresh_from_db()
    assert case.state == "accepted"


def test_a_double_click_on_two_connections_makes_one_case(people: People):
    item = stories.delegated_item("石亭街道")
    made = stories.report("石亭街道", item=item)
    by = people.shiting
    import uuid

    key = uuid.uuid4()
    results = at_once(2, lambda _: intake.register(report=made, key=key, by=by, accept=True))
    assert len({case.pk for case in results}) == 1
    assert Case.objects.count() == 1


def test_two_workers_deliver_each_report_once(people: People):
    _ = people.chief_west
    for _ in range(6):
        stories.registered(people.shiting, "石亭街道", "天宝镇")
    at_once(3, lambda _: outbox.drain())
    assert not OutboxMessage.objects.filter(delivered_at=None).exists()
    assert Case.objects.filter(reporting="routed").count() == 6
    routes = [case.escalations.get().recipients.count() for case in Case.objects.all()]
    assert routes == [1] * 6
    assert escalation.TOPIC
