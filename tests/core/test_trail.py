"""The trail: append-only, chained, verifiable; tampering is found."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from core import audit
from core.models import AuditEntry
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people: People):
    return stories.filed(people)


def tamper(sql: str, *values: object) -> None:
    """What somebody with the database superuser's password could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER trail_is_append_only")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER trail_is_append_only")


def faults(case) -> str:
    found = audit.verify_trail(case, expected_length=case.version)
    return "；".join(fault.text for fault in found)


def test_an_untouched_trail_verifies(case):
    assert faults(case) == ""


@pytest.mark.parametrize(
    "change", ["UPDATE core_auditentry SET verb = 'x'", "DELETE FROM core_auditentry"]
)
def test_postgresql_refuses_to_change_or_remove_an_entry(case, change):
    with (
        pytest.raises(DatabaseError, match="只能追加"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert faults(case) == ""


def test_a_changed_entry_is_found(case):
    entry = audit.trail_of(case)[1]
    tamper("UPDATE core_auditentry SET payload = '{}' WHERE id = %s", entry.pk)
    assert "第 2 条内容与校验值不符" in faults(case)


def test_a_changed_actor_is_found(case):
    tamper(
        "UPDATE core_auditentry SET actor_name = '他人' WHERE seq = 1 AND subject_id = %s", case.pk
    )
    assert "第 1 条" in faults(case)


def test_an_entry_removed_from_the_middle_is_found(case):
    tamper("DELETE FROM core_auditentry WHERE seq = 2 AND subject_id = %s", case.pk)
    assert "第 2 条缺失" in faults(case)


def test_entries_cut_off_at_the_end_are_found(case):
    last = audit.trail_of(case).last()
    tamper("DELETE FROM core_auditentry WHERE id = %s", last.pk)
    assert "应有" in faults(case)


def test_all_chains_are_walked_in_one_pass(case):
    assert list(audit.verify_all()) == []
    tamper("UPDATE core_auditentry SET verb = 'x' WHERE seq = 1 AND subject_id = %s", case.pk)
    assert [(kind, pk) for kind, pk, _ in audit.verify_all()] == [("cases.case", case.pk)]


def test_the_hash_is_over_exactly_what_is_stored(case):
    entry = AuditEntry.objects.filter(subject_type="cases.case").first()
    assert entry is not None
    from core.evidence_chain import hash_of

    assert hash_of(audit.as_link(entry)) == entry.entry_hash


def test_many_entries_at_once_continue_each_chain(case, people, django_assert_num_queries):
    length = case.version
    news = [
        audit.News("a", case, {"n": 1}),
        audit.News("b", people.shiting, {}),
        audit.News("c", case, {"n": 2}),
    ]
    with django_assert_num_queries(4):  # the lock, the ends of two kinds of chain, the entries
        assert audit.record_many(by=people.shiting, news=news) == 3
    assert audit.verify_trail(case, expected_length=length + 2) == []
    assert [entry.verb for entry in audit.trail_of(case)][-2:] == ["a", "c"]
    assert audit.trail_of(people.shiting).get().seq == 1
