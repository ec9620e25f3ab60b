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


def canonical(link: Link) -> bytes:
    """The exact bytes that are hashed: JSON, sorted keys, no spaces, UTF-8, UTC microseconds."""
    content = {
        "subject": link.subject,
        "seq": link.seq,
        "at": link.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "actor_id": link.actor_id,
        "actor_name": link.actor_name,
        "verb": link.verb,
        "payload": link.payload,
        "previous_hash": link.previous_hash,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def hash_of(link: Link) -> str:
    return hashlib.sha256(canonical(link)).hexdigest()


def verify(links: Iterable[Link]) -> list[Fault]:
    """Check order, linkage and content of one subject's entries; an empty list means it holds."""
    faults: list[Fault] = []
    previous, expected_seq = GENESIS, 1
    for link in links:
        if link.seq != expected_seq:
            faults.append(Fault(link.seq, f"第 {expected_seq} 条缺失，其后是第 {link.seq} 条"))
        if link.previous_hash != previous:
            faults.append(Fault(link.seq, f"第 {link.seq} 条与上一条的衔接被破坏"))
        if hash_of(link) != link.entry_hash:
            faults.append(Fault(link.seq, f"第 {link.seq} 条内容与校验值不符，已被改动"))
        previous, expected_seq = link.entry_hash, link.seq + 1
    return faults
