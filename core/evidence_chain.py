"""The hash chain behind the trail: what is hashed, how it is linked, how it is verified.

Pure Python, so that anyone holding an export can check it with the standard library alone:
each entry's hash is SHA-256 over the canonical JSON of its content and the previous hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64


@dataclass(frozen=True)
class Link:
    """One entry as it is hashed. `at` must carry a time zone."""

    subject: str
    seq: int
    at: datetime
    actor_id: int | None
    actor_name: str
    verb: str
    payload: Mapping[str, object]
    previous_hash: str
    entry_hash: str = ""


@dataclass(frozen=True)
class Fault:
    """A place where the chain does not hold."""

    seq: int
    text: str


# What is hashed, dumped: sorted keys, no spaces, UTF-8. Made once; `json.dumps` makes it each time.
canonical_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def content_of(
    subject: str,
    seq: int,
    at: str,
    actor_id: int | None,
    actor_name: str,
    verb: str,
    payload: str,
    previous_hash: str,
) -> str:
    """The text that is hashed: canonical JSON, its keys in order.

    `at` is UTC as `written`, `payload` canonical JSON. Written out, because building a mapping and
    dumping it takes four times as long, and trails have millions of entries.
    """
    return (
        f'{{"actor_id":{"null" if actor_id is None else actor_id},'
        f'"actor_name":{canonical_json(actor_name)},"at":"{at}","payload":{payload},'
        f'"previous_hash":{canonical_json(previous_hash)},"seq":{seq},'
        f'"subject":{canonical_json(subject)},"verb":{canonical_json(verb)}}}'
    )


def written(at: datetime) -> str:
    """The moment as it is hashed: UTC with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def canonical(link: Link) -> bytes:
    """The exact bytes that are hashed: JSON, sorted keys, no spaces, UTF-8, UTC microseconds."""
    return content_of(
        link.subject,
        link.seq,
        written(link.at),
        link.actor_id,
        link.actor_name,
        link.verb,
        canonical_json(dict(link.payload)),
        link.previous_hash,
    ).encode()


def hash_of(link: Link) -> str:
    return hashlib.sha256(canonical(link)).hexdigest()


class Inspector:
    """Follows one subject's entries in their order and tells what does not hold."""

    __slots__ = ("_expected", "_previous")

    def __init__(self) -> None:
        self._previous, self._expected = GENESIS, 1

    def next(self, seq: int, previous_hash: str, entry_hash: str, computed: str) -> list[Fault]:
        """`computed` is the hash of what the entry says now."""
        faults: list[Fault] = []
        if seq != self._expected:
            faults.append(Fault(seq, f"第 {self._expected} 条缺失，其后是第 {seq} 条"))
        if previous_hash != self._previous:
            faults.append(Fault(seq, f"第 {seq} 条与上一条的衔接被破坏"))
        if computed != entry_hash:
            faults.append(Fault(seq, f"第 {seq} 条内容与校验值不符，已被改动"))
        self._previous, self._expected = entry_hash, seq + 1
        return faults


def verify(links: Iterable[Link]) -> list[Fault]:
    """Check order, linkage and content of one subject's entries; an empty list means it holds."""
    inspector = Inspector()
    return [
        fault
        for link in links
        for fault in inspector.next(link.seq, link.previous_hash, link.entry_hash, hash_of(link))
    ]
