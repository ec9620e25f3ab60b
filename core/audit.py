"""Writing and reading the trail (留痕). The only module that touches AuditEntry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection, models, transaction
from django.utils import timezone

from core.evidence_chain import (
    GENESIS,
    Fault,
    Inspector,
    Link,
    canonical_json,
    content_of,
    digest,
    hash_of,
    verify,
)
from core.models import AuditEntry, User

SYSTEM = "系统"


def subject_key(subject: models.Model) -> tuple[str, int]:
    return subject._meta.label_lower, int(subject.pk)


def _lock_chain(subject_type: str, subject_id: int) -> None:
    """Two writers of one chain queue here; other chains are not held up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"trail:{subject_type}:{subject_id}"],
        )


MOST_CHAINS = 100


def _lock_chains(subjects: set[tuple[str, int]]) -> None:
    """Lock each of a few chains, always in the same order; the whole table for many."""
    with connection.cursor() as cursor:
        if len(subjects) > MOST_CHAINS:
            cursor.execute(f"LOCK TABLE {AuditEntry._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
            return
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) "
            "FROM unnest(%s::text[]) WITH ORDINALITY AS chain(name, place) ORDER BY place",
            [[f"trail:{kind}:{pk}" for kind, pk in sorted(subjects)]],
        )


@dataclass(frozen=True)
class News:
    """What `record_many` appends to one subject's chain."""

    verb: str
    subject: models.Model
    payload: Mapping[str, object]


def record(
    *,
    by: User | None,
    verb: str,
    subject: models.Model,
    payload: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Append one entry to the subject's chain. Must run inside the business transaction."""
    subject_type, subject_id = subject_key(subject)
    _lock_chain(subject_type, subject_id)
    last = (
        AuditEntry.objects.filter(subject_type=subject_type, subject_id=subject_id)
        .order_by("-seq")
        .values_list("seq", "entry_hash")
        .first()
    )
    entry = _next(by, News(verb, subject, payload or {}), last)
    entry.save(force_insert=True)
    return entry


def record_many(*, by: User | None, news: Iterable[News]) -> int:
    """Append many entries in a few queries; the order on one chain is that of `news`.

    From `MOST_CHAINS` chains on every other writer of the trail waits until the transaction ends:
    a lock on each of thousands of chains would not fit into the lock table.
    """
    rows = list(news)
    _lock_chains({subject_key(row.subject) for row in rows})
    wanted: dict[str, set[int]] = {}
    for row in rows:
        subject_type, subject_id = subject_key(row.subject)
        wanted.setdefault(subject_type, set()).add(subject_id)
    last: dict[tuple[str, int], tuple[int, str]] = {}
    for subject_type, ids in wanted.items():
        ends = (
            AuditEntry.objects.filter(subject_type=subject_type, subject_id__in=ids)
            .order_by("subject_id", "-seq")
            .distinct("subject_id")
        )
        for pk, seq, entry_hash in ends.values_list("subject_id", "seq", "entry_hash"):
            last[(subject_type, pk)] = (seq, entry_hash)
    entries = []
    for row in rows:
        entry = _next(by, row, last.get(subject_key(row.subject)))
        last[subject_key(row.subject)] = (entry.seq, entry.entry_hash)
        entries.append(entry)
    AuditEntry.objects.bulk_create(entries, batch_size=1000)
    return len(entries)


def _next(by: User | None, news: News, last: tuple[int, str] | None) -> AuditEntry:
    subject_type, subject_id = subject_key(news.subject)
    seq, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    link = Link(
        subject=f"{subject_type}:{subject_id}",
        seq=seq,
        at=timezone.now(),
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else SYSTEM,
        verb=news.verb,
        payload=dict(news.payload),
        previous_hash=previous,
    )
    return AuditEntry(
        subject_type=subject_type,
        subject_id=subject_id,
        seq=seq,
        at=link.at,
        actor=by,
        actor_name=link.actor_name,
        verb=news.verb,
        payload=dict(link.payload),
        previous_hash=previous,
        entry_hash=hash_of(link),
    )


def trail_of(subject: models.Model) -> models.QuerySet[AuditEntry]:
    subject_type, subject_id = subject_key(subject)
    return AuditEntry.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by(
        "seq"
    )


def as_link(entry: AuditEntry) -> Link:
    return Link(
        subject=f"{entry.subject_type}:{entry.subject_id}",
        seq=entry.seq,
        at=entry.at,
        actor_id=entry.actor_id,
        actor_name=entry.actor_name,
        verb=entry.verb,
        payload=entry.payload,
        previous_hash=entry.previous_hash,
        entry_hash=entry.entry_hash,
    )


def verify_trail(subject: models.Model, *, expected_length: int | None = None) -> list[Fault]:
    """Check one subject's chain; `expected_length` finds entries cut off at the end."""
    links = [as_link(entry) for entry in trail_of(subject)]
    faults = verify(links)
    if expected_length is not None and len(links) != expected_length:
        faults.append(Fault(len(links), f"应有 {expected_length} 条留痕，现有 {len(links)} 条"))
    return faults


# As the entries are hashed, the moment written by PostgreSQL: no datetime is made and formatted.
_AS_HASHED = """
    SELECT subject_type, subject_id, seq,
           to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           actor_id, actor_name, verb, payload::text, previous_hash, entry_hash
    FROM core_auditentry ORDER BY subject_type, subject_id, seq
"""


def verify_all() -> Iterator[tuple[str, int, Fault]]:
    """Walk every chain in one pass over the table; yields each fault with its subject.

    Rows are read as text and in batches, so that memory does not grow with the table.
    """
    subject: tuple[str, int] | None = None
    inspector = Inspector()
    # In a transaction the cursor reads as it goes; outside, PostgreSQL would first copy everything.
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_AS_HASHED)
        for kind, pk, seq, at, actor_id, name, verb, payload, previous, kept in cursor:
            if (kind, pk) != subject:
                subject, inspector = (kind, pk), Inspector()
            content = content_of(
                f"{kind}:{pk}", seq, at, actor_id, name, verb,
                canonical_json(json.loads(payload)), previous,
            )  # fmt: skip
            for fault in inspector.next(seq, previous, kept, digest(content)):
                yield kind, pk, fault


def log(
    *, actor: str = "", since: date | None = None, until: date | None = None
) -> models.QuerySet[AuditEntry]:
    """Entries of all chains, newest first, for the audit administrator."""
    rows = AuditEntry.objects.order_by("-id").defer("payload")
    if actor:
        rows = rows.filter(actor_name__icontains=actor)
    if since:
        rows = rows.filter(at__date__gte=since)
    return rows.filter(at__date__lte=until) if until else rows
